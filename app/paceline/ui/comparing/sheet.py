"""What the dialogs for comparing share: progress, what went wrong, and a row of buttons."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from paceline.ui.comparing.question import Question
from paceline.ui.elided_label import ElidedLabel
from paceline.ui.failure import Failure
from paceline.ui.progress_row import ProgressRow

_SMALLEST = QSize(640, 480)
_SIZE = QSize(820, 560)
"""Fits into the smallest window that Paceline promises to be usable in."""


class Sheet(QDialog):
    """A dialog beside the chat, which stays usable; subclasses fill `body`."""

    def __init__(self, title: str, lead: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setWindowTitle(title)
        self.setModal(False)
        self.setMinimumSize(_SMALLEST)
        self.resize(_SIZE)
        introduction = QLabel(lead)
        introduction.setObjectName("muted")
        introduction.setWordWrap(True)
        introduction.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._headline = ElidedLabel()
        self._headline.setObjectName("sheetQuestion")
        self._headline.setAccessibleName(self.tr("Question"))
        self.progress = ProgressRow()
        self._notice = QLabel()
        self._notice.setObjectName("contextWarning")
        self._notice.setWordWrap(True)
        self._notice.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        close = QPushButton(self.tr("C&lose"))
        close.setAccessibleName(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        self._buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(introduction)
        column.addWidget(self._headline)
        column.addLayout(self.body, 1)
        column.addWidget(self.progress)
        column.addWidget(self._notice)
        column.addLayout(self._buttons)

    @property
    def notice(self) -> str:
        """What is said about something that went wrong, empty where nothing did."""
        return self._notice.text() if self._notice.isVisibleTo(self) else ""

    def add_button(self, text: str, *, primary: bool = False) -> QPushButton:
        """Add a button to the left of those that are there."""
        button = QPushButton(text)
        button.setAccessibleName(text.replace("&", "").rstrip("…"))
        button.setAutoDefault(primary)
        if primary:
            button.setObjectName("primary")
        self._buttons.insertWidget(1, button)
        return button

    def show_question(self, question: Question) -> None:
        """Show what is asked, on one line."""
        self._headline.setText(self.tr("“{question}”").format(question=question.text))
        self._headline.setToolTip(question.text)

    def show_notice(self, text: str) -> None:
        """Say what a person should know; an empty text takes it away."""
        self._notice.setText(text)
        self._notice.setAccessibleName(text)
        self._notice.setVisible(bool(text))
        if text:
            QAccessible.updateAccessibility(QAccessibleEvent(self._notice, QAccessible.Event.Alert))

    def show_failure(self, failure: Failure) -> None:
        """Say what went wrong and what to do."""
        self.progress.hide()
        self.show_notice(failure.text)

    def bring_up(self) -> None:
        """Show the dialog, in front."""
        self.show()
        self.activateWindow()
