"""The window, and a model that a desktop opens with it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from paceline.cli.arguments.groups import Jobs, add_models

MODEL_ENDING: Final = ".gguf"


def add_window(jobs: Jobs) -> None:
    """Describe `paceline window`."""
    parser = jobs.add_parser("window", help="open the window (the default)")
    parser.add_argument(
        "model_file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="a GGUF file that answers, as --target; `paceline FILE.gguf` does the same",
    )
    add_models(parser)


def with_window(arguments: Sequence[str]) -> list[str]:
    """Return the arguments of a window where they begin with a model instead of a command."""
    opens_a_model = bool(arguments) and arguments[0].lower().endswith(MODEL_ENDING)
    return ["window", *arguments] if opens_a_model else list(arguments)
