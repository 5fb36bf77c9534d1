"""Arguments of `paceline window`, and a model that a desktop opens with it."""

from collections.abc import Sequence
from typing import Final

from paceline.cli.arguments import values
from paceline.cli.arguments.command import FAILED, Jobs
from paceline.cli.arguments.groups import add_models

MODEL_ENDING: Final = ".gguf"


def add_window(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    window = jobs.add_parser(
        "window",
        help="open the window (the default)",
        description="Open the window. Without models named it loads the pair that was in use last. "
        "Where a window with your chats is open already, it comes forward and loads what is named "
        "here.",
        examples=(
            ("paceline window --pair practice", "with the practice pair"),
            ("paceline large.gguf", "with a model of yours"),
            ("paceline window large.gguf --draft small.gguf", "with a pair of yours"),
        ),
        statuses=(
            (0, "the window was closed, or another came forward"),
            (1, "the window that is open already does not answer"),
            FAILED,
        ),
    )
    window.add_argument(
        "model_file",
        nargs="?",
        type=values.model_file,
        metavar="FILE",
        help="a GGUF file that answers, as --target; `paceline FILE.gguf` does the same",
    )
    add_models(window)


def with_window(arguments: Sequence[str]) -> list[str]:
    """Return the arguments of a window where they begin with a model instead of a command."""
    opens_a_model = bool(arguments) and arguments[0].lower().endswith(MODEL_ENDING)
    return ["window", *arguments] if opens_a_model else list(arguments)
