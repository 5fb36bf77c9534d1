"""A message of the person's, open for a change in its own place."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

MOST_LINES: Final = 16
"""A longer message scrolls inside."""


class BubbleEditor(QFrame):
    """A text box with Send and Cancel; Enter and Esc press them."""

    send_pressed = Signal(str)
    cancel_pressed = Signal()
    height_changed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bubbleEditor")
        self._edit = _Edit(text)
        self._edit.return_pressed.connect(self._on_send)
        self._edit.escape_pressed.connect(self.cancel_pressed)
        self._edit.textChanged.connect(self._on_text_changed)
        self._send = QPushButton(self.tr("Send"))
        self._send.setObjectName("primary")
        self._send.setAccessibleName(self.tr("Send the changed message"))
        self._send.setToolTip(self.tr("Send the changed message (Enter)"))
        self._send.clicked.connect(self._on_send)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Leave the message as it was"))
        self._cancel.setToolTip(self.tr("Leave the message as it was (Esc)"))
        self._cancel.clicked.connect(self.cancel_pressed)
        for button in (self._send, self._cancel):
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 10, 10)
        column.addWidget(self._edit, 1)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._cancel)
        row.addWidget(self._send)
        column.addLayout(row)
        self.setFocusProxy(self._edit)

    @property
    def text(self) -> str:
        """What is written."""
        return self._edit.toPlainText()

    def stops(self) -> tuple[QWidget, ...]:
        """The box and its buttons."""
        return self._edit, self._cancel, self._send

    def sizeHint(self) -> QSize:
        """As high as the text, up to `MOST_LINES`."""
        line = self._edit.fontMetrics().lineSpacing()
        lines = min(max(2, int(self._edit.document().size().height())), MOST_LINES)
        buttons = self._send.sizeHint().height()
        return QSize(super().sizeHint().width(), lines * line + buttons + 42)

    def _on_text_changed(self) -> None:
        self._send.setEnabled(bool(self.text.strip()))
        self.height_changed.emit()

    def _on_send(self) -> None:
        if self.text.strip():
            self.send_pressed.emit(self.text)


class _Edit(QPlainTextEdit):
    """Enter sends, Shift+Enter begins a new line, Esc goes to nobody else."""

    return_pressed = Signal()
    escape_pressed = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setObjectName("message")
        self.setAccessibleName(self.tr("Change your message"))
        self.setAccessibleDescription(
            self.tr("Enter sends, Shift and Enter begin a new line, Escape leaves it as it was.")
        )
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.moveCursor(self.textCursor().MoveOperation.End)

    def event(self, event: QEvent) -> bool:
        """Esc belongs to the box while it has the focus, whatever it means elsewhere."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc mean something of their own here."""
        newline = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not newline:
            self.return_pressed.emit()
        else:
            super().keyPressEvent(event)
