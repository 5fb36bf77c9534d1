"""Files that ship with the program: all are looked at, and what is wrong is named."""

import shutil
from pathlib import Path

import pytest

from paceline import paths
from paceline.cli.selftest.report import Broken
from paceline.cli.selftest.shipped import NEEDED, catalogue, resources

NOT_READ = {"screenshot.png", "icons/README.md"}
"""For people who read the repository."""


def test_every_file_is_looked_at() -> None:
    folder = paths.resource_folder()
    shipped = {
        str(file.relative_to(folder).as_posix())
        for file in folder.rglob("*")
        if file.is_file() and file.parent.name != "translations"
    }
    assert shipped - NOT_READ == set(NEEDED)


def test_a_whole_installation() -> None:
    assert resources().startswith(f"{len(NEEDED)} files")
    assert catalogue().endswith(" pairs")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the resources, which the program takes for its own."""
    copy = Path(shutil.copytree(paths.resource_folder(), tmp_path / "resources"))
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    return copy


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    with pytest.raises(Broken, match=f"{name} is missing"):
        resources()


@pytest.mark.parametrize("name", NEEDED)
def test_an_empty_file_is_named(name: str, folder: Path) -> None:
    (folder / name).write_bytes(b"\n")
    with pytest.raises(Broken, match=f"{name} is damaged"):
        resources()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("icons/paceline.svg", b"<svg><path"),
        ("style.qss", b"QWidget { image: url($icons/up-$shade.svg); "),
        ("presets.toml", b"[[presets"),
        ("chat_page.html", b"{% for message in"),
        ("replay.js", b"\xff\xfe"),
    ],
)
def test_a_damaged_file_is_named(name: str, content: bytes, folder: Path) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(Broken, match=f"{name} is damaged"):
        resources()


def test_all_that_is_wrong_is_told_at_once(folder: Path) -> None:
    (folder / "style.qss").unlink()
    (folder / "presets.toml").write_bytes(b"")
    with pytest.raises(Broken, match=r"style\.qss is missing; presets\.toml is damaged"):
        resources()
