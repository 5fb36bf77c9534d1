"""The documentation keeps its word: links resolve, and whatever needs an entry has one."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from documents import FENCED, MANUAL, PAGES, REPOSITORY, named, text_of
from paceline.cli.arguments.parser import make_parser
from paceline.errors import ErrorCode, sentence
from paceline.loading import LoadingWishes, PairChoice, RemoteServer
from paceline.options import Sampling, Speculation
from paceline.settings import LibraryWishes, ServerWishes, Settings

_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_ELSEWHERE = re.compile(r"^[a-z]+:")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_ENTRY = re.compile(r"^### (\S+)\n\n\*(.+?)\*\n\n(.+?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)


def _anchors(page: Path) -> set[str]:
    """Return the names that headings have in an address, as code hosts make them."""
    headings = _HEADING.findall(FENCED.sub("", text_of(page)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _links(page: Path) -> Iterator[str]:
    prose = _CODE.sub("", FENCED.sub("", text_of(page)))
    return (link for link in _LINK.findall(prose) if not _ELSEWHERE.match(link))


@pytest.mark.parametrize("page", PAGES, ids=named)
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
    entries = [code for code, _, _ in _ENTRY.findall(text_of(MANUAL / "troubleshooting.md"))]
    assert sorted(entries) == sorted(ErrorCode)


@pytest.mark.parametrize("code", ErrorCode)
def test_an_entry_is_found_by_the_sentence_that_a_person_saw(code: ErrorCode) -> None:
    text = text_of(MANUAL / "troubleshooting.md")
    begin, advice = next(rest for found, *rest in _ENTRY.findall(text) if found == code)
    said = sentence(code, "…")
    assert said.startswith(" ".join(begin.split()))
    assert " ".join(advice.split()) not in said, "an entry says more than the sentence"


def test_every_benchmark_is_described_and_no_other() -> None:
    named = set(re.findall(r"^\| `(\w+\.py)\b", text_of(MANUAL / "measuring.md"), re.MULTILINE))
    assert named == {file.name for file in (REPOSITORY / "tests" / "benchmarks").glob("*.py")}


def test_every_command_is_described() -> None:
    page = text_of(MANUAL / "command-line.md")
    assert re.findall(r"^\| `paceline (\w+)`", page, re.MULTILINE) == list(make_parser().commands())


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("In the file itself", Settings),
        ("sampling", Sampling),
        ("speculation", Speculation),
        ("loading", LoadingWishes),
        ("library", LibraryWishes),
        ("server", ServerWishes),
        ("A pair", PairChoice),
    ],
)
def test_every_setting_is_described(heading: str, kind: type[msgspec.Struct]) -> None:
    page = text_of(MANUAL / "settings.md")
    (part,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\| (`.+?`) \|", part, re.MULTILINE)
    described = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    tables = {"sampling", "speculation", "loading", "library", "server"}
    fields = {field.name for field in msgspec.structs.fields(kind)}
    assert described == (fields - tables if kind is Settings else fields)


def test_every_default_of_a_setting_is_told() -> None:
    page = text_of(MANUAL / "settings.md")
    defaults = msgspec.to_builtins(Settings())
    tables = [defaults, *(each for each in defaults.values() if isinstance(each, dict))]
    for names, told in re.findall(r"^\| (`.+?`) \| ([^|]+) \| ", page, re.MULTILINE):
        if told.strip() == "default":
            continue
        for name in re.findall(r"`(\w+)`", names):
            values = [table[name] for table in tables if name in table]
            wanted = (
                [None, (), [], {}]
                if told == "none"
                else [tomllib.loads(f"x = {told.strip('`')}")["x"]]
            )
            assert any(value in wanted for value in values), name


def test_what_a_remembered_server_holds_is_named() -> None:
    row = next(
        line
        for line in text_of(MANUAL / "settings.md").splitlines()
        if line.startswith("| `server` | for")
    )
    named = set(re.findall(r"`(\w+)`", row)) - {"server", "remote"}
    assert named == {field.name for field in msgspec.structs.fields(RemoteServer)}


def test_every_variable_of_the_program_is_described() -> None:
    sources = "".join(text_of(file) for file in (REPOSITORY / "app").glob("paceline/**/*.py"))
    ours = set(re.findall(r"\bPACELINE_[A-Z_]+", sources))
    page = text_of(MANUAL / "command-line.md")
    assert ours == set(re.findall(r"^\| `(PACELINE_[A-Z_]+)`", page, re.MULTILINE))
    assert ours <= set(
        re.findall(r"PACELINE_[A-Z_]+", text_of(REPOSITORY / "packaging/manpage.py"))
    )
