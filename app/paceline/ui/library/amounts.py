"""Counts and dates as the pages of models write them. Pure, but for Qt's language."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.ui.figures import UNKNOWN
from paceline.ui.numbers import decimal, whole

translate = QCoreApplication.translate

_DAY_S: Final = 86_400


def count_text(count: int | None) -> str:
    """Return a count of people's doings, where nobody asks for the last digits: 1.2 M."""
    if count is None:
        return UNKNOWN
    if count < 10_000:
        return whole(count)
    if count < 999_500:
        return translate("Amounts", "{count} k").format(count=_short(count / 1e3))
    return translate("Amounts", "{count} M").format(count=_short(count / 1e6))


def parameters_text(parameters: int | None) -> str:
    """Return a model's size as people call it: 135M, 1.7B."""
    if parameters is None:
        return UNKNOWN
    if parameters < 999_500_000:
        return f"{parameters / 1e6:.0f}M"
    return f"{_short(parameters / 1e9)}B"


def ago_text(then: datetime | None, now: datetime) -> str:
    """Return how long ago something was; both times know their zone."""
    if then is None:
        return UNKNOWN
    days = int((now - then).total_seconds() // _DAY_S)
    if days < 1:
        return translate("Amounts", "today")
    if days == 1:
        return translate("Amounts", "yesterday")
    if days < 31:
        return translate("Amounts", "{count} days ago").format(count=days)
    if days < 365:
        return translate("Amounts", "{count} mo. ago").format(count=days // 30)
    return translate("Amounts", "{count} y. ago").format(count=days // 365)


def _short(number: float) -> str:
    """Three digits at the most, for no eye compares more."""
    return decimal(number, 1) if number < 99.95 else decimal(number, 0)
