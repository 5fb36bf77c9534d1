"""Rows between chat and composer stand in the composer's column, also in a wide window."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

WIDEST: Final = 800
"""Pixels; longer lines are hard to read."""
BESIDE: Final = 16
"""Pixels that stay free on both sides in a narrow window."""


def centred_row(whole: QWidget) -> QHBoxLayout:
    """Lay out a widget with one row in its middle, and return that row's layout."""
    inner = QWidget(whole)
    inner.setMaximumWidth(WIDEST)
    outer = QHBoxLayout(whole)
    outer.setContentsMargins(BESIDE, 0, BESIDE, 0)
    outer.addStretch(1)
    outer.addWidget(inner, 100)
    outer.addStretch(1)
    return QHBoxLayout(inner)
