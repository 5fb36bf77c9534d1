"""The look that the tables of the inspector share."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

ROW_PADDING: Final = 8
"""Pixels of a row beside its text, above and below taken together."""
HEADING_PADDING: Final = 16
"""Pixels of a heading beside its text; the style sheet takes 12 of them."""


def make_grid(model: QAbstractItemModel, widths: Iterable[int], *, digits: int) -> QTableView:
    """Make a table that is read row by row; `widths` of its columns are in characters.

    None is narrower than its heading.

    `digits` is how many a row's number has room for. All rows are equally high, so that tens of
    thousands of them cost no more than those in view.
    """
    grid = QTableView()
    grid.setObjectName("inspectorTable")
    grid.setModel(model)
    grid.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    grid.setTabKeyNavigation(False)
    grid.setShowGrid(False)
    grid.setWordWrap(False)
    grid.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    metrics = grid.fontMetrics()
    letter = metrics.averageCharWidth()
    rows = grid.verticalHeader()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(metrics.height() + ROW_PADDING)
    rows.setFixedWidth(letter * digits + ROW_PADDING)
    columns = grid.horizontalHeader()
    columns.setHighlightSections(False)
    for number, width in enumerate(widths):
        heading = str(model.headerData(number, Qt.Orientation.Horizontal))
        least = metrics.horizontalAdvance(heading) + HEADING_PADDING
        columns.resizeSection(number, max(letter * width, least))
    return grid
