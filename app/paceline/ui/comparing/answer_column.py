"""One of several answers: its text as it comes, how far it is, and the button that picks it."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QTextEdit, QVBoxLayout

from paceline.provenance import Round, StopReason
from paceline.ui.comparing.question import Answer
from paceline.ui.numbers import whole

translate = QCoreApplication.translate

NARROWEST = 230
"""Pixels; below that a column would be a list of single words."""


class AnswerColumn(QFrame):
    """Answer number `number`, from 1."""

    picked = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        self.setObjectName("answerColumn")
        self.setMinimumWidth(NARROWEST)
        self._tokens = 0
        name = self.tr("Answer {number}").format(number=number)
        title = QLabel(name)
        title.setObjectName("inspectorTitle")
        self._state = QLabel()
        self._state.setObjectName("muted")
        self._text = QTextEdit()
        self._text.setObjectName("answer")
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(name)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._pick = QPushButton(self.tr("Go on with &{number}").format(number=number))
        self._pick.setAccessibleName(self.tr("Go on with answer {number}").format(number=number))
        self._pick.setToolTip(
            self.tr("All answers are kept as branches of the chat; this one is shown")
        )
        self._pick.setAutoDefault(False)
        self._pick.setEnabled(False)
        self._pick.clicked.connect(self.picked)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self._state)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._text, 1)
        column.addWidget(self._pick)

    @property
    def plain_text(self) -> str:
        """What it says so far."""
        return self._text.toPlainText()

    def append(self, round_: Round) -> None:
        """Write on; stays at the end where the person is there."""
        bar = self._text.verticalScrollBar()
        at_end = bar.value() == bar.maximum()
        cursor = QTextCursor(self._text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText("".join(token.text for token in round_.tokens))
        if at_end:
            bar.setValue(bar.maximum())
        self._tokens += len(round_.tokens)
        self._state.setText(self._count())

    def finish(self, answer: Answer) -> None:
        """Show how it ended, and let it be picked where it says anything."""
        self._tokens = answer.summary.tokens
        self._state.setText(f"{self._count()}, {_ending(answer.summary.stop_reason)}")
        self._pick.setEnabled(bool(answer.summary.text.strip()))

    def take_focus(self) -> None:
        """Put the keyboard where it can be picked."""
        self._pick.setFocus()

    def _count(self) -> str:
        return self.tr("{count} tokens").format(count=whole(self._tokens))


def _ending(reason: StopReason) -> str:
    match reason:
        case StopReason.END | StopReason.STOP:
            return translate("AnswerColumn", "complete")
        case StopReason.LENGTH:
            return translate("AnswerColumn", "cut at the limit")
        case StopReason.CONTEXT:
            return translate("AnswerColumn", "context full")
        case StopReason.CANCELLED:
            return translate("AnswerColumn", "stopped")
