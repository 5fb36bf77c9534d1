"""What the rows of chats and of findings have in common: their ground and their one-line texts."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from paceline.ui.colours import Colours

INSET: Final = 8
"""Pixels between the edge of the list and the ground of a row."""
PADDING: Final = 10
"""Pixels between the edge of the ground and its text."""
ROUNDING: Final = 7


def paint_ground(
    painter: QPainter, option: QStyleOptionViewItem, colours: Colours, *, is_open: bool = False
) -> None:
    """Paint the ground of a row: that of the open chat, of one under the mouse, a focus ring."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QRectF(option.rect).adjusted(INSET, 1, -INSET, -1)
    fill = None
    if is_open:
        fill = colours.bubble
    elif option.state & QStyle.StateFlag.State_MouseOver:
        fill = colours.hover
    if fill is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(ground, ROUNDING, ROUNDING)
    if is_open:
        bar = QRectF(ground.left(), ground.top() + 6, 3, ground.height() - 12)
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(bar, 1.5, 1.5)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(colours.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), ROUNDING, ROUNDING)


def text_room(option: QStyleOptionViewItem) -> QRect:
    """Where the text of a row stands."""
    return option.rect.adjusted(INSET + PADDING, 0, -INSET - PADDING, 0)


def paint_line(painter: QPainter, room: QRect, text: str, colour: str) -> None:
    """Paint one line in the middle of its room, its end left out if it is too long."""
    painter.setPen(QColor(colour))
    line = " ".join(text.split())
    elided = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room.width())
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
    painter.drawText(room, int(flags | Qt.TextFlag.TextSingleLine), elided)
