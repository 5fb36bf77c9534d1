"""Paints what a search found: the chat's title, and the text with the words marked in it."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from paceline.history.records import Found
from paceline.ui.colours import Colours
from paceline.ui.sidebar.findings_model import FoundRole
from paceline.ui.sidebar.row_painting import paint_ground, paint_line, text_room

Index = QModelIndex | QPersistentModelIndex

LINES: Final = 2
"""Of the text around the words."""
MARGIN: Final = 7


class FindingsDelegate(QStyledItemDelegate):
    """A title above two lines of text; where the title itself was found, the marks are in it."""

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = colours

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(80, option.fontMetrics.lineSpacing() * (1 + LINES) + 2 * MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        found = index.data(FoundRole.FOUND)
        if not isinstance(found, Found):
            return
        painter.save()
        paint_ground(painter, option, self.colours)
        room = text_room(option).adjusted(0, MARGIN, 0, -MARGIN)
        line = option.fontMetrics.lineSpacing()
        head = QRect(room.left(), room.top(), room.width(), line)
        painter.setFont(option.font)
        heading = self.tr("Chat") if found.message is None else str(index.data())
        paint_line(painter, head, heading, self.colours.muted)
        self._paint_excerpt(painter, room.adjusted(0, line, 0, 0), found, option.font)
        painter.restore()

    def _paint_excerpt(self, painter: QPainter, room: QRect, found: Found, font: QFont) -> None:
        layout = QTextLayout(found.excerpt, font)
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(wrapping)
        layout.setFormats([self._mark(found.excerpt, *mark) for mark in found.marks])
        layout.beginLayout()
        for number in range(LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(room.width())
            line.setPosition(QPointF(0, number * line.height()))
        layout.endLayout()
        painter.setPen(QColor(self.colours.text))
        painter.setClipRect(room)
        layout.draw(painter, QPointF(room.topLeft()))

    def _mark(self, text: str, start: int, end: int) -> QTextLayout.FormatRange:
        """Bold as well as coloured; Qt counts in UTF-16 units."""
        marked = QTextCharFormat()
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setBackground(QColor(self.colours.corrected))
        format_range = QTextLayout.FormatRange()
        format_range.start = _units(text[:start])
        format_range.length = _units(text[start:end])
        format_range.format = marked
        return format_range


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
