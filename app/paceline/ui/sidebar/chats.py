"""The list of chats as a feature of the window: it opens, renames, pins, deletes and finds them."""

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from paceline.errors import AppError
from paceline.history.records import Conversation, ConversationId, Found
from paceline.ui.failure import Failure
from paceline.ui.sidebar.chat_list_model import ChatListModel, local_now
from paceline.ui.sidebar.chat_rows import title_of
from paceline.ui.sidebar.column import SidebarColumn
from paceline.ui.workbench import Workbench

MOST_FOUND: Final = 50
"""Findings; a longer list is not read but searched again with another word."""

DATE_CHECK_MS: Final = 60_000
"""At midnight "today" becomes "yesterday", a minute late at the most."""


class Chats(QObject):
    """Stands between history and the column at the left."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench.window)
        self._bench = workbench
        self._history = workbench.session.history
        self._session = workbench.session
        self._actions = workbench.actions
        self._chats: dict[ConversationId, Conversation] = {}
        self._shown: ConversationId | None = None
        self._date = local_now().date()
        self._model = ChatListModel(self)
        self._column = SidebarColumn(
            self._actions.new_chat,
            self._model,
            workbench.appearance.colours,
            width=workbench.keeper.settings.chats_width,
        )
        self._lay_out()
        self._connect()
        self._purge()
        self._read()
        self._render()

    # Building -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        settings = self._bench.keeper.settings
        columns = self._bench.columns
        columns.insertWidget(0, self._column)
        columns.setCollapsible(0, False)
        columns.setStretchFactor(0, 0)
        columns.splitterMoved.connect(self._on_splitter_moved)
        self._column.setVisible(settings.show_chats)
        self._actions.show_chats.setChecked(settings.show_chats)

    def _connect(self) -> None:
        actions, column, session = self._actions, self._column, self._session
        column.chat_opened.connect(self._open)
        column.found_opened.connect(self._open_found)
        column.pin_wanted.connect(self._pin)
        column.delete_wanted.connect(self._delete)
        column.search_wanted.connect(self._search)
        column.left.connect(self._bench.composer.setFocus)
        self._model.renamed.connect(self._rename)
        actions.show_chats.toggled.connect(self._on_show_chats_toggled)
        actions.find_chats.triggered.connect(self._on_find_triggered)
        actions.rename_chat.triggered.connect(self._on_rename_triggered)
        actions.pin_chat.triggered.connect(self._on_pin_triggered)
        actions.delete_chat.triggered.connect(self._on_delete_triggered)
        session.conversation_changed.connect(self._on_conversation_changed)
        session.chats_added.connect(self._read)
        self._bench.appearance.colours_changed.connect(column.set_colours)
        self._midnight = QTimer(self, interval=DATE_CHECK_MS)
        self._midnight.timeout.connect(self._on_minute_passed)
        self._midnight.start()

    # What the person wants ----------------------------------------------------------------

    def _open(self, conversation_id: ConversationId) -> None:
        self._session.open(conversation_id)
        self._bench.composer.setFocus()

    def _open_found(self, found: Found) -> None:
        """Open the chat at the message, on whichever branch it is."""
        message = found.message
        try:
            if message is not None:
                path = self._history.path(found.conversation.id)
                if all(entry.id != message for entry in path):
                    self._history.show_message(message)
        except AppError as error:
            self._report(error)
            return
        if not self._session.open(found.conversation.id):
            return
        if message is None:
            self._bench.composer.setFocus()
        else:
            self._bench.chat.transcript.show_message(message)

    def _rename(self, conversation_id: ConversationId, title: str) -> None:
        try:
            self._history.rename(conversation_id, title)
        except AppError as error:
            self._report(error)
        self._changed(conversation_id)

    def _pin(self, chat: Conversation) -> None:
        try:
            self._history.pin(chat.id, pinned=not chat.pinned)
        except AppError as error:
            self._report(error)
        self._changed(chat.id)

    def _delete(self, chat: Conversation) -> None:
        """Take a chat away, where it can be taken back; the next one comes into view."""
        neighbour = self._model.neighbour_of(chat.id)
        try:
            self._history.delete(chat.id)
        except AppError as error:
            self._report(error)
            return
        if chat.id == self._shown:
            self._session.stop()
            self._session.open(neighbour.id if neighbour else None)
        self._read()
        self._search_again()
        self._bench.notices.tell(
            self.tr("Deleted “{title}”.").format(title=title_of(chat)),
            self.tr("&Undo"),
            lambda: self._restore(chat.id),
        )

    def _restore(self, conversation_id: ConversationId) -> None:
        try:
            self._history.restore(conversation_id)
        except AppError as error:
            self._report(error)
            return
        self._read()
        self._search_again()
        self._open(conversation_id)

    def _search(self, words: str) -> None:
        if not words:
            self._column.show_chats()
            return
        try:
            found = self._history.search(words, MOST_FOUND)
        except AppError as error:
            self._report(error)
            return
        self._column.show_found(words, found)

    def _search_again(self) -> None:
        self._search(self._column.search.text().strip())

    def _on_find_triggered(self) -> None:
        self._actions.show_chats.setChecked(True)
        self._column.search.setFocus()
        self._column.search.selectAll()

    def _on_rename_triggered(self) -> None:
        if chat := self._subject():
            self._actions.show_chats.setChecked(True)
            self._column.edit_title(chat.id)

    def _on_pin_triggered(self) -> None:
        if chat := self._subject():
            self._pin(chat)

    def _on_delete_triggered(self) -> None:
        if chat := self._subject():
            self._delete(chat)

    def _subject(self) -> Conversation | None:
        """The chat that an action means: that of the list's row with the focus, or the one open."""
        return self._column.focused_chat() or (
            None if self._shown is None else self._chats.get(self._shown)
        )

    def _on_show_chats_toggled(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        focused = QApplication.focusWidget()
        has_focus = focused is not None and self._column.isAncestorOf(focused)
        self._column.setVisible(shown)
        self._bench.keeper.keep_show_chats(show_chats=shown)
        if has_focus and not shown:
            self._bench.composer.setFocus()

    def _on_splitter_moved(self) -> None:
        if self._column.isVisible():
            self._bench.keeper.keep_chats_width(self._column.width())

    # What happened ------------------------------------------------------------------------

    def _on_conversation_changed(self, chat: Conversation | None) -> None:
        self._shown = chat.id if chat else None
        if chat is not None and self._chats.get(chat.id) != chat:
            self._take(chat)
        self._render()

    def _on_minute_passed(self) -> None:
        if local_now().date() != self._date:
            self._date = local_now().date()
            self._show()

    # Rendering ----------------------------------------------------------------------------

    def _changed(self, conversation_id: ConversationId) -> None:
        """Show what history says of a chat now."""
        if conversation_id == self._shown:
            self._session.refresh()
            return
        try:
            self._take(self._history.conversation(conversation_id))
        except AppError as error:
            self._report(error)
        self._render()

    def _take(self, chat: Conversation) -> None:
        """Show one chat as it is now."""
        self._chats[chat.id] = chat
        self._model.show_change(chat, local_now())
        self._show_list()

    def _purge(self) -> None:
        """What was deleted in an earlier run cannot be taken back any more."""
        try:
            self._history.purge()
        except AppError as error:
            self._report(error)

    def _read(self) -> None:
        try:
            chats = self._history.conversations()
        except AppError as error:
            self._report(error)
            return
        self._chats = {chat.id: chat for chat in chats}
        self._show()
        self._render()

    def _show(self) -> None:
        self._model.show(tuple(self._chats.values()), local_now())
        self._show_list()

    def _show_list(self) -> None:
        if not self._column.search.text().strip():
            self._column.show_chats()

    def _render(self) -> None:
        self._column.show_open(self._shown)
        chat = None if self._shown is None else self._chats.get(self._shown)
        for action in (
            self._actions.rename_chat,
            self._actions.pin_chat,
            self._actions.delete_chat,
        ):
            action.setEnabled(bool(self._chats))
        self._actions.pin_chat.setChecked(chat is not None and chat.pinned)

    def _report(self, error: AppError) -> None:
        self._bench.notices.show_failure(Failure(error.code, error.detail))
