"""The passes of a reply as a table model: the timeline for those who rather read."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from paceline.provenance import Round
from paceline.ui.drafter_names import drafter_name
from paceline.ui.inspector.recording import Recording
from paceline.ui.numbers import decimal, whole

Index = QModelIndex | QPersistentModelIndex

translate = QCoreApplication.translate

_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class RoundColumn:
    """What a column says of a pass; `width` is in average characters."""

    name: str
    text: Callable[[Round], str]
    width: int = 11
    number: bool = True


def round_columns() -> tuple[RoundColumn, ...]:
    """Return the columns from left to right."""
    return (
        RoundColumn(translate("RoundTable", "Guessed"), lambda each: str(each.drafted)),
        RoundColumn(translate("RoundTable", "Accepted"), lambda each: str(each.accepted)),
        RoundColumn(translate("RoundTable", "Tokens"), lambda each: str(len(each.tokens))),
        RoundColumn(translate("RoundTable", "Pass, ms"), lambda each: decimal(each.wall_ms, 1)),
        RoundColumn(translate("RoundTable", "Draft, ms"), lambda each: decimal(each.draft_ms, 1)),
        RoundColumn(translate("RoundTable", "Check, ms"), lambda each: decimal(each.verify_ms, 1)),
        RoundColumn(
            translate("RoundTable", "Drafter"),
            lambda each: drafter_name(each.drafter) if each.drafter and each.drafted else "",
            16,
            number=False,
        ),
        RoundColumn(
            translate("RoundTable", "Governor"),
            lambda each: each.decision.sentence if each.decision else "",
            60,
            number=False,
        ),
    )


class RoundTable(QAbstractTableModel):
    """A row for every pass; `refresh` appends those that came since."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = round_columns()
        self._recording = Recording()
        self._count = 0

    def show_recording(self, recording: Recording) -> None:
        """Begin anew with this reply."""
        self.beginResetModel()
        self._recording = recording
        self._count = len(recording.rounds)
        self.endResetModel()

    def refresh(self) -> None:
        """Add the passes that came since."""
        count = len(self._recording.rounds)
        if count > self._count:
            self.beginInsertRows(_NOWHERE, self._count, count - 1)
            self._count = count
            self.endInsertRows()

    # What Qt asks -------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Passes."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """As many as there are facts."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Names of columns, and numbers of passes."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return whole(section + 1)
        return self._columns[section].name

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A fact."""
        column = self._columns[index.column()]
        round_ = self._recording.rounds[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(round_)
            case Qt.ItemDataRole.TextAlignmentRole if column.number:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ToolTipRole:
                return column.text(round_)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.name}: {column.text(round_)}"
            case _:
                return None
