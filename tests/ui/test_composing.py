"""Files and token counts of a message in the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from paceline.chat import ChatMessage, Role
from paceline.ui.composing.composer import Composer
from ui.conftest import Stage
from ui.replies import make_round, plain


def meter(stage: Stage) -> str:
    (label,) = (w for w in stage.window.findChildren(QLabel) if w.objectName() == "contextMeter")
    return label.text().replace(",", "") if label.isVisible() else ""


def wait_for_count(stage: Stage, before: int) -> tuple[ChatMessage, ...]:
    stage.qtbot.waitUntil(lambda: len(stage.engine.counted) > before)
    return stage.engine.counted[-1]


def test_dropped_files_go_to_the_model_before_the_message(chat: Stage, tmp_path: Path) -> None:
    notes, code = tmp_path / "notes.md", tmp_path / "main.py"
    notes.write_text("# Notes", "utf-8")
    code.write_text("print()\n", "utf-8")
    chat.part(Composer).files_offered.emit((notes, code))
    chat.send("Compare them")
    ((prompt,),) = chat.engine.prompts
    assert "notes.md" in prompt.content
    assert "print()" in prompt.content
    assert prompt.content.endswith("Compare them")
    assert chat.part(Composer).attachments == ()


def test_a_file_that_cannot_be_attached_says_why(chat: Stage, tmp_path: Path) -> None:
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    chat.part(Composer).files_offered.emit((picture,))
    assert chat.part(Composer).attachments == ()
    told = [w.text() for w in chat.window.findChildren(QLabel) if "cat.png" in w.text()]
    assert len(told) == 1
    assert "not a text file" in told[0]


def test_a_message_that_was_not_taken_keeps_its_files(stage: Stage, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Notes", "utf-8")
    stage.part(Composer).files_offered.emit((notes,))
    stage.send("Without a pair")
    assert stage.message.toPlainText() == "Without a pair"
    assert [file.name for file in stage.part(Composer).attachments] == ["notes.md"]


def test_the_count_is_of_all_that_the_model_would_read(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    before = len(chat.engine.counted)
    chat.write("How are you?")
    counted = wait_for_count(chat, before)
    assert [message.content for message in counted] == ["Hello", "Hi", "How are you?"]
    assert counted[-1].role is Role.USER
    chat.engine.answer_count(prompt=1240, message=5, room=2856)
    assert meter(chat) == "1240 of 4096 tokens"


def test_what_changes_during_a_count_is_counted_afterwards(chat: Stage) -> None:
    chat.write("One")
    wait_for_count(chat, 0)
    chat.write(" two")
    chat.settle(400)
    assert len(chat.engine.counted) == 1, "one question at a time"
    chat.engine.answer_count(prompt=1, message=1, room=4095)
    assert [message.content for message in chat.engine.counted[-1]] == ["One two"]


def test_without_a_pair_nothing_is_counted(stage: Stage) -> None:
    stage.write("Hello")
    stage.settle(400)
    assert stage.engine.counted == []
    assert meter(stage) == ""


def test_the_attach_action_asks_for_files(chat: Stage) -> None:
    (attach,) = (a for a in chat.window.actions() if a.text() == "&Attach text files…")
    assert attach.isEnabled()
    assert attach.shortcut().toString() == "Ctrl+Shift+A"


def test_files_stay_with_the_chat_they_were_attached_in(chat: Stage, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Notes", "utf-8")
    chat.reply("Hello", make_round(plain("Hi")))
    chat.part(Composer).files_offered.emit((notes,))
    chat.ctrl("N")
    assert chat.part(Composer).attachments == ()
    chat.send("Something else")
    ((_, *_), (prompt,)) = chat.engine.prompts
    assert prompt.content == "Something else"
    chat.engine.finish()
    chat.ctrl("F")
    for _ in range(2):
        chat.press(Qt.Key.Key_Down)
    chat.press(Qt.Key.Key_Return)
    assert [file.name for file in chat.part(Composer).attachments] == ["notes.md"]


def test_files_may_be_dropped_anywhere_on_the_window(chat: Stage, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Notes", "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(notes)), QUrl("https://example.org/page.html")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    nothing = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 200), copy, data, left, nothing)
    QApplication.sendEvent(chat.window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(300, 200), copy, data, left, nothing)
    QApplication.sendEvent(chat.window, drop)
    assert [file.name for file in chat.part(Composer).attachments] == ["notes.md"]


def test_nothing_but_files_is_taken_from_a_drop(chat: Stage) -> None:
    data = QMimeData()
    data.setText("a word dragged from elsewhere")
    enter = QDragEnterEvent(
        QPoint(300, 200),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    QApplication.sendEvent(chat.window, enter)
    assert not enter.isAccepted()
