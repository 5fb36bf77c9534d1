"""What the person narrows a search down to, and the words for it. Pure, but for translation."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.library.hub.records import ModelQuery, Sort
from paceline.ui.library.sizes import size_text

translate = QCoreApplication.translate

_GB: Final = 1_000_000_000
_BOUNDS: Final = (2 * _GB, 5 * _GB, 10 * _GB, 24 * _GB)
"""Between small machines, laptops, and machines with a graphics processor of their own."""

QUANTIZATIONS: Final = (
    "Q2_K", "Q3_K_M", "Q4_0", "Q4_K_S", "Q4_K_M", "IQ4_XS", "Q5_K_M", "Q6_K", "Q8_0", "MXFP4",
    "BF16", "F16",
)  # fmt: skip
LICENCES: Final = ("apache-2.0", "mit", "llama3.1", "llama3.2", "gemma", "cc-by-nc-4.0")


class Access(StrEnum):
    """Whether terms must be accepted before files can be fetched."""

    ANY = "any"
    OPEN = "open"
    GATED = "gated"


@dataclass(frozen=True, slots=True)
class SizeRange:
    """Bytes of one model; None has no bound."""

    smallest: int | None = None
    largest: int | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """Everything that decides what is found."""

    words: str = ""
    sort: Sort = Sort.TRENDING
    size: SizeRange = SizeRange()
    quantization: str | None = None
    licence: str | None = None
    access: Access = Access.ANY

    @property
    def narrows(self) -> bool:
        """Whether anything beside the words leaves something out."""
        return (self.size, self.quantization, self.licence, self.access) != (
            SizeRange(),
            None,
            None,
            Access.ANY,
        )

    def query(self) -> ModelQuery:
        """Return what the Hub is asked."""
        gated = {Access.ANY: None, Access.OPEN: False, Access.GATED: True}
        return ModelQuery(
            text=self.words,
            sort=self.sort,
            licence=self.licence,
            gated=gated[self.access],
            quantization=self.quantization,
            smallest_bytes=self.size.smallest,
            largest_bytes=self.size.largest,
        )


def sort_choices() -> tuple[tuple[str, Sort], ...]:
    """Return the orders, the first one as long as nothing is chosen."""
    return (
        (translate("Filters", "Trending"), Sort.TRENDING),
        (translate("Filters", "Most downloads"), Sort.DOWNLOADS),
        (translate("Filters", "Most likes"), Sort.LIKES),
        (translate("Filters", "Newest"), Sort.NEWEST),
        (translate("Filters", "Last updated"), Sort.UPDATED),
    )


def size_choices() -> tuple[tuple[str, SizeRange], ...]:
    """Return ranges of file sizes."""
    first, last = _BOUNDS[0], _BOUNDS[-1]
    middle = pairwise(_BOUNDS)
    return (
        (translate("Filters", "Any size"), SizeRange()),
        (
            translate("Filters", "Up to {size}").format(size=size_text(first)),
            SizeRange(None, first),
        ),
        *(
            (
                translate("Filters", "{least} to {most}").format(
                    least=size_text(low), most=size_text(high)
                ),
                SizeRange(low, high),
            )
            for low, high in middle
        ),
        (translate("Filters", "{size} and more").format(size=size_text(last)), SizeRange(last)),
    )


def quantization_choices() -> tuple[tuple[str, str | None], ...]:
    """Return the usual ones, small to large."""
    return (
        (translate("Filters", "Any quantization"), None),
        *((name, name) for name in QUANTIZATIONS),
    )


def licence_choices() -> tuple[tuple[str, str | None], ...]:
    """Return the usual ones under the Hub's names."""
    return ((translate("Filters", "Any licence"), None), *((name, name) for name in LICENCES))


def access_choices() -> tuple[tuple[str, Access], ...]:
    """Return whether terms have to be accepted."""
    return (
        (translate("Filters", "Open or gated"), Access.ANY),
        (translate("Filters", "Open to all"), Access.OPEN),
        (translate("Filters", "Gated"), Access.GATED),
    )
