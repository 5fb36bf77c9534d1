import re
import shlex
from collections.abc import Iterator

import pytest

from paceline.cli.arguments.command import WIDEST, Command
from paceline.cli.arguments.parser import make_parser, parse


def _all(command: Command) -> Iterator[Command]:
    yield command
    for _, below in command.commands().values():
        yield from _all(below)


WHICH_PAIR = frozenset({"pair", "target"})
"""One of several ways to say the same; the notes say what goes without any."""

COMMANDS = pytest.mark.parametrize(
    "command", tuple(_all(make_parser())), ids=lambda command: command.prog
)


@COMMANDS
def test_every_command_says_what_it_does_and_how_it_ends(command: Command) -> None:
    assert command.description
    assert command.description.endswith(".")
    assert 0 in dict(command.statuses)
    for purpose, _ in command.commands().values():
        assert purpose[0].islower()
        assert not purpose.endswith(".")


@COMMANDS
def test_every_example_can_be_typed(command: Command) -> None:
    for example, _ in command.examples:
        words = shlex.split(example)
        if words[0] == "paceline" and "|" not in words:
            parse(words[1:])


@COMMANDS
def test_every_option_with_a_value_says_what_goes_without_it(command: Command) -> None:
    for _, actions in command.groups():
        for action in actions:
            assert action.help, action.dest
            if action.option_strings and action.nargs != 0 and action.dest not in WHICH_PAIR:
                assert re.search(r"\(default: .+\)$|without it", action.help), action.dest
                assert action.metavar, action.dest


@COMMANDS
@pytest.mark.parametrize("columns", [60, 80, 200])
def test_help_is_as_wide_as_the_terminal_and_no_wider_than_can_be_read(
    command: Command, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = command.format_help().splitlines()
    unbroken = [
        line for line in lines if len(line.split()) > 1 and not line.startswith("  paceline ")
    ]
    assert max(map(len, unbroken)) <= min(columns, WIDEST)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("dance", "paceline: There is no command dance."),
        ("cht", "paceline: There is no command cht. Did you mean chat?"),
        ("models gt", "paceline models: There is no deed gt. Did you mean get?"),
        ("--foo", "paceline: There is no option --foo."),
        ("chat --sed 4", "paceline chat: There is no option --sed. Did you mean --seed?"),
        ("chat --pro=4", "paceline chat: There is no option --pro. Did you mean --prompt?"),
        ("chat hello there", "paceline chat: There is no place for hello there."),
        ("chat --seed", "paceline chat: --seed wants a value."),
        ("chat --seed x", "paceline chat: --seed: x is not a whole number."),
        ("chat --temperature x", "paceline chat: --temperature: x is not a number."),
        ("chat --json=yes", "paceline chat: --json takes no value."),
        ("chat --draft a.gguf", "paceline chat: --draft needs --target."),
        ("learned export", "paceline learned export: FILE is missing."),
        ("models rm", "paceline models rm: NAME is missing."),
        (
            "models search --sort size",
            (
                "paceline models search: --sort cannot be size; choose from trending, downloads, "
                "likes, newest, updated."
            ),
        ),
        (
            "devices --flash-attention no",
            "paceline devices: --flash-attention: choose from auto, on, off.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_that_leads_on(
    line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(line.split())
    assert caught.value.code == 2
    program = said.partition(":")[0]
    assert capsys.readouterr().err == f"{said} See `{program} --help`.\n"
