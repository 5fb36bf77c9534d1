"""Arguments of `paceline bench`."""

from paceline.cli.arguments import values
from paceline.cli.arguments.command import DONE, FAILED, STOPPED, Jobs
from paceline.cli.arguments.groups import (
    NAMING_MODELS,
    add_json,
    add_loading,
    add_models,
    add_policies,
    add_verbose,
    add_workloads,
    add_writing,
)


def add_bench(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    bench = jobs.add_parser(
        "bench",
        help="measure what speculation gains",
        description="Measure what speculation gains on this machine: every policy writes the same "
        "prompts, in turns, each right beside plain decoding. Leave the machine alone meanwhile. "
        "Nothing is learned from it.",
        notes=NAMING_MODELS,
        examples=(
            ("paceline bench", "plain decoding, three guesses, the governor"),
            ("paceline bench --pair qwen3-4b --policy all", "all drafters and lengths"),
            ("paceline bench --starter --policy off,ngram:4,governor", "n-grams alone"),
            ("paceline bench --curve --html report.html", "what passes cost, and a page of plots"),
        ),
        statuses=(DONE, FAILED, STOPPED),
    )
    add_policies(bench, "off,fixed:3,governor")
    bench.add_argument(
        "--draft-length",
        dest="draft_lengths",
        type=values.draft_lengths,
        default=(),
        metavar="N,N",
        help="short for --policy fixed:N,fixed:N (default: none)",
    )
    bench.add_argument(
        "--warm",
        action="store_true",
        help="let the governor keep what it learned between replies",
    )
    bench.add_argument(
        "--curve", action="store_true", help="measure also what passes cost by their width"
    )
    bench.add_argument(
        "--runs",
        type=values.positive,
        default=3,
        metavar="N",
        help="turns per prompt (default: 3)",
    )
    add_workloads(bench)
    bench.add_argument(
        "--html", type=values.file, metavar="FILE", help="write a page with plots (default: none)"
    )
    add_json(bench, "print JSON instead of a table")
    add_verbose(bench)
    add_models(bench)
    add_loading(bench)
    add_writing(bench, temperature="0", max_tokens="96", seed="1")
