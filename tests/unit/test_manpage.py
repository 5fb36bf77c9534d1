"""The pages for `man`, as the maintainer's command writes them."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from paceline.cli.arguments.command import Command
from paceline.cli.arguments.parser import make_parser

REPOSITORY = Path(__file__).parents[2]
SCRIPT = REPOSITORY / "packaging" / "manpage.py"


def _write(folder: Path, seconds: str) -> dict[str, str]:
    subprocess.run(
        [sys.executable, SCRIPT, folder],
        env=os.environ | {"PYTHONPATH": str(REPOSITORY / "app"), "SOURCE_DATE_EPOCH": seconds},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return {file.name: file.read_text("utf-8") for file in folder.iterdir()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    _write(folder, "86400")
    return folder


def _plain(page: str) -> str:
    """Return the page as it is read, without what only groff wants."""
    bare = re.sub(r"\\f[BIR]|\\&", "", page)
    return bare.replace(r"\-", "-").replace(r"\(aq", "'").replace(r"\(ti", "~")


def _options(command: Command) -> Iterator[str]:
    for _, actions in command.groups():
        yield from (option for action in actions for option in action.option_strings)
    for _, below in command.commands().values():
        yield from _options(below)


def test_every_command_has_a_page_with_every_option(folder: Path) -> None:
    commands = make_parser().commands()
    assert {file.name for file in folder.iterdir()} == {
        "paceline.1",
        *(f"paceline-{name}.1" for name in commands),
    }
    for name, (_, command) in commands.items():
        page = _plain((folder / f"paceline-{name}.1").read_text("utf-8"))
        for option in _options(command):
            assert re.search(rf"^{re.escape(option)}\b|, {re.escape(option)}\b", page, re.MULTILINE)


def test_the_first_page_leads_to_the_others(folder: Path) -> None:
    page = _plain((folder / "paceline.1").read_text("utf-8"))
    for name in make_parser().commands():
        assert f"\npaceline-{name}(1)\n" in page


def test_one_moment_gives_one_page(folder: Path, tmp_path: Path) -> None:
    first = (folder / "paceline.1").read_text("utf-8")
    assert '"1970-01-02"' in first
    assert _write(tmp_path, "86400")["paceline.1"] == first
    assert _write(tmp_path, "0")["paceline.1"] == first.replace("1970-01-02", "1970-01-01")


@pytest.mark.parametrize(
    "judge",
    [["mandoc", "-Tlint", "-W", "warning"], ["man", "--warnings", "-E", "UTF-8", "-Z", "-l"]],
    ids=["mandoc", "man"],
)
def test_what_shows_pages_has_no_word_against_them(judge: list[str], folder: Path) -> None:
    if shutil.which(judge[0]) is None:
        pytest.skip(f"{judge[0]} is not on this machine")
    for file in sorted(folder.iterdir()):
        ended = subprocess.run([*judge, file], capture_output=True, encoding="utf-8", check=False)
        complaints = ended.stderr if judge[0] == "man" else ended.stdout
        assert (ended.returncode, complaints) == (0, ""), file.name
