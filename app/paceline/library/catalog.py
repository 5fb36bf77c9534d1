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


_WITH_FILE: Final = frozenset({DrafterKind.DRAFT_MODEL, DrafterKind.EAGLE3, DrafterKind.DFLASH})

_Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
_Text = Annotated[str, Meta(min_length=1)]
_Repository = Annotated[str, Meta(pattern=r"^[\w-][\w.-]*/[\w-][\w.-]*$")]
_File = Annotated[str, Meta(pattern=r"^([\w-][\w.-]*/)*[\w-][\w.-]*\.gguf$")]
_Revision = Annotated[str, Meta(pattern=r"^(main|[0-9a-f]{40})$")]
_Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
_Page = Annotated[str, Meta(pattern=r"^https://")]


class ModelFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the Hugging Face Hub; size in bytes."""

    repository: _Repository
    revision: _Revision
    file: _File
    licence: _Text
    size: Annotated[int, Meta(gt=0)] | None = None
    sha256: _Sha256 | None = None


class CatalogPair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A target and what guesses for it."""

    id: _Name
    title: _Text
    note: _Text
    drafter: DrafterKind
    sources: Annotated[tuple[_Page, ...], Meta(min_length=1)]
    target: ModelFile
    draft: ModelFile | None = None

    def __post_init__(self) -> None:
        if (self.draft is not None) != (self.drafter in _WITH_FILE):
            raise ValueError(f"a pair with the drafter {self.drafter} and the draft {self.draft}")

    @property
    def size(self) -> int | None:
        """Bytes of all files together; None when one of them is not known."""
        sizes = [file.size for file in (self.target, self.draft) if file is not None]
        known = [size for size in sizes if size is not None]
        return sum(known) if len(known) == len(sizes) else None


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
