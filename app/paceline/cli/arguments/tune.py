"""Arguments of `paceline tune`."""

from paceline.cli.arguments import values
from paceline.cli.arguments.command import DONE, FAILED, STOPPED, Jobs
from paceline.cli.arguments.groups import (
    NAMING_MODELS,
    add_json,
    add_loading,
    add_models,
    add_verbose,
    add_workloads,
    add_writing,
)


def add_tune(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    tune = jobs.add_parser(
        "tune",
        help="find what is best for a pair on this machine",
        description="Let drafters and draft lengths race against the governor, and keep the winner "
        "for this pair if it is clearly faster. Chats use it wherever drafter and draft length are "
        "left open.",
        notes=NAMING_MODELS,
        examples=(
            ("paceline tune --pair qwen3-4b", "some minutes, depending on the pair"),
            ("paceline tune --heats 20 --kinds code", "longer, and for code only"),
            ("paceline tune --pair qwen3-4b --reset", "leave the pair to the governor again"),
        ),
        statuses=(DONE, FAILED, STOPPED),
    )
    tune.add_argument(
        "--heats",
        type=values.positive,
        default=10,
        metavar="N",
        help="prompts that all answer (default: 10)",
    )
    tune.add_argument(
        "--reset", action="store_true", help="leave the pair to the governor again; try nothing"
    )
    add_workloads(tune)
    add_json(tune, "print JSON instead of sentences")
    add_verbose(tune)
    add_models(tune)
    add_loading(tune)
    add_writing(tune, temperature="0.8", max_tokens="64", seed="another in every heat")
