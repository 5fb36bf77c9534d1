"""Writes the pages for `man`, made from the parser of the command line.

Run it from a checkout that is set up: `python packaging/manpage.py FOLDER` makes `paceline.1` and
one page for each command, `paceline-chat.1` and so on. The pages carry the date in
SOURCE_DATE_EPOCH, without it today's. A test asks `mandoc` and `man` whether they are sound.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from paceline import __version__
from paceline.cli.arguments.command import Command
from paceline.cli.arguments.parser import make_parser

SURROUNDINGS: Final = (
    ("PACELINE_HOME", "keeps everything but fetched models below this folder"),
    ("PACELINE_API_KEY", "the key that clients of `paceline serve` must send"),
    ("PACELINE_SERVER_KEY", "the key for the server of `paceline chat --server`"),
    ("PACELINE_RELEASES", "where to ask for newer versions, instead of what the build names"),
    ("HF_ENDPOINT", "the address of the Hub, or of a mirror"),
    ("HF_HOME, HF_HUB_CACHE", "where fetched models lie"),
    ("HF_HUB_OFFLINE", "1 keeps the program off the network"),
    ("NO_COLOR", "set to anything, replies and tables have no colours"),
    ("COLUMNS", "the width to write for"),
)
FILES: Final = (
    ("~/.local/share/paceline/", "chats, what was learned from them, what passes cost here"),
    ("~/.config/paceline/", "settings and presets"),
    ("~/.local/state/paceline/log/", "the log; no word of any chat"),
    ("~/.cache/paceline/", "the practice pair, what headers of models said"),
    ("~/.cache/huggingface/hub/", "fetched models, shared with other programs"),
)


def main() -> int:
    """Write all pages; the exit status is 1 where the folder cannot be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages(_date()).items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        print(f"no pages: {error}", file=sys.stderr)
        return 1
    print(folder)
    return 0


def pages(date: str) -> dict[str, str]:
    """Return every page under the name of its file."""
    root = make_parser()
    names = [f"paceline-{name}" for name in root.commands()]
    written = {"paceline.1": _first_page(root, names, date)}
    for name, (purpose, command) in root.commands().items():
        rest = _description(command) + _below(command) + _endings(command)
        head = _head(f"paceline-{name}", purpose, command, date)
        written[f"paceline-{name}.1"] = _page(head + rest + _see_also(["paceline"]))
    return written


def _first_page(root: Command, names: list[str], date: str) -> str:
    lines = _head("paceline", "local chat with speculative decoding", root, date)
    lines += _description(root)
    lines.append(".SH COMMANDS")
    for name, (purpose, _) in root.commands().items():
        lines += [".TP", rf"\fBpaceline\-{_literal(name)}\fR(1)", _prose(f"{purpose}.")]
    lines += _endings(root)
    lines.append(".SH ENVIRONMENT")
    lines += _list(SURROUNDINGS)
    lines.append(".SH FILES")
    lines += _list(FILES)
    return _page(lines + _see_also(names))


def _date() -> str:
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(seconds), UTC) if seconds else datetime.now(UTC)
    return f"{now:%Y-%m-%d}"


def _head(name: str, purpose: str, command: Command, date: str) -> list[str]:
    title = _literal(name.upper())
    return [
        f'.TH {title} 1 "{date}" "paceline {__version__}" "Paceline"',
        ".SH NAME",
        rf"{_literal(name)} \- {_prose(purpose)}",
        ".SH SYNOPSIS",
        _usage(command),
    ]


def _description(command: Command) -> list[str]:
    return [".SH DESCRIPTION", _prose(command.description or ""), *_options(command, ".SH OPTIONS")]


def _below(command: Command) -> list[str]:
    """Return the commands below this one, each under its line of usage."""
    lines = [".SH COMMANDS"] if command.commands() else []
    for name, (_, below) in command.commands().items():
        lines += [f".SS {_literal(name)}", _usage(below), ".PP", _prose(below.description or "")]
        lines += _options(below, None)
    return lines


