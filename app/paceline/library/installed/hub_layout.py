"""Finds models in the Hub's cache: `models--<author>--<name>/snapshots/<commit>/<file>`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from paceline.library.file_names import is_gguf
from paceline.library.hub_cache import repository_named
from paceline.library.installed.file_sets import FileSet, loose
from paceline.library.installed.folder_walk import folders_in, model_files, names_in
from paceline.library.installed.places import Place

_COMMIT_LENGTH: Final = 40


def in_hub_cache(place: Place) -> Iterator[FileSet]:
    """Every model of every repository, the newest snapshots first; then what lies there loosely.

    Loose files are those of llama.cpp's older cache.
    """
    for folder in repositories_in(place.folder):
        repository = repository_named(folder.name)
        for snapshot in _snapshots(folder):
            yield from loose(place, list(model_files(snapshot)), snapshot, repository)
    flat = [place.folder / name for name in names_in(place.folder) if is_gguf(name)]
    yield from loose(place, flat, place.folder)


def repositories_in(cache: Path) -> list[Path]:
    """The folders of model repositories; a cache also holds those of datasets and others."""
    return [folder for folder in folders_in(cache) if repository_named(folder.name)]


def _snapshots(repository: Path) -> list[Path]:
    """That of the main branch first; of the others the latest."""
    main = _main_commit(repository)
    dated = [
        (path.name != main, -_changed(path), path) for path in folders_in(repository / "snapshots")
    ]
    return [path for *_, path in sorted(dated)]


def _main_commit(repository: Path) -> str:
    try:
        with (repository / "refs/main").open(encoding="ascii") as file:
            return file.read(_COMMIT_LENGTH)
    except (OSError, ValueError):
        return ""


def _changed(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
