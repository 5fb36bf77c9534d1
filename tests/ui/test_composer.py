"""The composer by itself: what is written, attached, dropped, removed and recalled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from paceline.chat import TokenCount
from paceline.history.records import Attachment
from paceline.options import Overflow
from paceline.ui.composing.budget import judge
from paceline.ui.composing.composer import Composer
from paceline.ui.composing.message_edit import MessageEdit

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")

NOTES = Attachment("notes.md", "# Notes\n")
CODE = Attachment("main.py", "print()\n" * 200)


@pytest.fixture
def composer(qtbot: QtBot) -> Iterator[Composer]:
    window = QWidget()
    qtbot.addWidget(window)
    composer = Composer()
    column = QVBoxLayout(window)
    column.addWidget(composer)
    column.addStretch()
    window.resize(700, 600)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    composer.setFocus()
    yield composer
    window.close()


def edit(composer: Composer) -> MessageEdit:
    (found,) = composer.findChildren(MessageEdit)
    return found


def button(composer: Composer, name: str) -> QAbstractButton:
    (found,) = (b for b in composer.findChildren(QAbstractButton) if b.accessibleName() == name)
    return found


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    data.setText(" ".join(map(str, paths)))
    return data


def test_pasted_files_are_offered_and_their_names_not_written(
    composer: Composer, qtbot: QtBot, tmp_path: Path
) -> None:
    QApplication.clipboard().setMimeData(files(tmp_path / "a.txt", tmp_path / "b.txt"))
    with qtbot.waitSignal(composer.files_offered) as offered:
        edit(composer).paste()
    assert offered.args == [(tmp_path / "a.txt", tmp_path / "b.txt")]
    assert composer.text == ""


def test_dropped_files_are_offered(composer: Composer, qtbot: QtBot, tmp_path: Path) -> None:
    data = files(tmp_path / "a.txt")
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    nothing = Qt.KeyboardModifier.NoModifier
    viewport = edit(composer).viewport()
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, data, left, nothing)
    QApplication.sendEvent(viewport, enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(composer.files_offered) as offered:
        QApplication.sendEvent(viewport, QDropEvent(QPointF(5, 5), copy, data, left, nothing))
    assert offered.args == [(tmp_path / "a.txt",)]


def test_pasted_text_is_written(composer: Composer) -> None:
    QApplication.clipboard().setText("words\nof mine")
    edit(composer).paste()
    assert composer.text == "words\nof mine"


def test_files_are_shown_with_name_and_size_and_can_be_left_out(composer: Composer) -> None:
    composer.set_attachments((NOTES, CODE))
    shown = [label.text() for label in composer.findChildren(QLabel) if label.isVisible()]
    assert "notes.md" in shown
    assert "main.py" in shown
    QTest.mouseClick(button(composer, "Remove notes.md, 8 bytes"), Qt.MouseButton.LeftButton)
    assert composer.attachments == (CODE,)


def test_the_keyboard_removes_files_one_by_one_and_returns_to_the_text(composer: Composer) -> None:
    composer.set_attachments((NOTES, CODE))
    button(composer, "Remove notes.md, 8 bytes").setFocus()
    for left in ((CODE,), ()):
        QTest.keyClick(composer.window().focusWidget(), Qt.Key.Key_Space)
        assert composer.attachments == left
    assert edit(composer).hasFocus()


def test_a_file_alone_can_be_sent(composer: Composer, qtbot: QtBot) -> None:
    assert not button(composer, "Send").isEnabled()
    composer.set_attachments((NOTES,))
    with qtbot.waitSignal(composer.send_pressed):
        QTest.mouseClick(button(composer, "Send"), Qt.MouseButton.LeftButton)
    composer.take()
    assert composer.attachments == ()
    assert not button(composer, "Send").isEnabled()


def test_what_is_given_back_comes_before_what_was_written(composer: Composer) -> None:
    composer.set_text("later")
    composer.set_attachments((CODE,))
    composer.give_back("earlier", (NOTES,))
    assert composer.text == "earlier\nlater"
    assert composer.attachments == (NOTES, CODE)


def test_up_in_the_empty_box_brings_back_what_was_said(composer: Composer) -> None:
    composer.set_own_messages(("first", "second"))
    for key, text in [
        (Qt.Key.Key_Up, "second"),
        (Qt.Key.Key_Up, "first"),
        (Qt.Key.Key_Down, "second"),
        (Qt.Key.Key_Down, ""),
    ]:
        QTest.keyClick(edit(composer), key)
        assert composer.text == text


def test_up_moves_the_caret_in_a_text_of_ones_own(composer: Composer) -> None:
    composer.set_own_messages(("first",))
    composer.set_text("one\ntwo")
    QTest.keyClick(edit(composer), Qt.Key.Key_Up)
    assert composer.text == "one\ntwo"
    assert edit(composer).textCursor().blockNumber() == 0


def test_the_box_grows_with_its_text_to_a_third_of_the_window(composer: Composer) -> None:
    low = edit(composer).height()
    composer.set_text("one\ntwo\nthree")
    assert low < edit(composer).height() < 200
    composer.set_text("\n".join("abcdefghij" * 9))
    assert 150 < edit(composer).height() <= 220


def test_what_does_not_fit_is_said_before_it_is_sent(composer: Composer) -> None:
    def visible(words: str) -> bool:
        return any(words in w.text() and w.isVisible() for w in composer.findChildren(QLabel))

    composer.show_budget(judge(TokenCount(900, 90, 100), reply=50, overflow=Overflow.STOP))
    assert visible("of 1")
    assert not visible("too long")
    composer.show_budget(judge(TokenCount(1900, 990, -900), reply=50, overflow=Overflow.STOP))
    assert visible("900 tokens too long")
    composer.show_budget(None)
    assert not visible("of 1")
    assert not visible("too long")
