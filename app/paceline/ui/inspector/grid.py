"""The look that the tables of the inspector share."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

ROW_PADDING: Final = 8
"""Pixels of a row beside its text, above and below taken together."""


def make_grid(model: QAbstractItemModel, widths: Iterable[int], *, digits: int) -> QTableView:
    """Make a table that is read row by row; `widths` of its columns are in characters.

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
        columns.resizeSection(number, letter * width)
    return grid