def _options(command: Command, heading: str | None) -> list[str]:
    lines: list[str] = []
    for title, actions in command.groups():
        if heading:
            first = not lines and title == "options"
            lines += [heading] if not lines else []
            lines += [] if first else [f".SS {_prose(title.capitalize())}"]
        for action in actions:
            lines += [".TP", _names(action), _prose(_help(action))]
    return lines


def _endings(command: Command) -> list[str]:
    """Return notes, examples and exit statuses, those of the commands below included."""
    below = [each for _, each in command.commands().values()] if _has_page(command) else []
    notes = command.notes or next((each.notes for each in reversed(below) if each.notes), "")
    examples = [example for each in (command, *below) for example in each.examples]
    lines = [".SH NOTES", *_notes(notes)] if notes else []
    if examples:
        lines.append(".SH EXAMPLES")
    for text, purpose in dict.fromkeys(examples):
        lines += [".TP", rf"\fB{_literal(text)}\fR", _prose(purpose) or r"\&"]
    if command.statuses:
        lines.append(".SH EXIT STATUS")
        lines += _list((str(number), meaning) for number, meaning in command.statuses)
    return lines


def _has_page(command: Command) -> bool:
    """Whether the commands below stand on the same page."""
    return " " in command.prog


def _notes(notes: str) -> list[str]:
    """Return paragraphs as they are and indented lines as a list."""
    lines: list[str] = []
    for line in notes.strip().splitlines():
        if row := re.fullmatch(r" +(\S.*?) {2,}(\S.*)", line):
            lines += [".TP", rf"\fB{_literal(row[1])}\fR", _prose(row[2])]
        elif line:
            lines += [".PP"] if lines and lines[-1] == "" else []
            lines.append(_prose(line))
        else:
            lines.append("")
    return [line for line in lines if line]


def _list(rows: Iterable[tuple[str, str]]) -> list[str]:
    return [
        line
        for name, meaning in rows
        for line in (".TP", rf"\fB{_literal(name)}\fR", _prose(f"{meaning}."))
    ]


def _see_also(names: list[str]) -> list[str]:
    references = ", ".join(rf"\fB{_literal(name)}\fR(1)" for name in names)
    # Names are neither divided nor spread.
    return [".SH SEE ALSO", ".nh", ".ad l", references]


def _usage(command: Command) -> str:
    usage = " ".join(command.format_usage().split()).removeprefix("usage: ")
    program = command.prog.split()
    words = usage.split()[len(program) :]
    rest = " ".join(_emphasised(word) for word in words)
    return rf"\fB{_literal(command.prog)}\fR {rest}"


def _emphasised(word: str) -> str:
    return rf"\fI{_literal(word)}\fR" if word[0].isupper() else _literal(word)


def _names(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    if not action.option_strings:
        return rf"\fI{_literal(value)}\fR"
    names = ", ".join(rf"\fB{_literal(option)}\fR" for option in action.option_strings)
    return names + (rf" \fI{_literal(value)}\fR" if value else "")


def _help(action: argparse.Action) -> str:
    text = (action.help or "").replace("%%", "%")
    return f"{text[:1].upper()}{text[1:]}."


def _prose(text: str) -> str:
    """Return running text, with what stands between backticks in bold."""
    parts = text.strip().split("`")
    joined = "".join(
        rf"\fB{_literal(part)}\fR" if place % 2 else _options_in(part)
        for place, part in enumerate(parts)
    )
    return rf"\&{joined}" if joined.startswith((".", "'")) else joined


def _options_in(text: str) -> str:
    """Return prose in which options have hyphens that can be copied."""
    return re.sub(r"(?<!\w)-(?=[-\w])|(?<=-)-", r"\-", text.replace("\\", r"\e"))


def _literal(text: str) -> str:
    """Return text that can be copied from the page as it is."""
    return text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("~", r"\(ti")


def _page(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
