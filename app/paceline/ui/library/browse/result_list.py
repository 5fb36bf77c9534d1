"""What a search of the Hub found, as Qt's views read it; scrolling asks for further pages."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from paceline.library.hub.records import RepositorySummary
from paceline.ui.library.browse.result_words import facts_line
from paceline.ui.library.lines_delegate import LINES_ROLE

Index = QModelIndex | QPersistentModelIndex

_NOWHERE = QModelIndex()


class ResultList(QAbstractListModel):
    """One row for each repository. Rows are only ever appended, so that a view keeps its place."""

    more_wanted = Signal()
    """The person came to the end, and there is more: answered by `append` or `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: list[RepositorySummary] = []
        self._ids: set[str] = set()
        self._now = datetime.now(UTC)
        self._has_more = False
        self._asked = False

    def begin(self) -> None:
        """Empty it for another search."""
        self.beginResetModel()
        self._found, self._ids = [], set()
        self._now = datetime.now(UTC)
        self._has_more = self._asked = False
        self.endResetModel()

    def append(self, found: Sequence[RepositorySummary], *, has_more: bool) -> None:
        """Add a page; what moved to it from an earlier page meanwhile is not shown twice."""
        fresh = [one for one in found if one.id not in self._ids]
        self._has_more, self._asked = has_more, False
        if fresh:
            count = len(self._found)
            self.beginInsertRows(_NOWHERE, count, count + len(fresh) - 1)
            self._found += fresh
            self._ids.update(one.id for one in fresh)
            self.endInsertRows()

    def stop(self) -> None:
        """The next page did not come; nobody asks for it again before `resume`."""
        self._has_more = False

    def resume(self) -> None:
        """Ask for the next page that did not come."""
        self._has_more, self._asked = True, False
        self.fetchMore()

    def summary_at(self, index: Index) -> RepositorySummary | None:
        """The repository of this row."""
        return self._found[index.row()] if index.isValid() else None

    def index_of(self, repository: str) -> QModelIndex:
        """The row of this repository; an invalid one if it is not there."""
        if repository not in self._ids:
            return QModelIndex()
        return self.index([one.id for one in self._found].index(repository))

    # What Qt asks -------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """All that came so far."""
        return 0 if parent.isValid() else len(self._found)

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:
        """Whether there is a further page and nobody asked for it yet."""
        return not parent.isValid() and self._has_more and not self._asked

    def fetchMore(self, parent: Index = _NOWHERE) -> None:
        """The view came to its end."""
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row shows."""
        summary = self.summary_at(index)
        if summary is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return summary.id
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{summary.id}. {facts_line(summary, self._now)}"
            case _ if role == LINES_ROLE:
                author, _, name = summary.id.rpartition("/")
                return name, author, facts_line(summary, self._now)
            case _:
                return None
