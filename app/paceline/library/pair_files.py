"""The files of a recommended pair: which are wanted from the Hub, and which are here already.

Anyone may call this. A file counts as here where name and size, as far as the catalogue knows it,
are those of the catalogue; in the Hub's cache, whose files are named by their sums, the sum too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from paceline.errors import AppError, ErrorCode
from paceline.library.catalog import CatalogPair, ModelFile, load_catalog
from paceline.library.downloads.records import Wanted
from paceline.library.hub.names import is_sha256
from paceline.library.installed.places import Place
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.scanning import found
from paceline.library.memory_fit import pair_need


@dataclass(frozen=True, slots=True)
class PairFiles:
    """What of a pair is on this machine; None for what is not, or not asked for."""

    pair: CatalogPair
    target: InstalledModel | None
    draft: InstalledModel | None

    @property
    def missing(self) -> tuple[ModelFile, ...]:
        """The models that are still to be fetched."""
        lacking = [] if self.target else [self.pair.target]
        if self.pair.draft and not self.draft:
            lacking.append(self.pair.draft)
        return tuple(lacking)

    def paths(self) -> tuple[Path, Path | None]:
        """Return target and draft as files to load; raises `PAIR_NOT_HERE` while one is missing."""
        if self.target is None or self.missing:
            raise AppError(ErrorCode.PAIR_NOT_HERE, self.pair.id)
        return self.target.path, self.draft.path if self.draft else None


def find_pair(catalog: Iterable[CatalogPair], name: str) -> CatalogPair | None:
    """Return the pair of this name, whatever its capitals."""
    return next((pair for pair in catalog if pair.id == name.lower()), None)


def files_of_pair(name: str, places: Sequence[Place]) -> tuple[Path, Path | None]:
    """Return target and draft of the recommended pair of this name, as files to load.

    Raises `MODEL_UNKNOWN` where there is no such pair and `PAIR_NOT_HERE` where it was not fetched.
    """
    pair = find_pair(load_catalog(), name)
    if pair is None:
        raise AppError(ErrorCode.MODEL_UNKNOWN, name)
    return locate(pair, found(places)).paths()


def locate(pair: CatalogPair, here: Iterable[InstalledModel]) -> PairFiles:
    """Return which of the pair's models are among these."""
    models = tuple(here)
    draft = _located(pair.draft, models) if pair.draft else None
    return PairFiles(pair, _located(pair.target, models), draft)


def known_needs(pairs: Iterable[PairFiles], context_length: int) -> dict[str, int]:
    """Return what pairs take in memory with contexts of so many tokens, by the pairs' names.

    Of those alone whose models are all here with headers that were read.
    """
    needs = {}
    for files in pairs:
        target, draft = files.target, files.draft
        if target is None or target.facts is None or files.missing:
            continue
        if draft is not None and draft.facts is None:
            continue
        guessing = draft.facts if draft else None
        needs[files.pair.id] = pair_need(target.facts, guessing, context_length).total
    return needs


def wanted_files(models: Iterable[ModelFile]) -> tuple[Wanted, ...]:
    """Return the wishes for all parts of these models; a download of them is one job."""
    return tuple(
        Wanted(model.repository, part.file, model.revision, part.sha256, part.size)
        for model in models
        for part in model.parts
    )


def is_here(model: ModelFile, installed: InstalledModel) -> bool:
    """Whether what was found is this model of the catalogue."""
    return (
        installed.repository in (None, model.repository)
        and [_name(part.file) for part in model.parts] == [file.name for file in installed.files]
        and model.whole_size in (None, installed.size)
        and all(
            _sum_of(file) in (None, part.sha256)
            for part, file in zip(model.parts, installed.files, strict=True)
            if part.sha256
        )
    )


def _located(model: ModelFile, here: tuple[InstalledModel, ...]) -> InstalledModel | None:
    return next((installed for installed in here if is_here(model, installed)), None)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _sum_of(file: Path) -> str | None:
    """The sum by which the Hub's cache names its content, None for a file elsewhere."""
    name = file.resolve().name
    return name if is_sha256(name) else None
