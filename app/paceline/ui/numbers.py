"""Numbers as the person's language writes them."""

from PySide6.QtCore import QLocale


def whole(number: int) -> str:
    """Return a count with its thousands set apart."""
    return QLocale().toString(number)


def decimal(number: float, places: int) -> str:
    """Return a number with so many places behind the decimal mark."""
    return QLocale().toString(number, "f", places)
