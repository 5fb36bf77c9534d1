"""Where text stands in a transcript, for a mouse and for a caret."""

from PySide6.QtCore import QDeadlineTimer, QPoint
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from paceline.ui.reply_text.reply_text import ReplyText
from paceline.ui.transcript.transcript import Transcript

PATIENCE_MS = 5000
"""Until all that has come is shown; nothing here is timed."""


def texts(transcript: Transcript) -> list[QTextEdit]:
    """The texts of the messages that exist as widgets, from top to bottom, all of them complete."""
    rows = [row for _, row in sorted(transcript.rows.items())]
    patience = QDeadlineTimer(PATIENCE_MS)
    while not all(row.settled for row in rows):
        assert not patience.hasExpired(), "a message is not shown to its end"
        QTest.qWait(5)
    return [edit for row in rows for edit in row.findChildren(QTextEdit)]


def text_with(transcript: Transcript, text: str) -> QTextEdit:
    """The last message in which a text stands."""
    return next(edit for edit in reversed(texts(transcript)) if text in edit.toPlainText())


def reply_with(transcript: Transcript, text: str) -> ReplyText:
    """The last reply in which a text stands."""
    replies = [edit for edit in texts(transcript) if isinstance(edit, ReplyText)]
    return next(edit for edit in reversed(replies) if text in edit.toPlainText())


def position_of(edit: QTextEdit, text: str) -> int:
    """Where a text stands for the last time, in UTF-16 units."""
    content = edit.toPlainText()
    before = content[: content.rindex(text)]
    return len(before.encode("utf-16-le")) // 2


def point_at(edit: QTextEdit, position: int) -> QPoint:
    """The middle of the character at a position."""
    cursor = QTextCursor(edit.document())
    cursor.setPosition(position)
    left = edit.cursorRect(cursor)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    right = edit.cursorRect(cursor)
    return QPoint((left.left() + right.left()) // 2, left.center().y())


def hover(transcript: Transcript, text: str) -> None:
    """Rest the mouse on the first letter of a text."""
    edit = text_with(transcript, text)
    viewport = edit.viewport()
    point = point_at(edit, position_of(edit, text))
    event = QHelpEvent(QHelpEvent.Type.ToolTip, point, viewport.mapToGlobal(point))
    QApplication.sendEvent(viewport, event)


def put_caret(transcript: Transcript, text: str) -> None:
    """Put the caret before the first letter of a text, as a click there does."""
    edit = text_with(transcript, text)
    edit.setFocus()
    cursor = edit.textCursor()
    cursor.setPosition(position_of(edit, text))
    edit.setTextCursor(cursor)
