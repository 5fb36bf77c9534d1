"""The doctor's phrases in the window's language."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from paceline.library.doctor.wording import Phrase
from paceline.ui.numbers import whole


def said(phrase: Phrase) -> str:
    """Return one phrase."""
    values = {
        name: whole(value) if isinstance(value, int) else value
        for name, value in phrase.values.items()
    }
    return QCoreApplication.translate("Doctor", phrase.template).format(**values)


def all_said(phrases: Iterable[Phrase]) -> str:
    """Return all of them, one behind the other."""
    return " ".join(said(phrase) for phrase in phrases)
