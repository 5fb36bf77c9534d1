"""Arguments of `paceline bench`."""

from pathlib import Path

from paceline.cli.arguments import values
from paceline.cli.arguments.groups import Jobs, add_models, add_writing
from paceline.cli.arguments.options import DEFAULT_LENGTHS


def add_bench(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    bench = jobs.add_parser("bench", help="measure what speculation gains")
    add_models(bench)
    add_writing(bench)
    bench.add_argument(
        "--draft-length",
        dest="draft_lengths",
        type=values.draft_lengths,
        default=DEFAULT_LENGTHS,
        metavar="N,N",
        help="draft lengths to compare with plain decoding (2,3,4)",
    )
    bench.add_argument("--runs", type=values.positive, default=3, help="turns per prompt (3)")
    bench.add_argument(
        "--kinds",
        type=values.words,
        default=(),
        metavar="KIND,KIND",
        help="only these kinds of workload",
    )
    bench.add_argument("--workloads", type=Path, metavar="FILE", help="prompts of your own")
    bench.add_argument("--json", action="store_true", help="print JSON instead of a table")
