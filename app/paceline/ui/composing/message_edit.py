"""The box of the message: grows with its text, sends on Enter, takes files, recalls old ones."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from paceline.ui.composing.recall import Recall

FEWEST_LINES: Final = 3
"""That a box may grow to, however low the window is."""


class MessageEdit(QPlainTextEdit):
    """Enter sends, Shift+Enter begins a new line; up to a third of the window in height."""

    return_pressed = Signal()
    files_offered = Signal(object)
    """Carries the `Path`s of files that were pasted or dropped, as a tuple."""

    def __init__(self) -> None:
        super().__init__()
        self.recall = Recall()
        self.setObjectName("message")
        self.setAccessibleName(self.tr("Message"))
        self.setAccessibleDescription(
            self.tr(
                "Enter sends, Shift and Enter begin a new line. "
                "In the empty box, Up brings your earlier messages back."
            )
        )
        self.setPlaceholderText(self.tr("Write a message"))
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fit_height(self) -> None:
        """Become as high as the text, up to a third of the window."""
        line = self.fontMetrics().lineSpacing()
        needed = max(1, int(self.document().size().height()))
        most = max(FEWEST_LINES, self.window().height() // 3 // line)
        margins = 2 * int(self.document().documentMargin()) + 2 * self.frameWidth() + 4
        self.setFixedHeight(min(needed, most) * line + margins)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if needed > most else policy.ScrollBarAlwaysOff
        )

    def replace_text(self, text: str) -> None:
        """Write this instead, with the caret behind it."""
        self.setPlainText(text)
        self.moveCursor(self.textCursor().MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send, recall, or write."""
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not shift:
                self.return_pressed.emit()
            case Qt.Key.Key_Up if self._recall(self.recall.older(self.toPlainText())):
                pass
            case Qt.Key.Key_Down if self._recall(self.recall.newer(self.toPlainText())):
                pass
            case _:
                super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files count as well as text."""
        return bool(files_of(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take what was pasted or dropped: files before the text of their names."""
        if files := files_of(source):
            self.files_offered.emit(files)
        else:
            super().insertFromMimeData(source)

    def _recall(self, text: str | None) -> bool:
        if text is None:
            return False
        self.replace_text(text)
        return True


def files_of(source: QMimeData) -> tuple[Path, ...]:
    """Return the files of this machine among what is pasted or dropped."""
    return tuple(Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile())
