"""Paints the cells of a table after asking for each of them once.

Qt asks a model seven times for a cell that it paints. Each answer needs the interpreter, for which
the window may have to wait while a thread beside it reads headers.
"""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell looks like; without a colour it has that of all text."""

    text: str
    alignment: Qt.AlignmentFlag
    colour: str | None = None


class Cells(Protocol):
    """A model that knows its cells."""

    def cell(self, row: int, column: int) -> Cell:
        """Return one."""


class CellDelegate(QStyledItemDelegate):
    """For models whose cells are text alone."""

    def __init__(self, cells: Cells, parent: QWidget) -> None:
        super().__init__(parent)
        self._cells = cells

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Say what Qt's style is to paint."""
        cell = self._cells.cell(index.row(), index.column())
        if isinstance(index, QModelIndex):
            option.index = index
        option.text = cell.text
        option.displayAlignment = cell.alignment
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
        if cell.colour is not None:
            option.palette.setBrush(QPalette.ColorRole.Text, QBrush(QColor(cell.colour)))
