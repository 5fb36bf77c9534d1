"""Notices that models came or went; whoever asks decides when to look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from paceline.library.file_names import is_gguf
from paceline.library.installed.folder_walk import folders, is_folder, seen
from paceline.library.installed.hub_layout import repositories_in
from paceline.library.installed.places import Place, PlaceKind

_MOST_WATCHED: Final = 500
"""Folders; systems allow a program some thousand."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The model files of some places at one moment, with size and time of change."""

    files: frozenset[tuple[str, int, int]]


def look(places: Sequence[Place]) -> Sight:
    """What lies there now; takes some milliseconds for hundreds of files."""
    described = map(seen, _signs(places))
    return Sight(frozenset((str(file.path), file.size, file.changed) for file in described if file))


def changed_since(before: Sight, places: Sequence[Place]) -> bool:
    """Whether a model came, went or changed."""
    return look(places) != before


def watched_folders(places: Sequence[Place]) -> tuple[Path, ...]:
    """The folders whose changes matter, for a watcher of the system; existing ones only.

    The places' own folders come first, as the number of all is bounded.
    """
    roots = [place.folder if is_folder(place.folder) else place.folder.parent for place in places]
    every = dict.fromkeys(root for root in roots if is_folder(root))
    for place in places:
        every |= dict.fromkeys(folder for folder, _ in _telling(place))
    return tuple(islice(every, _MOST_WATCHED))


def _signs(places: Sequence[Place]) -> Iterator[Path]:
    """Every file whose change may mean another list of models: models, and Ollama's manifests."""
    for place in places:
        if not is_folder(place.folder):
            yield place.folder
        for folder, names in _telling(place):
            for name in names:
                if is_gguf(name) or place.kind is PlaceKind.OLLAMA:
                    yield folder / name


def _telling(place: Place) -> Iterator[tuple[Path, list[str]]]:
    """The folders that tell of models; stores of contents may be huge and tell nothing more."""
    match place.kind:
        case PlaceKind.HUB | PlaceKind.LLAMA_CPP:
            yield from folders(place.folder, deepest=0)
            for repository in repositories_in(place.folder):
                yield from folders(repository / "snapshots", follow_links=False)
        case PlaceKind.OLLAMA:
            yield from folders(place.folder / "manifests")
        case _:
            yield from folders(place.folder)
