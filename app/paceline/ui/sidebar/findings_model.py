"""What a search found, as Qt's views read it."""

from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from paceline.history.records import Found
from paceline.ui.sidebar.chat_rows import title_of

Index = QModelIndex | QPersistentModelIndex


class FoundRole(IntEnum):
    """What the delegate paints beside the title."""

    FOUND = Qt.ItemDataRole.UserRole + 1


class FindingsModel(QAbstractListModel):
    """One row for each message or title that was found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[Found, ...] = ()

    def show(self, found: tuple[Found, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def found_at(self, index: Index) -> Found | None:
        """What stands in this row."""
        return self._found[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """All rows."""
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row shows."""
        found = self.found_at(index)
        if found is None:
            return None
        title = title_of(found.conversation)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case Qt.ItemDataRole.AccessibleTextRole:
                if found.message is None:
                    return self.tr("Chat: {title}").format(title=title)
                return self.tr("{title}: {excerpt}").format(title=title, excerpt=found.excerpt)
            case FoundRole.FOUND:
                return found
            case _:
                return None
