"""Connects the composer with files, with the chat in view and with the engine that counts."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from paceline.chat import ChatMessage, Role, TokenCount
from paceline.history.records import (
    Attachment,
    Conversation,
    ConversationId,
    Message,
    MessageState,
)
from paceline.ui.composing.attachments import gather
from paceline.ui.composing.budget import judge
from paceline.ui.composing.file_drops import FileDrops
from paceline.ui.composing.token_counting import TokenCounting
from paceline.ui.conversation import prompt_of
from paceline.ui.failure import Failure
from paceline.ui.workbench import Workbench

FilesChoice = Callable[[QWidget, str], tuple[Path, ...]]
"""Asks for text files: parent, title."""


def choose_text_files(parent: QWidget, title: str) -> tuple[Path, ...]:
    """Ask with the desktop's own dialog; nothing where the person changed their mind."""
    names, _ = QFileDialog.getOpenFileNames(parent, title)
    return tuple(Path(name) for name in names)


class Composing(QObject):
    """Files by button, drop and paste; the count of the context; one's own messages with Up."""

    def __init__(self, workbench: Workbench, choose_files: FilesChoice = choose_text_files) -> None:
        super().__init__(workbench.window)
        self._window = workbench.window
        self._choose_files = choose_files
        self._composer = composer = workbench.composer
        self._session = session = workbench.session
        self._settings = workbench.keeper
        self._notices = workbench.notices
        self._chat: ConversationId | None = None
        self._laid_aside: dict[ConversationId | None, tuple[Attachment, ...]] = {}
        self._counting = TokenCounting(workbench.engine, self._prompt, self)
        self._counting.counted.connect(self._on_counted)
        workbench.actions.attach.setIconText(self.tr("Attach"))
        composer.add_tool(workbench.actions.attach)
        workbench.actions.attach.triggered.connect(self._on_attach_triggered)
        composer.files_offered.connect(self._on_files_offered)
        FileDrops(workbench.window).files_offered.connect(self._on_files_offered)
        for changed in (
            composer.text_changed,
            composer.attachments_changed,
            session.conversation_changed,
            session.entry_updated,
            session.setup_changed,
            workbench.engine.pair_loaded,
            workbench.engine.pair_lost,
        ):
            changed.connect(self._counting.refresh)
        session.entries_changed.connect(self._on_entries_changed)
        session.conversation_changed.connect(self._on_conversation_changed)

    def _prompt(self) -> tuple[ChatMessage, ...]:
        """What the model would read if the message were sent now; nothing before there is any."""
        entries = self._session.entries
        text, attachments = self._composer.text, self._composer.attachments
        if text.strip() or attachments:
            draft = Message(
                id=0,
                conversation=0,
                parent=None,
                role=Role.USER,
                content=text,
                state=MessageState.COMPLETE,
                created=datetime.now(UTC),
                attachments=attachments,
            )
            entries = (*entries, draft)
        return prompt_of(entries, self._session.setup.system_prompt) if entries else ()

    def _on_counted(self, count: TokenCount | None) -> None:
        if count is None:
            self._composer.show_budget(None)
            return
        setup, settings = self._session.setup, self._settings.settings
        self._composer.show_budget(
            judge(
                count,
                reply=setup.max_tokens or settings.max_tokens,
                overflow=setup.overflow or settings.overflow,
            )
        )

    def _on_entries_changed(self) -> None:
        own = [entry.content for entry in self._session.entries if entry.role is Role.USER]
        self._composer.set_own_messages(tuple(text for text in own if text))
        self._counting.refresh()

    def _on_conversation_changed(self, conversation: Conversation | None) -> None:
        """Files stay with the chat that they were attached in, until the program ends."""
        chat = conversation.id if conversation else None
        if chat != self._chat:
            self._laid_aside[self._chat] = self._composer.attachments
            self._chat = chat
            self._composer.set_attachments(self._laid_aside.pop(chat, ()))

    def _on_attach_triggered(self) -> None:
        self._on_files_offered(self._choose_files(self._window, self.tr("Attach text files")))
        self._composer.setFocus()

    def _on_files_offered(self, paths: tuple[Path, ...]) -> None:
        gathered = gather(self._composer.attachments, paths)
        self._composer.set_attachments(gathered.attachments)
        for refusal in gathered.refusals:
            self._notices.tell(Failure(refusal.code, refusal.detail).text)
