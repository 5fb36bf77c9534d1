"""Paints headings and chats, and lets a title be edited in its place."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from paceline.ui.colours import Colours
from paceline.ui.line_edit import LineEdit
from paceline.ui.sidebar.chat_list_model import ChatRole
from paceline.ui.sidebar.row_painting import INSET, paint_ground, paint_line, text_room

Index = QModelIndex | QPersistentModelIndex

LONGEST_TITLE: Final = 200
"""Characters; more were pasted by mistake."""


class ChatDelegate(QStyledItemDelegate):
    """The chat in view has a ground of its own; the keyboard's row has a ring."""

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = colours

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are equally high, so that long lists need no measuring."""
        return QSize(80, option.fontMetrics.height() + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        painter.save()
        room = text_room(option)
        font = QFont(option.font)
        if index.data(ChatRole.IS_HEADING):
            font.setPointSizeF(font.pointSizeF() * 0.85)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            paint_line(painter, room.adjusted(0, 8, 0, 4), str(index.data()), self.colours.muted)
        else:
            is_open = bool(index.data(ChatRole.IS_OPEN))
            paint_ground(painter, option, self.colours, is_open=is_open)
            if is_open:
                font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            paint_line(painter, room, str(index.data()), self.colours.text)
        painter.restore()

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        """Edit the title."""
        editor = LineEdit(parent)
        editor.setObjectName("titleEdit")
        editor.setMaxLength(LONGEST_TITLE)
        editor.setAccessibleName(self.tr("Title of the chat"))
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """The whole row."""
        editor.setGeometry(option.rect.adjusted(INSET, 1, -INSET, -1))
