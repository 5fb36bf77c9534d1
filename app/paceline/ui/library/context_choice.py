"""The lengths of context that a person can reckon memory for."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.library.doctor.examination import USUAL_CONTEXT
from paceline.ui.numbers import whole

_LENGTHS: Final = (2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072)


def context_choices(chosen: int | None) -> tuple[tuple[str, int], ...]:
    """Return the lengths, that of the settings, or else the usual one, first."""
    first = chosen or USUAL_CONTEXT
    lengths = sorted({first, *_LENGTHS})
    lengths.remove(first)
    return tuple((_words(length), length) for length in (first, *lengths))


def _words(length: int) -> str:
    return QCoreApplication.translate("Context", "{count} tokens").format(count=whole(length))
