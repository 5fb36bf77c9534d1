"""Finds every model of every place: a quick list first, then what the headers say."""

from collections.abc import Iterator, Sequence

from paceline.library.installed.places import Place
from paceline.library.installed.records import InstalledModel


def found(places: Sequence[Place]) -> tuple[InstalledModel, ...]:
    """Every model by its files alone, quickly; `facts` only where they are remembered."""
    raise NotImplementedError


def scan(places: Sequence[Place]) -> Iterator[InstalledModel]:
    """Every model with what its header says, the remembered ones first."""
    raise NotImplementedError
