"""The list of recommended pairs, read from the catalogue that ships with the program.

Anyone may call this. A catalogue that breaks a rule is our own mistake and raises `ValueError`.
"""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal, Self

import msgspec
from msgspec import Meta

from paceline.paths import catalog_file


class DrafterKind(StrEnum):
    """What guesses for a target."""

    DRAFT_MODEL = "draft-model"
    NGRAM = "ngram"
    MTP = "mtp"
    EAGLE3 = "eagle3"
    DFLASH = "dflash"


MEMORY_SIZES: Final = (4, 8, 16, 24, 48, 80)
"""Usual sizes of main memory and of graphics cards, in GB; the catalogue has pairs for each."""

_WITH_FILE: Final = frozenset({DrafterKind.DRAFT_MODEL, DrafterKind.EAGLE3, DrafterKind.DFLASH})

_Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
_Text = Annotated[str, Meta(min_length=1)]
_Repository = Annotated[str, Meta(pattern=r"^[\w-][\w.-]*/[\w-][\w.-]*$")]
_File = Annotated[str, Meta(pattern=r"^([\w-][\w.-]*/)*[\w-][\w.-]*\.gguf$")]
_Revision = Annotated[str, Meta(pattern=r"^(main|[0-9a-f]{40})$")]
_Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
_Size = Annotated[int, Meta(gt=0)]
_Billions = Annotated[float, Meta(gt=0)]
_Page = Annotated[str, Meta(pattern=r"^https://")]


class FilePart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file in a repository; size in bytes."""

    file: _File
    size: _Size | None = None
    sha256: _Sha256 | None = None


class ModelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model on the Hugging Face Hub: one file, or a first one and the `further` shards.

    `size` and `sha256` are those of `file`; `gated` means that the Hub wants its terms accepted.
    """

    repository: _Repository
    revision: _Revision
    file: _File
    licence: _Text
    size: _Size | None = None
    sha256: _Sha256 | None = None
    gated: bool = False
    further: tuple[FilePart, ...] = ()

    @property
    def parts(self) -> tuple[FilePart, ...]:
        """Every file of the model, the first one first."""
        return (FilePart(self.file, self.size, self.sha256), *self.further)

    @property
    def whole_size(self) -> int | None:
        """Bytes of all parts together; None where one is not known."""
        return _sum_of_known([part.size for part in self.parts])


class CatalogPair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A target and what guesses for it.

    `memory_gb` is the usual size of memory that the pair is meant for. `parameters` counts the
    target's, in billions; `active` those that one token reads, where that is a part of them.
    """

    id: _Name
    title: _Text
    note: _Text
    drafter: DrafterKind
    memory_gb: Literal[4, 8, 16, 24, 48, 80]
    parameters: _Billions
    sources: Annotated[tuple[_Page, ...], Meta(min_length=1)]
    target: ModelFile
    draft: ModelFile | None = None
    active: _Billions | None = None

    def __post_init__(self) -> None:
        if (self.draft is not None) != (self.drafter in _WITH_FILE):
            raise ValueError(f"a pair with the drafter {self.drafter} and the draft {self.draft}")

    @property
    def models(self) -> tuple[ModelFile, ...]:
        """The target, and the draft where there is one."""
        return (self.target,) if self.draft is None else (self.target, self.draft)

    @property
    def size(self) -> int | None:
        """Bytes of all files together; None where one is not known."""
        return _sum_of_known([model.whole_size for model in self.models])


class _Catalog(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal[1]
    pair: tuple[CatalogPair, ...]

    def checked(self) -> Self:
        ids = [pair.id for pair in self.pair]
        if len(ids) != len(set(ids)):
            raise ValueError(f"two pairs share a name: {sorted(ids)}")
        return self


def load_catalog(file: Path | None = None) -> tuple[CatalogPair, ...]:
    """Every recommended pair, in the catalogue's order."""
    text = (file or catalog_file()).read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Catalog).checked().pair


def _sum_of_known(sizes: list[int | None]) -> int | None:
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None
