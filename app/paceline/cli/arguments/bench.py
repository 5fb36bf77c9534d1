"""Arguments of `paceline bench`."""

from pathlib import Path

from paceline.cli.arguments import values
from paceline.cli.arguments.groups import (
    Jobs,
    add_loading,
    add_models,
    add_policies,
    add_verbose,
    add_workloads,
    add_writing,
)


def add_bench(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    bench = jobs.add_parser("bench", help="measure what speculation gains")
    add_models(bench)
    add_loading(bench)
    add_verbose(bench)
    add_writing(bench)
    add_policies(bench, "off,fixed:3,governor")
    bench.add_argument(
        "--draft-length",
        dest="draft_lengths",
        type=values.draft_lengths,
        default=(),
        metavar="N,N",
        help="short for --policy fixed:N,fixed:N",
    )
    bench.add_argument(
        "--warm",
        action="store_true",
        help="let the governor keep what it learned between replies",
    )
    bench.add_argument(
        "--curve", action="store_true", help="measure also what passes cost by their width"
    )
    bench.add_argument("--runs", type=values.positive, default=3, help="turns per prompt (3)")
    add_workloads(bench)
    bench.add_argument("--json", action="store_true", help="print JSON instead of a table")
    bench.add_argument("--html", type=Path, metavar="FILE", help="write a page with plots, too")
