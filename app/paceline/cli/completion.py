"""`paceline completion`: a script for the shell, made from the parser."""

import argparse
from collections.abc import Iterator
from typing import Final

import shtab

from paceline.cli.arguments import values
from paceline.cli.arguments.command import Command
from paceline.cli.arguments.options import Options
from paceline.cli.arguments.parser import make_parser
from paceline.library.catalog import load_catalog

_GGUF: Final = "*.gguf"
_PRACTICE: Final = "practice"


def completion(options: Options) -> int:
    """Run the job and return its exit status; it loads no native code."""
    print(script(options.shell))
    return 0


def script(shell: str) -> str:
    """Return what completes `paceline` in this shell."""
    parser = make_parser()
    pairs = [pair.id for pair in load_catalog()]
    _shorten(parser)
    for action in _arguments(parser):
        known = _known(action, pairs)
        if known is not None:
            vars(action)["complete"] = known
        # Shells would run what stands between these.
        action.help = action.help and action.help.replace("`", "'")
    return shtab.complete(parser, shell=shell)


def _arguments(command: Command) -> Iterator[argparse.Action]:
    yield from (action for _, actions in command.groups() for action in actions)
    for _, below in command.commands().values():
        yield from _arguments(below)


def _shorten(command: Command) -> None:
    """Let each command be described by its line in the list of commands."""
    for purpose, below in command.commands().values():
        below.description = purpose
        _shorten(below)


def _known(action: argparse.Action, pairs: list[str]) -> shtab.CompleteType | None:
    """Return what may stand for an argument, by the way it is read; None where nobody knows."""
    match action.type:
        case values.pair_name:
            return _words("pairs", [_PRACTICE, *pairs])
        case values.hub_name:
            return _words("recommended", pairs)
        case values.model_file | values.model_name:
            return shtab.glob(_GGUF)
        case values.file:
            return shtab.FILE
        case _:
            return None


def _words(name: str, words: list[str]) -> shtab.CompleteType:
    """Return how each shell completes one of these words, which hold no blanks or quotes."""
    function, text = f"_paceline_{name}", " ".join(words)
    return {
        "bash": function,
        "zsh": f"({text})",
        "fish": text,
        "powershell": function,
        "preamble": {
            "bash": f'{function}() {{\n  compgen -W "{text}" -- "$1"\n}}\n',
            "powershell": f"function {function} {{\n  param([string]$WordToComplete)\n"
            f"  -split '{text}' | Where-Object {{ $_ -like \"$WordToComplete*\" }}\n}}\n",
        },
    }
