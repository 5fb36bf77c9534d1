"""Notices that models came or went; whoever asks decides when to look."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from paceline.library.installed.places import Place


@dataclass(frozen=True, slots=True)
class Sight:
    """The model files of some places at one moment, with size and time of change."""

    files: frozenset[tuple[str, int, int]]


def look(places: Sequence[Place]) -> Sight:
    """What lies there now; takes some milliseconds for hundreds of files."""
    raise NotImplementedError


def changed_since(before: Sight, places: Sequence[Place]) -> bool:
    """Whether a model came, went or changed."""
    return look(places) != before


def watched_folders(places: Sequence[Place]) -> tuple[Path, ...]:
    """The folders whose changes matter, for a watcher of the system; existing ones only."""
    raise NotImplementedError
