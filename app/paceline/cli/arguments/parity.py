"""Arguments of `paceline parity`."""

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
from paceline.cli.arguments.options import DEFAULT_SEEDS


def add_parity(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    parity = jobs.add_parser("parity", help="check that speculation changes no word")
    add_models(parity)
    add_loading(parity)
    add_verbose(parity)
    add_writing(parity)
    add_policies(parity, "governor")
    add_workloads(parity)
    parity.add_argument(
        "--prompts",
        type=values.part,
        default=slice(None),
        metavar="N|A-B",
        help="only the first N prompts, or those from A to B",
    )
    parity.add_argument(
        "--seeds",
        type=values.seeds,
        default=DEFAULT_SEEDS,
        metavar="N,N",
        help="seeds of the sampled replies beside the greedy ones, or none (1)",
    )
    parity.add_argument("--json", action="store_true", help="print the record instead of a summary")
    parity.add_argument("--record", type=Path, metavar="FILE", help="keep the record in a file")
