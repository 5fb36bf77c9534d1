"""The look that the tables of models share."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

_ROW_PADDING: Final = 10
"""Pixels of a row beside its text, above and below taken together."""
_CELL_PADDING: Final = 24
"""Pixels of a cell beside its text, as the style sheet has them and Qt adds to them."""
_NARROWEST: Final = 12
"""Average characters of the column that gives way."""


class Table(QTableView):
    """Read row by row; the column `wide` takes the room that the others leave.

    All rows are equally high, so that thousands of them cost no more than those in view.
    """

    row_opened = Signal()
    """Enter or a double click: do with the row what is done most."""

    def __init__(
        self,
        name: str,
        model: QAbstractItemModel,
        widths: Iterable[int],
        parent: QWidget | None = None,
        *,
        wide: int = 0,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("modelTable")
        self.setAccessibleName(name)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        metrics = self.fontMetrics()
        letter = metrics.averageCharWidth()
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(metrics.height() + _ROW_PADDING)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(letter * 5)
        for number, width in enumerate(widths):
            columns.resizeSection(number, letter * width + _CELL_PADDING)
        self._wide = wide
        self._narrowest = letter * _NARROWEST
        self.doubleClicked.connect(self.row_opened)

    def current_row(self) -> QModelIndex:
        """The row that is chosen; an invalid one without."""
        return self.selectionModel().currentIndex()

    def choose(self, index: QModelIndex) -> None:
        """Choose a row and bring it into view."""
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the column that gives way what the others leave."""
        super().resizeEvent(event)
        columns = self.horizontalHeader()
        others = sum(columns.sectionSize(at) for at in range(columns.count()) if at != self._wide)
        columns.resizeSection(self._wide, max(self.viewport().width() - others, self._narrowest))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard stands somewhere: in the first row, if nowhere else."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.currentIndex().isValid():
            self.row_opened.emit()
        else:
            super().keyPressEvent(event)
