"""Paints rows of a few lines: what it is, and below it what is known of it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from paceline.ui.colours import Colours
from paceline.ui.sidebar.row_painting import paint_ground, paint_line, text_room

Index = QModelIndex | QPersistentModelIndex

LINES_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""Gives the lines of a row, all of them `str`, as many as the delegate was made for."""

_MARGIN: Final = 7
_SMALL: Final = 0.9


class LinesDelegate(QStyledItemDelegate):
    """All rows are equally high, so that thousands need no measuring."""

    def __init__(self, colours: Colours, lines: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = colours
        self._lines = lines

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(80, self._lines * option.fontMetrics.lineSpacing() + 2 * _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        lines = index.data(LINES_ROLE)
        if not isinstance(lines, Sequence):
            return
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        paint_ground(painter, option, self.colours, is_open=selected)
        room = text_room(option).adjusted(0, _MARGIN, 0, -_MARGIN)
        height = option.fontMetrics.lineSpacing()
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        for number, line in enumerate(lines):
            if number == 1:
                font = QFont(option.font)
                font.setPointSizeF(font.pointSizeF() * _SMALL)
            painter.setFont(font)
            place = QRect(room.left(), room.top() + number * height, room.width(), height)
            paint_line(
                painter, place, str(line), self.colours.muted if number else self.colours.text
            )
        painter.restore()
