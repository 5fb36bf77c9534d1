"""The doctor's phrases in the window's language."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from paceline.library.doctor.wording import Phrase
from paceline.ui.numbers import decimal, whole


def said(phrase: Phrase) -> str:
    """Return one phrase."""
    values = {name: _written(value) for name, value in phrase.values.items()}
    return QCoreApplication.translate(phrase.context, phrase.template).format(**values)


def all_said(phrases: Iterable[Phrase]) -> str:
    """Return all of them, one behind the other."""
    return " ".join(said(phrase) for phrase in phrases)


def _written(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return whole(value) if isinstance(value, int) else decimal(value, 1)
