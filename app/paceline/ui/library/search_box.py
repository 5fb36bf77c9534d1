"""A line to type into what is looked for; it tells when the typing pauses."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from paceline.ui.line_edit import LineEdit

LOCAL_PAUSE_MS: Final = 80
"""Before a list at hand is filtered: letters of one word cost one filtering."""
REMOTE_PAUSE_MS: Final = 400
"""Before a server is asked: it counts questions, and answers no more to those who ask much."""


class SearchBox(LineEdit):
    """Escape empties it, Enter asks at once, Down leads to what was found."""

    search_wanted = Signal(str)
    """Carries the words, without spaces around them; none where the box was emptied."""
    stepped_down = Signal()

    def __init__(self, name: str, pause_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        for button in self.findChildren(QAbstractButton):
            button.setAccessibleName(self.tr("Clear the search"))
        self._said = ""
        self._timer = QTimer(self, singleShot=True, interval=pause_ms)
        self._timer.timeout.connect(self.search_now)
        self.textChanged.connect(self._on_text_changed)

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.text().strip()

    def search_now(self) -> None:
        """Tell what is looked for without a pause, if it is something else than last time."""
        self._timer.stop()
        if self.words != self._said:
            self._said = self.words
            self.search_wanted.emit(self._said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Down and Escape lead elsewhere; everything else is written."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.search_now()
            case Qt.Key.Key_Down:
                self.search_now()
                self.stepped_down.emit()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
                self.search_now()
            case Qt.Key.Key_Escape:
                event.ignore()
            case _:
                super().keyPressEvent(event)

    def _on_text_changed(self) -> None:
        self._timer.start()
