"""Where text stands in a transcript, for a mouse and for a caret."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from paceline.ui.transcript.plain_text import Transcript


def position_of(transcript: Transcript, text: str) -> int:
    """Where a text stands for the last time, in UTF-16 units."""
    content = transcript.toPlainText()
    before = content[: content.rindex(text)]
    return len(before.encode("utf-16-le")) // 2


def point_at(transcript: Transcript, position: int) -> QPoint:
    """The middle of the character at a position."""
    cursor = QTextCursor(transcript.document())
    cursor.setPosition(position)
    left = transcript.cursorRect(cursor)
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    right = transcript.cursorRect(cursor)
    return QPoint((left.left() + right.left()) // 2, left.center().y())


def hover(transcript: Transcript, text: str) -> None:
    """Rest the mouse on the first letter of a text."""
    viewport = transcript.viewport()
    point = point_at(transcript, position_of(transcript, text))
    event = QHelpEvent(QHelpEvent.Type.ToolTip, point, viewport.mapToGlobal(point))
    QApplication.sendEvent(viewport, event)


def put_caret(transcript: Transcript, text: str) -> None:
    """Put the caret before the first letter of a text."""
    cursor = transcript.textCursor()
    cursor.setPosition(position_of(transcript, text))
    transcript.setTextCursor(cursor)
