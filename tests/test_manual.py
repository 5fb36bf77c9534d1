"""The documentation keeps its word: links resolve, commands parse, and say what is shown."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from paceline.cli.arguments.parser import parse
from paceline.errors import ErrorCode, sentence

REPOSITORY = Path(__file__).resolve().parents[1]
MANUAL = REPOSITORY / "resources" / "manual"
PAGES = sorted(
    [
        *REPOSITORY.glob("*.md"),
        *(REPOSITORY / "app").glob("*.md"),
        *(REPOSITORY / "models").glob("**/*.md"),
        *(REPOSITORY / "packaging").glob("**/*.md"),
        *(REPOSITORY / "resources").glob("**/*.md"),
        *(REPOSITORY / "tests").glob("*.md"),
    ]
)

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_ELSEWHERE = re.compile(r"^[a-z]+:")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHOWN = re.compile(r"^```sh\n([^\n]+)\n```\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^### (\S+)\n\n\*(.+?)\*\n\n(.+?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)
_PROGRAM = frozenset({"paceline", ".venv/bin/paceline"})


def _text(page: Path) -> str:
    return page.read_text("utf-8")


def _anchors(page: Path) -> set[str]:
    """Return the names that headings have in an address, as code hosts make them."""
    headings = _HEADING.findall(_FENCED.sub("", _text(page)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _links(page: Path) -> Iterator[str]:
    prose = _CODE.sub("", _FENCED.sub("", _text(page)))
    return (link for link in _LINK.findall(prose) if not _ELSEWHERE.match(link))


def _commands() -> Iterator[tuple[str, ...]]:
    """Return the arguments of every `paceline` that a page shows."""
    for page in PAGES:
        for block in _COMMANDS.findall(_text(page)):
            for line in block.replace("\\\n", " ").splitlines():
                words = shlex.split(line, comments=True)
                # `--version` ends the program; what it says is tested.
                if words and words[0] in _PROGRAM and "--version" not in words:
                    yield tuple(words[1:])


def _shown() -> Iterator[object]:
    """Return every command that is followed by what it says, which stands under it."""
    for page in PAGES:
        for command, output in _SHOWN.findall(_text(page)):
            # Real weights want the processors for themselves.
            marks = [pytest.mark.alone] if "--starter" in command else []
            yield pytest.param(command, output, id=command, marks=marks)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_every_link_inside_the_repository_resolves(page: Path) -> None:
    for link in _links(page):
        path, _, anchor = link.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.is_relative_to(REPOSITORY), link
        assert file.exists(), link
        assert not anchor or anchor in _anchors(file), link


def test_the_first_page_leads_to_all_pages_of_the_manual() -> None:
    pages = {page.name for page in MANUAL.glob("*.md")}
    assert pages - {"README.md"} <= set(_links(MANUAL / "README.md"))
    assert "resources/manual/README.md" in _links(REPOSITORY / "README.md")


def test_every_failure_has_one_entry_and_every_entry_its_failure() -> None:
    entries = [code for code, _, _ in _ENTRY.findall(_text(MANUAL / "troubleshooting.md"))]
    assert sorted(entries) == sorted(ErrorCode)


@pytest.mark.parametrize("code", ErrorCode)
def test_an_entry_is_found_by_the_sentence_that_a_person_saw(code: ErrorCode) -> None:
    text = _text(MANUAL / "troubleshooting.md")
    begin, advice = next(rest for found, *rest in _ENTRY.findall(text) if found == code)
    said = sentence(code, "…")
    assert said.startswith(" ".join(begin.split()))
    assert " ".join(advice.split()) not in said, "an entry says more than the sentence"


@pytest.mark.parametrize("arguments", sorted(set(_commands())), ids=" ".join)
def test_every_command_shown_can_be_typed(arguments: tuple[str, ...]) -> None:
    parse(arguments)


@pytest.mark.parametrize(("command", "output"), tuple(_shown()))
def test_a_command_says_what_is_shown_below_it(command: str, output: str, tmp_path: Path) -> None:
    program, *arguments = shlex.split(command)
    assert program in _PROGRAM
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HF_")},
        "HOME": str(tmp_path),
        "USERPROFILE": str(tmp_path),
        "HF_HUB_OFFLINE": "1",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(REPOSITORY / "app"),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "paceline", *arguments],
        env=surroundings,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    failed = output.startswith("paceline: ")
    assert ended.returncode == (2 if failed else 0), ended.stdout
    wanted = ".*".join(re.escape(part) for part in _trimmed(output).split("…"))
    assert re.fullmatch(wanted, _trimmed(ended.stdout), re.DOTALL), ended.stdout


def test_every_benchmark_is_described_and_no_other() -> None:
    named = set(re.findall(r"^\| `(\w+\.py)\b", _text(MANUAL / "measuring.md"), re.MULTILINE))
    assert named == {file.name for file in (REPOSITORY / "tests" / "benchmarks").glob("*.py")}


def _trimmed(text: str) -> str:
    """Return the text without blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
