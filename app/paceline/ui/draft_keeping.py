"""Keeps what was typed and not sent, for each chat of its own and for the one not begun yet.

Stands between the composer and history; a draft that the disk refuses is kept here meanwhile.
"""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from paceline.errors import AppError
from paceline.history.records import Conversation, ConversationId
from paceline.ui.chat_session import ChatSession
from paceline.ui.composing.composer import Composer

PAUSE_MS: Final = 400
"""From a keystroke until the draft is stored: a crash costs a word or two, and a fast typist
does not write to the disk with every letter."""


class DraftKeeping(QObject):
    """Stores the composer's text and brings it back with its chat."""

    def __init__(
        self, session: ChatSession, composer: Composer, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._history = session.history
        self._composer = composer
        self._chat: ConversationId | None = None
        self._kept = ""
        self._refused: dict[ConversationId | None, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.flush)
        composer.text_changed.connect(self._timer.start)
        session.conversation_changed.connect(self._on_conversation_changed)
        self._bring_back()

    def flush(self) -> None:
        """Store what is not stored yet; what the disk refuses is tried again after a pause."""
        self._timer.stop()
        if self._composer.text != self._kept:
            self._refused[self._chat] = self._kept = self._composer.text
        try:
            for chat, text in tuple(self._refused.items()):
                self._history.keep_draft(chat, text)
                del self._refused[chat]
        except AppError:
            self._timer.start()

    def _on_conversation_changed(self, conversation: Conversation | None) -> None:
        chat = conversation.id if conversation else None
        if chat == self._chat:
            return
        self.flush()
        self._chat = chat
        self._bring_back()

    def _bring_back(self) -> None:
        try:
            stored = self._history.draft(self._chat)
        except AppError:
            stored = ""
        self._kept = self._refused.get(self._chat, stored)
        if self._composer.text != self._kept:
            self._composer.set_text(self._kept)
