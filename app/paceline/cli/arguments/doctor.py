"""Arguments of `paceline doctor`."""

from typing import Final

from paceline.cli.arguments import values
from paceline.cli.arguments.command import STOPPED, Jobs
from paceline.cli.arguments.groups import add_json

_NAMES: Final = """\
TARGET and DRAFT are each one of these:
  models/large.gguf                     a file on this machine
  large-Q4_K_M                          a model that `paceline models list` shows
  hf:owner/repository/model.gguf        a file on the Hugging Face Hub; only its header is read
  hf:owner/repository:Q4_K_M            a repository's model in this quantization
  hf:owner/repository@v1/model.gguf     a file at a branch, tag or commit

TARGET alone may be the name of a recommended pair, as qwen3-4b.
"""


def add_doctor(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    doctor = jobs.add_parser(
        "doctor",
        help="tell whether a draft can guess for a target, before anything is fetched",
        description="Tell from the headers of two model files whether they work as a pair, what "
        "memory they take together, and what gain to expect. With TARGET alone, find drafts for "
        "it: on this machine, among the recommended pairs, and with the target's author.",
        notes=_NAMES,
        examples=(
            ("paceline doctor large.gguf small.gguf", "two files"),
            ("paceline doctor large.gguf hf:owner/repository/small.gguf", "one of them on the Hub"),
            ("paceline doctor large.gguf", "which drafts suit it"),
            ("paceline doctor qwen3-4b", "a recommended pair"),
        ),
        statuses=(
            (0, "the pair works"),
            (1, "it does not, or no draft was found"),
            (2, "a file could not be reached; a sentence says why and what to do"),
            STOPPED,
        ),
    )
    doctor.add_argument(
        "target_name", metavar="TARGET", type=values.model_name, help="the model that answers"
    )
    doctor.add_argument(
        "draft_name",
        metavar="DRAFT",
        nargs="?",
        type=values.model_name,
        help="the model that guesses",
    )
    doctor.add_argument(
        "--context",
        type=values.positive,
        metavar="TOKENS",
        help="context length to reckon memory with (default: 4096)",
    )
    add_json(doctor)
