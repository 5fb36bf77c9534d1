"""What went wrong on a page, in a sentence, with the one button that helps most."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from paceline.ui.failure import Failure, label


class TroubleRow(QFrame):
    """Hidden while all is well; stays where the work is, and what is at hand stays usable."""

    remedy_pressed = Signal(object)
    """Carries the usual `Remedy`; `failure` is what it was pressed for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trouble")
        self._failure: Failure | None = None
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton()
        self._button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 10, 8)
        row.setSpacing(12)
        row.addWidget(self._text, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def failure(self) -> Failure | None:
        """What is shown."""
        return self._failure

    @property
    def text(self) -> str:
        """The sentence in sight, empty while all is well."""
        return "" if self._failure is None else self._text.text()

    def show_failure(self, failure: Failure, button: str = "") -> None:
        """Say what went wrong, aloud too where a screen reader runs.

        `button` is what this page can do about it, where that is not the usual remedy.
        """
        self._failure = failure
        self._text.setText(failure.text)
        words = button or label(failure.remedy)
        self._button.setText(words)
        self._button.setAccessibleName(words.replace("&", "").rstrip("…"))
        self._button.setVisible(bool(words))
        self.setAccessibleName(failure.text)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """All is well again."""
        self._failure = None
        self.hide()

    def _on_clicked(self) -> None:
        if self._failure is not None:
            self.remedy_pressed.emit(self._failure.remedy)
