"""A command as a person reads it: what it does, its options, examples and exit statuses.

The same texts make `--help`, the pages for `man` and the completions.
"""

import argparse
import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Final, NoReturn, TypeAlias

from paceline.cli.arguments.refusals import as_sentence

WIDEST: Final = 100
"""Columns; longer lines are hard to read, however wide the terminal is."""
_NARROWEST: Final = 40
_OPTION_COLUMNS: Final = 28
_FEW_OPTIONS: Final = 3
"""So many are written out in the line of usage; more are told of by the list below it."""
_EXAMPLE_COLUMNS: Final = 34
"""A longer command has its purpose on the line below."""
_SECOND_COLUMN: Final = re.compile(r" +\S.*? {2,}(?=\S)")

Example: TypeAlias = tuple[str, str]
"""A command line, and what it is good for."""

DONE: Final = (0, "done")
FAILED: Final = (2, "it could not be done; a sentence says why and what to do")
STOPPED: Final = (130, "stopped by Ctrl+C")


class Command(argparse.ArgumentParser):
    """The parser of one command, which also knows its examples and exit statuses.

    `notes` are paragraphs behind the options; lines that are indented stay as they are.
    """

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - argparse makes subparsers with whatever it was given
        notes: str = "",
        examples: Sequence[Example] = (),
        statuses: Sequence[tuple[int, str]] = (),
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        self.notes = notes
        self.examples = tuple(examples)
        self.statuses = tuple(statuses)
        kwargs.setdefault("formatter_class", HelpText)
        # A shortened option would mean something else as soon as another begins like it.
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)
        self._positionals.title = "arguments"
        self.epilog = "\n".join(self._endings())

    def error(self, message: str) -> NoReturn:
        """Say in a sentence what cannot be read, and exit with status 2."""
        known = [option for action in self._actions for option in action.option_strings]
        self.exit(2, f"{self.prog}: {as_sentence(message, known)} See `{self.prog} --help`.\n")

    def commands(self) -> "dict[str, tuple[str, Command]]":
        """Return the commands below this one by name, each with its purpose in a line."""
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                purposes = {each.dest: each.help or "" for each in action._choices_actions}
                return {
                    name: (purposes.get(name, ""), parser)
                    for name, parser in action.choices.items()
                }
        return {}

    def groups(self) -> list[tuple[str, list[argparse.Action]]]:
        """Return the arguments that are shown, under the title of their group; no commands."""
        shown = (
            (group.title or "", [each for each in group._group_actions if _shown(each)])
            for group in self._action_groups
        )
        return [(title, actions) for title, actions in shown if actions]

    def _endings(self) -> Iterable[str]:
        if self.notes:
            yield f"{self.notes.strip()}\n"
        if self.examples:
            yield "examples:"
            for command, purpose in self.examples:
                yield _example(command, purpose)
            yield ""
        if self.statuses:
            yield "exit status:"
            yield from (f"  {number:<5}{meaning}" for number, meaning in self.statuses)


Jobs: TypeAlias = "argparse._SubParsersAction[Command]"
"""What each job adds its command to."""


class HelpText(argparse.HelpFormatter):
    """Fills paragraphs to the width of the terminal and leaves indented lines as they are."""

    def __init__(self, prog: str, **kwargs: Any) -> None:  # noqa: ANN401 - argparse's own
        columns = shutil.get_terminal_size().columns - 2
        kwargs.setdefault("width", max(_NARROWEST, min(WIDEST, columns)))
        kwargs.setdefault("max_help_position", _OPTION_COLUMNS)
        super().__init__(prog, **kwargs)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],  # argparse's own
        prefix: str | None = None,
    ) -> None:
        """Leave options that are many to the list below."""
        actions = list(actions)
        options = [each for each in actions if each.option_strings and _shown(each)]
        if usage is None and len(options) > _FEW_OPTIONS:
            rest = [each for each in actions if not each.option_strings]
            words = [self._format_args(each, self._metavar_of(each)) for each in rest]
            usage = " ".join([self._prog.replace("%", "%%"), "[OPTION ...]", *words])
        super().add_usage(usage, actions, groups, prefix)

    def _metavar_of(self, action: argparse.Action) -> str:
        return str(action.metavar or action.dest.upper())

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(
            line
            for paragraph in re.split(r"\n(?=\n)", text)
            for line in _filled(paragraph, width, indent)
        )


def _filled(paragraph: str, width: int, indent: str) -> Iterable[str]:
    """Return the lines of one paragraph; where one is indented or ends with a colon, all stay."""
    lines = paragraph.split("\n")
    if lines[0] == "" and len(lines) > 1:
        yield lines.pop(0)
    if not any(line.startswith(" ") or line.endswith(":") for line in lines):
        lines = [" ".join(" ".join(lines).split())]
    for line in lines:
        second_column = _SECOND_COLUMN.match(line)
        yield from textwrap.wrap(
            line,
            width,
            initial_indent=indent,
            subsequent_indent=indent + " " * (second_column.end() if second_column else 0),
            break_on_hyphens=False,
            break_long_words=False,
        ) or [""]


def _example(command: str, purpose: str) -> str:
    if purpose and len(command) > _EXAMPLE_COLUMNS:
        return f"  {command}\n      {purpose}"
    return f"  {command:<{_EXAMPLE_COLUMNS}}  {purpose}".rstrip()


def _shown(action: argparse.Action) -> bool:
    commands = isinstance(action, argparse._SubParsersAction)
    return action.help != argparse.SUPPRESS and not commands
