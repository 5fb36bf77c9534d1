"""Where the person types what to look for among all chats."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from paceline.ui.line_edit import LineEdit

PAUSE_MS: Final = 120
"""After the last key stroke; a word is not searched for letter by letter."""


class SearchField(LineEdit):
    """Tells what is looked for a moment after it was typed; Escape empties it."""

    search_wanted = Signal(str)
    """Carries the words; none when the person has stopped searching."""
    entered = Signal()
    """Enter: the best finding is wanted."""
    stepped_down = Signal()
    """Down: the keyboard belongs to the findings."""
    left = Signal()
    """Escape in the empty field: the keyboard belongs to the message."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setPlaceholderText(self.tr("Search chats"))
        self.setAccessibleName(self.tr("Search chats"))
        self.setAccessibleDescription(
            self.tr("Finds titles and messages as you type; Down leads to what was found.")
        )
        self.setClearButtonEnabled(True)
        for button in self.findChildren(QAbstractButton):
            button.setAccessibleName(self.tr("Clear the search"))
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.search_now)
        self.textChanged.connect(self._on_text_changed)

    def search_now(self) -> None:
        """Tell what is looked for without a pause."""
        self._timer.stop()
        self.search_wanted.emit(self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Down and Escape lead elsewhere; everything else is written."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.search_now()
                self.entered.emit()
            case Qt.Key.Key_Down:
                self.search_now()
                self.stepped_down.emit()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
                self.search_now()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def _on_text_changed(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self.search_now()
