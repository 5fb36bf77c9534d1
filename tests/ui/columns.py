"""A column of messages as a window of its own, and how a person gets at its parts."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QPlainTextEdit,
    QWidget,
)

from paceline.history.records import Message
from paceline.ui.transcript.message_view import MessageView
from paceline.ui.transcript.transcript import Transcript
from ui.messages import question, reply

Make = Callable[..., Transcript]


def long_chat(messages: int) -> list[Message]:
    """Questions and replies of several paragraphs."""
    paragraph = "Keys that are smaller go to the left, **larger** ones to the right. " * 6
    entries = []
    for number in range(messages // 2):
        entries.append(question(f"Question {number}?"))
        entries.append(reply(f"Answer {number}.\n\n" + f"{paragraph}\n\n" * (1 + number % 4)))
    return entries


def row(transcript: Transcript, index: int) -> MessageView:
    found = transcript.rows[index]
    assert isinstance(found, MessageView)
    return found


def button(transcript: QWidget, text: str) -> QAbstractButton:
    """The button that a person sees under this text."""
    found = [b for b in transcript.findChildren(QAbstractButton) if b.text() == text]
    (one,) = (b for b in found if b.isVisible())
    return one


def buttons(transcript: QWidget) -> list[str]:
    found = transcript.findChildren(QAbstractButton)
    return [one.text() for one in found if one.isVisible() and one.text()]


def press(transcript: Transcript, key: Qt.Key) -> None:
    QTest.keyClick(transcript.window().focusWidget(), key)


def enter(transcript: Transcript, index: int) -> None:
    """Move the mouse onto a message."""
    middle = row(transcript, index).rect().center().toPointF()
    QApplication.sendEvent(row(transcript, index), QEnterEvent(middle, middle, middle))


def focused(transcript: Transcript) -> QWidget:
    return transcript.window().focusWidget()


def edit(transcript: Transcript, index: int) -> QPlainTextEdit:
    """Open a question's box for editing it."""
    enter(transcript, index)
    QTest.mouseClick(button(transcript, "Edit"), Qt.MouseButton.LeftButton)
    (box,) = row(transcript, index).findChildren(QPlainTextEdit)
    assert box.hasFocus()
    return box
