"""Finds models in the Hub's cache: `models--<author>--<name>/snapshots/<commit>/<file>`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from paceline.library.file_names import is_gguf
from paceline.library.hub_cache import repository_named
from paceline.library.installed.file_sets import FileSet, loose
from paceline.library.installed.folder_walk import folders_in, model_files, names_in
from paceline.library.installed.places import Place
from paceline.library.regular_file import beginning

_COMMIT_LENGTH: Final = 40


def in_hub_cache(place: Place) -> Iterator[FileSet]:
    """Every model of every repository, the newest snapshots first; then what lies there loosely.

    Loose files are those of llama.cpp's older cache.
    """
    for folder in repositories_in(place.folder):
        repository = repository_named(folder.name)
        for snapshot in _snapshots(folder):
            files = list(model_files(snapshot, follow_links=False))
            yield from loose(place, files, snapshot, repository)
    flat = [place.folder / name for name in names_in(place.folder) if is_gguf(name)]
    yield from loose(place, flat, place.folder)


def repositories_in(cache: Path) -> list[Path]:
    """The folders of model repositories; a cache also holds those of datasets and others."""
    return [folder for folder in folders_in(cache) if repository_named(folder.name)]


def _snapshots(repository: Path) -> list[Path]:
    """That of the main branch first; of the others the latest.

    The client links files alone. A linked folder could lead through a whole disk, each anew.
    """
    main = _main_commit(repository)
    commits = folders_in(repository / "snapshots", follow_links=False)
    dated = [(path.name != main, -_changed(path), path) for path in commits]
    return [path for *_, path in sorted(dated)]


def _main_commit(repository: Path) -> str:
    try:
        return beginning(repository / "refs/main", _COMMIT_LENGTH).decode("ascii")
    except (OSError, ValueError):
        return ""


def _changed(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
