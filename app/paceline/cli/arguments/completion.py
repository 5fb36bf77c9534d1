"""Arguments of `paceline completion`."""

from typing import Final

from paceline.cli.arguments.command import DONE, FAILED, Jobs

SHELLS: Final = ("bash", "zsh", "fish", "powershell")

_KEEPING: Final = """\
To keep it, write it where your shell looks for completions:
  bash        ~/.local/share/bash-completion/completions/paceline
  zsh         a folder of $fpath, as _paceline
  fish        ~/.config/fish/completions/paceline.fish
  powershell  append it to the file that $PROFILE names
"""


def add_completion(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    completion = jobs.add_parser(
        "completion",
        help="print what completes commands in your shell",
        description="Print a script with which the Tab key completes commands, options, names of "
        "recommended pairs and GGUF files. The packages bring it along.",
        notes=_KEEPING,
        examples=(
            ('eval "$(paceline completion bash)"', "for this session"),
            ("paceline completion fish | source", ""),
        ),
        statuses=(DONE, FAILED),
    )
    completion.add_argument(
        "shell", choices=SHELLS, metavar="SHELL", help=f"one of {', '.join(SHELLS)}"
    )
