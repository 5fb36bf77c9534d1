"""Where the person writes. Keeps every text until it was taken."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

MOST_LINES: Final = 8
"""A longer message scrolls inside the box."""

WIDEST: Final = 800
"""Pixels; wider boxes are hard to read in."""


class Composer(QFrame):
    """A growing text box with Send, which is Stop while a reply is written."""

    send_pressed = Signal(str)
    stop_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("composer")
        self.setMaximumWidth(WIDEST)
        self._busy = False
        self._edit = _MessageEdit()
        self._edit.return_pressed.connect(self._on_return_pressed)
        self._edit.textChanged.connect(self._on_text_changed)
        self._button = QPushButton()
        self._button.setObjectName("primary")
        self._button.clicked.connect(self._on_button_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._edit, 1)
        column = QVBoxLayout()
        column.addStretch()
        column.addWidget(self._button)
        row.addLayout(column)
        self.setFocusProxy(self._edit)
        self._render()
        self._on_text_changed()

    @property
    def text(self) -> str:
        """What is written."""
        return self._edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Write this instead."""
        self._edit.setPlainText(text)
        self._edit.moveCursor(self._edit.textCursor().MoveOperation.End)

    def give_back(self, text: str) -> None:
        """Put a text that was not answered before what is written."""
        written = self.text
        self.set_text(f"{text}\n{written}" if written else text)

    def take(self) -> None:
        """The text was sent."""
        self._edit.clear()

    def set_busy(self, *, busy: bool) -> None:
        """Turn Send into Stop and back."""
        self._busy = busy
        self._render()

    def _render(self) -> None:
        self._button.setText("Sto&p" if self._busy else "&Send")
        self._button.setToolTip(
            "Stop the reply (Esc)" if self._busy else "Send the message (Enter)"
        )
        self._button.setAccessibleName("Stop" if self._busy else "Send")
        self._button.setEnabled(self._busy or bool(self.text.strip()))

    def _on_text_changed(self) -> None:
        self._edit.fit_height()
        self._render()

    def _on_return_pressed(self) -> None:
        if not self._busy and self.text.strip():
            self.send_pressed.emit(self.text)

    def _on_button_clicked(self) -> None:
        if self._busy:
            self.stop_pressed.emit()
        else:
            self.send_pressed.emit(self.text)


class _MessageEdit(QPlainTextEdit):
    """Enter sends, Shift+Enter begins a new line."""

    return_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message")
        self.setAccessibleName("Message")
        self.setAccessibleDescription("Enter sends, Shift and Enter begin a new line.")
        self.setPlaceholderText("Write a message")
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fit_height(self) -> None:
        """As high as the text, up to `MOST_LINES`."""
        line = self.fontMetrics().lineSpacing()
        lines = min(max(1, int(self.document().size().height())), MOST_LINES)
        margins = 2 * int(self.document().documentMargin()) + 2 * self.frameWidth() + 4
        self.setFixedHeight(lines * line + margins)
        scrolls = self.document().size().height() > MOST_LINES
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        newline = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not newline:
            self.return_pressed.emit()
        else:
            super().keyPressEvent(event)
