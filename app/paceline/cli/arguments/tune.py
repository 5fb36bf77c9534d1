"""Arguments of `paceline tune`."""

from paceline.cli.arguments import values
from paceline.cli.arguments.groups import (
    Jobs,
    add_loading,
    add_models,
    add_verbose,
    add_workloads,
    add_writing,
)


def add_tune(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    tune = jobs.add_parser("tune", help="find what is best for a pair on this machine")
    add_models(tune)
    add_loading(tune)
    add_verbose(tune)
    add_writing(tune)
    add_workloads(tune)
    tune.add_argument(
        "--heats", type=values.positive, default=10, help="prompts that all answer (10)"
    )
    tune.add_argument(
        "--reset", action="store_true", help="leave the pair to the governor again; try nothing"
    )
    tune.add_argument("--json", action="store_true", help="print JSON instead of sentences")
