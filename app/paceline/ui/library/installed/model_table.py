"""The installed models as a table: Qt asks for the rows in view alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from paceline.library.installed.records import InstalledModel
from paceline.ui.colours import Colours
from paceline.ui.library.amounts import ago_text
from paceline.ui.library.cell_delegate import Cell
from paceline.ui.library.installed.arranging import Order, Show, arranged
from paceline.ui.library.installed.model_words import place_text, trouble_text
from paceline.ui.library.sizes import size_text
from paceline.ui.numbers import whole

Index = QModelIndex | QPersistentModelIndex

translate = QCoreApplication.translate

_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class ModelColumn:
    """What a column says of a model; `width` is in average characters."""

    name: str
    order: Order
    text: Callable[[InstalledModel, datetime], str]
    width: int
    number: bool = False


def model_columns() -> tuple[ModelColumn, ...]:
    """Return the columns from left to right."""
    return (
        ModelColumn(
            translate("InstalledTable", "Model"), Order.TITLE, lambda one, _: one.title, 34
        ),
        ModelColumn(
            translate("InstalledTable", "Size"),
            Order.SIZE,
            lambda one, _: size_text(one.size),
            9,
            number=True,
        ),
        ModelColumn(
            translate("InstalledTable", "Quantization"),
            Order.QUANTIZATION,
            lambda one, _: one.quantization or "",
            12,
        ),
        ModelColumn(
            translate("InstalledTable", "Context"), Order.CONTEXT, _context, 8, number=True
        ),
        ModelColumn(
            translate("InstalledTable", "Place"), Order.PLACE, lambda one, _: place_text(one), 13
        ),
        ModelColumn(
            translate("InstalledTable", "Last used"),
            Order.USED,
            lambda one, now: ago_text(one.last_used, now),
            11,
        ),
    )


def _context(model: InstalledModel, _now: datetime) -> str:
    trained = model.facts.trained_context if model.facts else None
    return whole(trained) if trained else ""


class ModelTable(QAbstractTableModel):
    """Shows what `arranged` lets through."""

    def __init__(self, colours: Colours, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = model_columns()
        self._colours = colours
        self._all: tuple[InstalledModel, ...] = ()
        self._rows: tuple[InstalledModel, ...] = ()
        self._now = datetime.now(UTC)
        self._words = ""
        self._show = Show.ALL
        self._order = Order.TITLE
        self._descending = False

    @property
    def models(self) -> tuple[InstalledModel, ...]:
        """All of them, whatever is shown."""
        return self._all

    @property
    def order(self) -> tuple[int, Qt.SortOrder]:
        """The column that rows are sorted by, and which way."""
        place = next(at for at, one in enumerate(self._columns) if one.order is self._order)
        way = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        return place, way

    def show_models(self, models: Sequence[InstalledModel]) -> None:
        """Show these instead."""
        self._all = tuple(models)
        self._now = datetime.now(UTC)
        self._arrange()

    def filter(self, words: str, show: Show) -> None:
        """Show only those in which the words occur."""
        if (words, show) != (self._words, self._show):
            self._words, self._show = words, show
            self._arrange()

    def model_at(self, index: Index) -> InstalledModel | None:
        """The model of a row."""
        return self._rows[index.row()] if index.isValid() else None

    def index_of(self, file: Path) -> QModelIndex:
        """The row of the model whose first file this is; an invalid one where it is not shown."""
        for row, model in enumerate(self._rows):
            if model.path == file:
                return self.index(row, 0)
        return QModelIndex()

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._colours = colours

    def cell(self, row: int, column: int) -> Cell:
        """What is painted."""
        model = self._rows[row]
        colour = self._colours.warning if model.trouble is not None else None
        described = self._columns[column]
        return Cell(self._text(model, described), _alignment(described), colour)

    # What Qt asks -------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Models that the filter lets through."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are facts."""
        return 0 if parent.isValid() else len(self._columns)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, as a click on its name does."""
        wanted = self._columns[column].order
        descending = order is Qt.SortOrder.DescendingOrder
        if (wanted, descending) != (self._order, self._descending):
            self._order, self._descending = wanted, descending
            self._arrange()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Names of columns."""
        if orientation is Qt.Orientation.Vertical:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._columns[section].name
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(_alignment(self._columns[section]))
            case _:
                return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A fact, and how it looks."""
        model = self._rows[index.row()]
        column = self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(model, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(_alignment(column))
            case Qt.ItemDataRole.ToolTipRole:
                return trouble_text(model) or str(model.path)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._told(model, index.column())
            case _:
                return None

    def _text(self, model: InstalledModel, column: ModelColumn) -> str:
        text = column.text(model, self._now)
        if column.order is Order.TITLE and model.trouble is not None:
            return "⚠ " + text
        return text

    def _told(self, model: InstalledModel, place: int) -> str:
        """What a screen reader says."""
        column = self._columns[place]
        said = self._text(model, column)
        if place == 0:
            return " ".join((said, trouble_text(model))).strip()
        return f"{column.name}: {said}" if said else ""

    def _arrange(self) -> None:
        rows = arranged(
            self._all, self._words, self._show, self._order, descending=self._descending
        )
        if [one.path for one in rows] == [one.path for one in self._rows]:
            self._rows = rows
            if rows:
                end = self.index(len(rows) - 1, len(self._columns) - 1)
                self.dataChanged.emit(self.index(0, 0), end)
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()


def _alignment(column: ModelColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
