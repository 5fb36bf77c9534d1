"""Bytes, speeds and times as a person reads them. Pure but for the window's language."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.ui.numbers import decimal

translate = QCoreApplication.translate

_THOUSAND: Final = 1000
_TENTHS_BELOW: Final = 100
"""A figure with three digits before the mark needs none behind it."""
_NEARLY: Final = 0.9995
"""What would be shown as 1,000 of a unit is shown as 1.0 of the next."""
_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR


def size_text(size: float) -> str:
    """Return a number of bytes, decimal as disks and the Hub count: "4.9 GB"."""
    units = ("kB", "MB", "GB", "TB")
    value, unit = size / _THOUSAND, units[0]
    for larger in units[1:]:
        if value < _THOUSAND * _NEARLY:
            break
        value, unit = value / _THOUSAND, larger
    return f"{decimal(value, 1 if value < _TENTHS_BELOW else 0)} {unit}"


def speed_text(bytes_per_second: float) -> str:
    """Return a speed: "12.4 MB/s"."""
    return translate("Sizes", "{size}/s").format(size=size_text(bytes_per_second))


def time_text(seconds: float) -> str:
    """Return a time that is left, as exact as a guess deserves: "about 5 min"."""
    if seconds < _MINUTE:
        return translate("Sizes", "less than a minute")
    if seconds < _HOUR:
        return translate("Sizes", "about {count} min").format(count=round(seconds / _MINUTE))
    if seconds < _DAY:
        return translate("Sizes", "about {count} h").format(count=decimal(seconds / _HOUR, 1))
    return translate("Sizes", "more than a day")
