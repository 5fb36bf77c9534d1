"""Whoever watches the folders learns that a model came, went or changed, and of nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fakes.model_folders import hub_repository, model, ollama_model, put
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.installed.watching import changed_since, look, watched_folders


def every_place(folder: Path) -> list[Place]:
    return [
        Place(PlaceKind.HUB, folder / "hub"),
        Place(PlaceKind.OLLAMA, folder / "ollama"),
        Place(PlaceKind.OWN, folder / "own"),
        Place(PlaceKind.OWN, folder / "single.gguf"),
    ]


def lay_out(folder: Path) -> list[Place]:
    hub_repository(folder / "hub", "a/b", {"x.gguf": model()})
    ollama_model(folder / "ollama", "x:1b", model())
    put(folder / "own/deep/y.gguf")
    put(folder / "single.gguf")
    return every_place(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: hub_repository(folder / "hub", "a/b", {"new.gguf": model("new")}),
        lambda folder: ollama_model(folder / "ollama", "y:1b", model("y")),
        lambda folder: put(folder / "own/new/z.gguf"),
        lambda folder: (folder / "own/deep/y.gguf").unlink(),
        lambda folder: put(folder / "own/deep/y.gguf", b"other bytes"),
        lambda folder: (folder / "single.gguf").unlink(),
    ],
    ids=["hub", "ollama", "own", "gone", "changed", "single"],
)
def test_a_change_of_models_is_seen(tmp_path: Path, change: Callable[[Path], object]) -> None:
    places = lay_out(tmp_path)
    before = look(places)
    assert not changed_since(before, places)
    change(tmp_path)
    assert changed_since(before, places)


def test_other_files_are_no_news(tmp_path: Path) -> None:
    places = lay_out(tmp_path)
    before = look(places)
    put(tmp_path / "own/notes.txt", b"words")
    put(tmp_path / "own/x.gguf.part", b"half")
    put(tmp_path / "hub/datasets--a--b/snapshots/1/x.gguf")
    put(tmp_path / "hub/models--a--b/blobs/9.incomplete", b"half")
    put(tmp_path / "ollama/blobs/sha256-9-partial", b"half")
    assert not changed_since(before, places)


def test_the_folders_to_watch_exist_and_come_with_those_of_the_places_first(
    tmp_path: Path,
) -> None:
    places = lay_out(tmp_path)
    watched = watched_folders([*places, Place(PlaceKind.JAN, tmp_path / "nowhere")])
    assert watched[:4] == (tmp_path / "hub", tmp_path / "ollama", tmp_path / "own", tmp_path)
    assert tmp_path / "own/deep" in watched
    assert not [folder for folder in watched if folder.name == "blobs"]
    assert all(folder.is_dir() for folder in watched)
    assert len(set(watched)) == len(watched)
