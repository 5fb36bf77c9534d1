"""The column at the left: a new chat, the search, and the list of chats or of what was found."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
)

from paceline.history.records import Conversation, ConversationId, Found
from paceline.ui.colours import Colours
from paceline.ui.sidebar.chat_delegate import ChatDelegate
from paceline.ui.sidebar.chat_list_model import ChatListModel
from paceline.ui.sidebar.findings_delegate import FindingsDelegate
from paceline.ui.sidebar.findings_model import FindingsModel
from paceline.ui.sidebar.row_list import RowList
from paceline.ui.sidebar.search_field import SearchField

NARROWEST: Final = 180
WIDEST: Final = 480
"""Pixels; the chat needs the rest."""


class SidebarColumn(QFrame):
    """Renders chats and findings; tells what the person wants of them."""

    chat_opened = Signal(object)
    """Carries the `ConversationId`."""
    found_opened = Signal(object)
    """Carries the `Found`."""
    pin_wanted = Signal(object)
    """Carries the `Conversation` to pin, or to pin no longer."""
    delete_wanted = Signal(object)
    """Carries the `Conversation`."""
    search_wanted = Signal(str)
    """Carries the words; none when the person has stopped searching."""
    left = Signal()
    """The keyboard belongs to the message again."""

    def __init__(
        self, new_chat: QAction, model: ChatListModel, colours: Colours, *, width: int
    ) -> None:
        super().__init__()
        self._has_width = False
        self._width = min(max(width, NARROWEST), WIDEST)
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Chats"))
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)
        self._model = model
        self._findings = FindingsModel(self)
        new = QToolButton()
        new.setObjectName("newChat")
        new.setDefaultAction(new_chat)
        new.setText(self.tr("+ New chat"))
        new.setAccessibleName(self.tr("New chat"))
        new.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        new.setSizePolicy(new.sizePolicy().Policy.Expanding, new.sizePolicy().Policy.Fixed)
        self.search = SearchField()
        self.chats = RowList(self.tr("Chats"))
        self.chats.setModel(model)
        self._chat_delegate = ChatDelegate(colours, self.chats)
        self.chats.setItemDelegate(self._chat_delegate)
        self.findings = RowList(self.tr("Found"))
        self.findings.setModel(self._findings)
        self._findings_delegate = FindingsDelegate(colours, self.findings)
        self.findings.setItemDelegate(self._findings_delegate)
        self._message = QLabel()
        self._message.setObjectName("sidebarMessage")
        self._message.setWordWrap(True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._pages = QStackedWidget()
        for page in (self.chats, self.findings, self._message):
            self._pages.addWidget(page)
        head = QVBoxLayout()
        head.setContentsMargins(10, 10, 10, 6)
        head.setSpacing(8)
        head.addWidget(new)
        head.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        self._connect()

    def _connect(self) -> None:
        self.search.search_wanted.connect(self.search_wanted)
        self.search.entered.connect(self._on_search_entered)
        self.search.stepped_down.connect(self._on_stepped_down)
        self.search.left.connect(self.left)
        self.chats.row_opened.connect(self._on_chat_opened)
        self.chats.delete_pressed.connect(self._on_delete_pressed)
        self.chats.menu_wanted.connect(self._on_menu_wanted)
        self.chats.left_upwards.connect(self.search.setFocus)
        self.findings.row_opened.connect(self._on_found_opened)
        self.findings.left_upwards.connect(self.search.setFocus)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as wide as the person left it, once the window has its own width."""
        super().showEvent(event)
        if not self._has_width:
            self._has_width = True
            QTimer.singleShot(0, self, self._take_width)

    def _take_width(self) -> None:
        columns = self.parentWidget()
        if isinstance(columns, QSplitter):
            own, middle, *others = columns.sizes()
            columns.setSizes([self._width, own + middle - self._width, *others])

    def set_colours(self, colours: Colours) -> None:
        """Change colours."""
        self._chat_delegate.colours = self._findings_delegate.colours = colours
        self.chats.viewport().update()
        self.findings.viewport().update()

    def show_chats(self) -> None:
        """Show the list of chats, or that there are none."""
        if self._model.is_empty:
            self._show_message(self.tr("No chats yet.\nWhat you write is kept here."))
        else:
            self._pages.setCurrentWidget(self.chats)

    def show_found(self, words: str, found: tuple[Found, ...]) -> None:
        """Show what a search found, or that it found nothing."""
        self._findings.show(found)
        if found:
            self._pages.setCurrentWidget(self.findings)
        else:
            self._show_message(self.tr("Nothing found for “{words}”.").format(words=words))

    def show_open(self, conversation_id: ConversationId | None) -> None:
        """Mark the chat in view, and let the keyboard stand there."""
        self._model.show_open(conversation_id)
        index = self._model.index_of(conversation_id)
        if index.isValid():
            self.chats.setCurrentIndex(index)
        elif not self.chats.hasFocus():
            self.chats.setCurrentIndex(QModelIndex())

    def focused_chat(self) -> Conversation | None:
        """The chat that the keyboard stands on, if it is in the list."""
        return self._model.chat_at(self.chats.currentIndex()) if self.chats.hasFocus() else None

    def edit_title(self, conversation_id: ConversationId) -> None:
        """Let the person write another title in its place."""
        if self.search.text():
            self.search.clear()
            self.search.search_now()
        index = self._model.index_of(conversation_id)
        if index.isValid():
            self.chats.setCurrentIndex(index)
            self.chats.scrollTo(index)
            self.chats.edit(index)

    def _show_message(self, text: str) -> None:
        self._message.setText(text)
        self._message.setAccessibleName(text)
        self._pages.setCurrentWidget(self._message)

    def _on_search_entered(self) -> None:
        if self._pages.currentWidget() is self.findings:
            current = self.findings.currentIndex()
            self._on_found_opened(current if current.isValid() else self.findings.first_row())

    def _on_stepped_down(self) -> None:
        page = self._pages.currentWidget()
        if isinstance(page, RowList):
            page.setFocus()

    def _on_chat_opened(self, index: QModelIndex) -> None:
        if chat := self._model.chat_at(index):
            self.chat_opened.emit(chat.id)

    def _on_found_opened(self, index: QModelIndex) -> None:
        if found := self._findings.found_at(index):
            self.found_opened.emit(found)

    def _on_delete_pressed(self, index: QModelIndex) -> None:
        if chat := self._model.chat_at(index):
            self.delete_wanted.emit(chat)

    def _on_menu_wanted(self, index: QModelIndex, place: QPoint) -> None:
        chat = self._model.chat_at(index)
        if chat is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("&Open"), lambda: self.chat_opened.emit(chat.id))
        menu.addAction(self.tr("&Rename"), lambda: self.edit_title(chat.id))
        pin = self.tr("Un&pin") if chat.pinned else self.tr("&Pin")
        menu.addAction(pin, lambda: self.pin_wanted.emit(chat))
        menu.addSeparator()
        menu.addAction(self.tr("&Delete"), lambda: self.delete_wanted.emit(chat))
        menu.popup(place)
