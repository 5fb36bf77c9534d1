"""The rows of the list of chats as Qt's views read them.

Changes are told row by row, so that a view keeps its place and its selection while chats move.
"""

from collections.abc import Hashable
from datetime import UTC, datetime
from enum import IntEnum
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from paceline.history.records import Conversation, ConversationId
from paceline.ui.sidebar.chat_rows import (
    ChatRow,
    Heading,
    Row,
    heading_of,
    order_of,
    rows_of,
    title_of,
)

Index = QModelIndex | QPersistentModelIndex

MOST_STEPS: Final = 50
"""Changes told one by one; a list that is more different is told as a new one."""


class ChatRole(IntEnum):
    """What a row knows beside its text."""

    IS_HEADING = Qt.ItemDataRole.UserRole + 1
    IS_OPEN = Qt.ItemDataRole.UserRole + 2


class ChatListModel(QAbstractListModel):
    """Headings and chats; a chat's text can be edited, which is renaming it."""

    renamed = Signal(object, str)
    """Carries the `ConversationId` and the title that the person wants; the rows stay."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._open: ConversationId | None = None

    def show(self, chats: tuple[Conversation, ...], now: datetime) -> None:
        """Show these chats; `now`, in the person's zone, decides the groups."""
        self._become(list(rows_of(chats, now)))

    def show_change(self, chat: Conversation, now: datetime) -> None:
        """Show one chat as it is now, or a new one; far cheaper than `show` where there are many.

        Groups are taken as they are: at midnight all have to be shown again.
        """
        place = self._place_for(chat, heading_of(chat, now))
        old = self.index_of(chat.id).row()
        if old < 0:
            self._insert(place, ChatRow(chat))
            return
        new = place - 1 if old < place else place
        if new != old:
            self._move(old, new)
        self._rows[new] = ChatRow(chat)
        self.dataChanged.emit(self.index(new), self.index(new))
        self._remove_empty_heading(old)

    def show_open(self, conversation_id: ConversationId | None) -> None:
        """Mark the chat that is in view."""
        before, self._open = self._open, conversation_id
        for changed in {before, conversation_id} - {None}:
            index = self.index_of(changed)
            if index.isValid():
                self.dataChanged.emit(index, index, [ChatRole.IS_OPEN])

    @property
    def is_empty(self) -> bool:
        """Whether there is no chat."""
        return not self._rows

    def chat_at(self, index: Index) -> Conversation | None:
        """The chat of this row; None for a heading, or no row."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        return row.chat if isinstance(row, ChatRow) else None

    def index_of(self, conversation_id: ConversationId | None) -> QModelIndex:
        """The row of this chat; an invalid one if it is not there."""
        for place, row in enumerate(self._rows):
            if isinstance(row, ChatRow) and row.chat.id == conversation_id:
                return self.index(place)
        return QModelIndex()

    def neighbour_of(self, conversation_id: ConversationId) -> Conversation | None:
        """The chat below this one, or else above it: where to go when it is deleted."""
        chats = [row.chat for row in self._rows if isinstance(row, ChatRow)]
        places = [place for place, chat in enumerate(chats) if chat.id == conversation_id]
        for place in places:
            others = chats[place + 1 : place + 2] or chats[max(0, place - 1) : place]
            return others[0] if others else None
        return None

    # What Qt asks -------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """All rows; there is nothing below them."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row shows."""
        if not index.isValid():
            return None
        match self._rows[index.row()]:
            case Heading(text):
                return _heading_data(text, role)
            case ChatRow(chat):
                return self._chat_data(chat, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another title."""
        chat = self.chat_at(index)
        title = " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or chat is None or not title:
            return False
        if title != chat.title:
            self.renamed.emit(chat.id, title)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading can neither be chosen nor walked onto."""
        if self.chat_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def _chat_data(self, chat: Conversation, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return title_of(chat)
            case Qt.ItemDataRole.ToolTipRole:
                changed = QDateTime.fromSecsSinceEpoch(int(chat.changed.timestamp()))
                when = QLocale().toString(changed, QLocale.FormatType.ShortFormat)
                return self.tr("{title}\nLast changed {when}").format(
                    title=title_of(chat), when=when
                )
            case Qt.ItemDataRole.AccessibleTextRole:
                title = title_of(chat)
                if chat.id == self._open:
                    title = self.tr("{title}, open").format(title=title)
                return self.tr("{title}, pinned").format(title=title) if chat.pinned else title
            case ChatRole.IS_HEADING:
                return False
            case ChatRole.IS_OPEN:
                return chat.id == self._open
            case _:
                return None

    # From one list to the next ------------------------------------------------------------

    def _become(self, rows: list[Row]) -> None:
        keys = [_key(row) for row in rows]
        before = [_key(row) for row in self._rows]
        if len(set(keys).symmetric_difference(before)) > MOST_STEPS:
            self._reset(rows)
            return
        self._remove_all_but(set(keys))
        places = {key: place for place, key in enumerate(keys)}
        for place, row in enumerate(rows):
            if self._stands(keys[place], place + 1):
                self._move(place, min(places[_key(self._rows[place])], len(self._rows) - 1))
            if not self._stands(keys[place], place):
                self._bring(row, keys[place], place)
        changed = [place for place, row in enumerate(rows) if row != self._rows[place]]
        for place in changed:
            self._rows[place] = rows[place]
            self.dataChanged.emit(self.index(place), self.index(place))

    def _reset(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _remove_all_but(self, keys: set[Hashable]) -> None:
        for place in reversed(range(len(self._rows))):
            if _key(self._rows[place]) not in keys:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._rows[place]
                self.endRemoveRows()

    def _place_for(self, chat: Conversation, heading: str) -> int:
        """The place before which a chat belongs; its heading is put in if it is not there."""
        order = order_of(chat)
        place = len(self._rows)
        for at, row in enumerate(self._rows):
            if isinstance(row, ChatRow) and row.chat.id != chat.id and order_of(row.chat) < order:
                place = at
                break
        if place and self._rows[place - 1] == Heading(heading):
            return place
        if place < len(self._rows) and isinstance(self._rows[place - 1], Heading):
            place -= 1  # behind the last chat of the group above
        above = (row.text for row in reversed(self._rows[:place]) if isinstance(row, Heading))
        if next(above, None) != heading:
            self._insert(place, Heading(heading))
            place += 1
        return place

    def _remove_empty_heading(self, below: int) -> None:
        """Remove a heading near this place that has no chat any more."""
        for place in (below + 1, below, below - 1):
            if (
                0 <= place < len(self._rows)
                and isinstance(self._rows[place], Heading)
                and (place + 1 == len(self._rows) or isinstance(self._rows[place + 1], Heading))
            ):
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._rows[place]
                self.endRemoveRows()

    def _stands(self, key: Hashable, place: int) -> bool:
        return place < len(self._rows) and _key(self._rows[place]) == key

    def _move(self, old: int, new: int) -> None:
        below = new + 1 if new > old else new  # Qt counts places before the row is taken out
        self.beginMoveRows(QModelIndex(), old, old, QModelIndex(), below)
        self._rows.insert(new, self._rows.pop(old))
        self.endMoveRows()

    def _bring(self, row: Row, key: Hashable, place: int) -> None:
        """Move a row up to its new place, or insert one that is new."""
        for old in range(place + 1, len(self._rows)):
            if _key(self._rows[old]) == key:
                self._move(old, place)
                return
        self._insert(place, row)

    def _insert(self, place: int, row: Row) -> None:
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.insert(place, row)
        self.endInsertRows()


def _key(row: Row) -> Hashable:
    """What a row is, however it looks."""
    match row:
        case Heading(text):
            return text
        case ChatRow(chat):
            return chat.id


def _heading_data(text: str, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
            return text
        case ChatRole.IS_HEADING:
            return True
        case _:
            return None


def local_now() -> datetime:
    """The time in the person's zone."""
    return datetime.now(UTC).astimezone()
