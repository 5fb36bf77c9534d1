"""Numbers as the window's language writes them.

Models call this for every cell that is painted, so it asks Qt for the marks only once.
"""

from PySide6.QtCore import QLocale

_marks: dict[int, str] = {}
"""From Python's marks to the language's; Python's are those of English."""


def write_as(locale: QLocale) -> None:
    """Write numbers like this from now on."""
    global _marks  # noqa: PLW0603 - as with QLocale.setDefault, there is one for the program
    _marks = str.maketrans({",": locale.groupSeparator(), ".": locale.decimalPoint()})


def whole(number: int) -> str:
    """Return a count with its thousands set apart."""
    return f"{number:,}".translate(_marks)


def decimal(number: float, places: int) -> str:
    """Return a number with so many places behind the decimal mark."""
    return f"{number:.{places}f}".translate(_marks)


def shortest(number: float) -> str:
    """Return a number with no more digits than it needs, six at the most."""
    return f"{number:g}".translate(_marks)
