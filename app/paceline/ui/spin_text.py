"""How far the text of a spin box stands from its frame; the same wherever a number is chosen."""

from typing import Final

from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit

TEXT_MARGIN: Final = 8
"""Pixels; a style sheet's padding does not reach the text of a spin box."""


def inset_text(box: QAbstractSpinBox) -> None:
    """Let the text begin as far from the frame as that of other fields."""
    for edit in box.findChildren(QLineEdit):
        edit.setTextMargins(TEXT_MARGIN, 0, 0, 0)
