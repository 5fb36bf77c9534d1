"""Chats as files: exported in a format that the person chooses, and imported from ours or others'.

A feature of the window.
"""

import re
from collections import deque
from pathlib import Path
from time import perf_counter
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QThread, QTimer
from PySide6.QtWidgets import QFileDialog

from paceline.errors import AppError, ErrorCode
from paceline.history.archive import ArchivedConversation
from paceline.history.export.formats import ExportFormat, write
from paceline.history.importing.reading import read_chats
from paceline.history.records import Conversation, ConversationId
from paceline.ui.failure import Failure
from paceline.ui.workbench import Workbench

LONGEST_NAME: Final = 60
"""Characters of a title in the name of a file."""
READING_END_MS: Final = 10_000
"""For the thread at the window's end: the largest file that is read takes some seconds."""
TAKING_MS: Final = 8
"""Chats that were read are stored for so long in one turn of the event loop; one takes some."""

translate = QCoreApplication.translate


class ChatFiles(QObject):
    """Connects the actions; reads and writes in threads, for what years hold takes its time."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench.window)
        self._bench = workbench
        self._session = workbench.session
        self._reading: _Reading | None = None
        self._told = ""
        self._writing: set[_Writing] = set()
        self._arriving: deque[ArchivedConversation] = deque()
        self._arrived: list[ConversationId] = []
        self._taking = QTimer(self, interval=0)
        self._taking.timeout.connect(self._on_taking_due)
        actions = workbench.actions
        actions.export_chat.triggered.connect(self._on_export_chat_triggered)
        actions.export_chats.triggered.connect(self._on_export_chats_triggered)
        actions.import_chats.triggered.connect(self._on_import_triggered)
        self._session.conversation_changed.connect(self._on_conversation_changed)

    def close(self) -> None:
        """Wait for files that are being read or written, and store what was read."""
        if self._reading is not None:
            self._reading.wait(READING_END_MS)
        for writing in self._writing:
            writing.wait()
        while self._arriving:
            self._on_taking_due()

    # Export -------------------------------------------------------------------------------

    def _on_conversation_changed(self, conversation: Conversation | None) -> None:
        self._bench.actions.export_chat.setEnabled(conversation is not None)

    def _on_export_chat_triggered(self) -> None:
        conversation = self._session.conversation
        if conversation is not None:
            self._export((conversation.id,), file_name(conversation.title))

    def _on_export_chats_triggered(self) -> None:
        try:
            chats = self._session.history.conversations()
        except AppError as error:
            self._report(error)
            return
        self._export(tuple(chat.id for chat in chats), self.tr("Chats"))

    def _export(self, chats: tuple[ConversationId, ...], name: str) -> None:
        kinds = {
            self.tr("Page with the origins of tokens (*.html)"): ExportFormat.HTML,
            self.tr("Markdown (*.md)"): ExportFormat.MARKDOWN,
            self.tr("Everything, to be imported again (*.json)"): ExportFormat.JSON,
        }
        chosen, kind = QFileDialog.getSaveFileName(
            self._bench.window, self.tr("Export"), f"{name}.html", ";;".join(kinds)
        )
        if not chosen:
            return
        path, format_ = target_of(Path(chosen), kinds.get(kind, ExportFormat.HTML))
        try:
            given = tuple(map(self._session.history.give_out, chats))
        except AppError as error:
            self._report(error)
            return
        writing = _Writing(given, format_, path, self)
        self._writing.add(writing)
        writing.finished.connect(lambda: self._on_writing_finished(writing))
        writing.start()

    def _on_writing_finished(self, writing: "_Writing") -> None:
        self._writing.discard(writing)
        writing.deleteLater()
        if writing.error is not None:
            self._report(writing.error)
        else:
            self._bench.notices.tell(self.tr("Saved as {path}.").format(path=writing.path))

    # Import -------------------------------------------------------------------------------

    def _on_import_triggered(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._bench.window,
            self.tr("Import chats of Paceline, ChatGPT or LM Studio"),
            "",
            self.tr("Exported chats (*.json *.zip)") + ";;" + self.tr("All files (*)"),
        )
        if not chosen:
            return
        self._bench.actions.import_chats.setEnabled(False)
        self._told = self.tr("Reading {name}…").format(name=Path(chosen).name)
        self._bench.notices.tell(self._told)
        self._reading = _Reading(Path(chosen), self)
        self._reading.finished.connect(self._on_reading_finished)
        self._reading.start()

    def _on_reading_finished(self) -> None:
        reading, self._reading = self._reading, None
        if reading is None:
            return
        reading.deleteLater()
        if reading.error is not None:
            self._bench.notices.withdraw(self._told)
            self._bench.actions.import_chats.setEnabled(True)
            self._report(reading.error)
            return
        self._arriving = deque(reading.chats)
        self._arrived = []
        self._taking.start()

    def _on_taking_due(self) -> None:
        """Store some more; where the disk refuses, what was stored stays."""
        until = perf_counter() + TAKING_MS / 1000
        try:
            while self._arriving and perf_counter() < until:
                self._arrived += self._session.history.take_in((self._arriving[0],))
                self._arriving.popleft()
        except AppError as error:
            self._arriving.clear()
            self._report(error)
        if not self._arriving:
            self._taking.stop()
            self._bench.actions.import_chats.setEnabled(True)
            self._bench.notices.withdraw(self._told)
            self._tell_arrived(len(self._arrived))

    def _tell_arrived(self, count: int) -> None:
        if not count:
            return
        self._session.chats_added.emit()
        self._session.open(self._arrived[0])
        self._bench.notices.tell(
            self.tr("%n chat(s) imported.", "", count)
            if count > 1
            else self.tr("The chat was imported.")
        )

    def _report(self, error: AppError) -> None:
        self._bench.notices.show_failure(Failure(error.code, error.detail))


def file_name(title: str) -> str:
    """Return a title as every file system takes it."""
    allowed = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f]+', " ", title)
    return " ".join(allowed.split()).strip(". ")[:LONGEST_NAME].rstrip(". ") or translate(
        "ChatFiles", "Chat"
    )


def target_of(path: Path, otherwise: ExportFormat) -> tuple[Path, ExportFormat]:
    """Return where to save and how: as the name ends, or else as was chosen in the dialog."""
    ending = path.suffix.lower().removeprefix(".")
    if ending in set(ExportFormat):
        return path, ExportFormat(ending)
    return path.with_name(f"{path.name}.{otherwise}"), otherwise


class _Reading(QThread):
    """Reads a file; afterwards there are `chats` or an `error`."""

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self.chats: tuple[ArchivedConversation, ...] = ()
        self.error: AppError | None = None

    def run(self) -> None:
        """Never raises: nobody would hear it."""
        try:
            self.chats = read_chats(self._path)
        except AppError as error:
            self.error = error
        except Exception as error:
            self.error = AppError(ErrorCode.IMPORT_FOREIGN, f"{self._path.name} ({error})")


class _Writing(QThread):
    """Makes and writes a file; afterwards there may be an `error`."""

    def __init__(
        self,
        chats: tuple[ArchivedConversation, ...],
        format_: ExportFormat,
        path: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._chats = chats
        self._format = format_
        self.path = path
        self.error: AppError | None = None

    def run(self) -> None:
        """Never raises: nobody would hear it."""
        try:
            write(self._chats, self._format, self.path)
        except AppError as error:
            self.error = error
        except Exception as error:
            self.error = AppError(ErrorCode.FILE_UNWRITABLE, f"{self.path} ({error})")
