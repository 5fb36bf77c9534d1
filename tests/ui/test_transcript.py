"""The column of messages as a person uses it: reading, scrolling, thoughts, branches."""

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from paceline.history.records import Attachment, MessageState
from paceline.provenance import Round
from paceline.ui.transcript.attachment_chip import AttachmentDialog
from paceline.ui.transcript.transcript import Transcript
from ui.columns import Make, button, buttons, edit, enter, long_chat, press, row
from ui.conftest import Stage
from ui.messages import branch, finished, question, reply, text_of, writing
from ui.pointing import texts
from ui.replies import drafted, long_reply, make_round, plain

# Only what is near exists ---------------------------------------------------------------------


def test_of_thousands_of_messages_only_those_near_the_view_exist(make_transcript: Make) -> None:
    transcript = make_transcript(*long_chat(4000))
    bar = transcript.verticalScrollBar()
    for place in (0, bar.maximum() // 2, bar.maximum()):
        bar.setValue(place)
        QTest.qWait(100)
        assert 1 <= len(transcript.rows) <= 25
    assert "Answer 1999." in "".join(edit.toPlainText() for edit in texts(transcript))


def test_a_chat_opens_at_its_end(make_transcript: Make) -> None:
    transcript = make_transcript(*long_chat(40))
    bar = transcript.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    assert max(transcript.rows) == 39


def test_scrolling_up_step_by_step_never_makes_the_text_jump(make_transcript: Make) -> None:
    """Heights that were guessed wrong must not move what the reader looks at."""
    transcript = make_transcript(*long_chat(60))
    bar = transcript.verticalScrollBar()
    for _ in range(400):
        before = {index: one.y() for index, one in transcript.rows.items() if one.settled}
        bar.setValue(bar.value() - 40)
        moved = {
            one.y() - before[index]
            for index, one in transcript.rows.items()
            if index in before and one.geometry().intersects(transcript.viewport().rect())
        }
        assert moved <= {40} or bar.value() < 40
        if bar.value() == 0:
            break
        QTest.qWait(1)
    assert bar.value() == 0
    assert row(transcript, 0).y() > 0


def test_a_resized_window_keeps_the_first_message_in_view_at_its_place(
    make_transcript: Make,
) -> None:
    transcript = make_transcript(*long_chat(60))
    bar = transcript.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    QTest.qWait(100)
    first = min(i for i, one in transcript.rows.items() if one.geometry().bottom() > 0)
    place = row(transcript, first).y()
    transcript.resize(520, 500)
    texts(transcript)
    assert row(transcript, first).y() == place
    transcript.resize(700, 500)
    texts(transcript)
    assert row(transcript, first).y() == place


# Following the end ----------------------------------------------------------------------------


def stream(transcript: Transcript, rounds: list[Round]) -> None:
    for one in rounds:
        transcript.append_round(one)
    texts(transcript)


def test_after_a_far_jump_the_view_is_full(make_transcript: Make, qtbot: QtBot) -> None:
    transcript = make_transcript(*long_chat(400))
    bar, view = transcript.verticalScrollBar(), transcript.viewport()

    def gaps() -> list[int]:
        """Heights in the middle of the view at which no message stands."""
        x = view.width() // 2
        inner = range(0, view.height(), 40)
        return [y for y in inner if view.childAt(x, y) is None]

    for share in (2, 10, 3, 7, 4):
        bar.setValue(bar.maximum() // share)
        assert len(gaps()) < view.height() // 40, "something is there at once"
        qtbot.waitUntil(lambda: len(gaps()) <= 2)


def test_a_reply_is_followed_until_the_person_scrolls_away_and_again_after_jumping(
    make_transcript: Make,
) -> None:
    transcript = make_transcript(*long_chat(10), question("And now?"))
    answer = writing()
    transcript.set_entries(11, [answer])
    transcript.begin_reply(11, continues=False)
    bar = transcript.verticalScrollBar()
    stream(transcript, [one for _ in range(4) for one in long_reply()])
    assert bar.value() == bar.maximum()
    assert "Jump to the end" not in buttons(transcript)
    bar.setValue(bar.maximum() - 300)
    there = row(transcript, 11).y()
    stream(transcript, [one for _ in range(8) for one in long_reply()])
    assert row(transcript, 11).y() == there
    QTest.mouseClick(button(transcript, "Jump to the end"), Qt.MouseButton.LeftButton)
    assert bar.value() == bar.maximum()
    stream(transcript, long_reply())
    assert bar.value() == bar.maximum()


def test_an_own_message_is_followed_again(make_transcript: Make) -> None:
    transcript = make_transcript(*long_chat(20))
    bar = transcript.verticalScrollBar()
    bar.setValue(0)
    transcript.set_entries(20, [question("Something else")])
    assert bar.value() == bar.maximum()


def test_a_reply_scrolled_out_of_sight_goes_on_and_is_whole_at_its_end(
    make_transcript: Make,
) -> None:
    transcript = make_transcript(*long_chat(30))
    answer = writing()
    transcript.set_entries(30, [answer])
    transcript.begin_reply(30, continues=False)
    stream(transcript, long_reply())
    transcript.verticalScrollBar().setValue(0)
    QTest.qWait(50)
    stream(transcript, long_reply())
    said = [*long_reply(), *long_reply()]
    transcript.update_entry(30, finished(answer, said))
    transcript.end_reply()
    transcript.follow()
    assert row(transcript, 30).source_text() == text_of(said)


# What a message shows -------------------------------------------------------------------------


def test_the_persons_text_is_not_read_as_markdown(make_transcript: Make) -> None:
    transcript = make_transcript(question("**not bold** <b>nor this</b>\n# nor a title"))
    assert texts(transcript)[0].toPlainText() == "**not bold** <b>nor this</b>\n# nor a title"


@pytest.mark.qt_log_ignore("This plugin does not support")  # dialogs offscreen
def test_files_show_as_chips_and_their_text_when_pressed(
    make_transcript: Make, qtbot: QtBot
) -> None:
    transcript = make_transcript(question("Read this", Attachment("notes & more.txt", "x" * 3300)))
    chip = button(transcript, "notes && more.txt · 3.3 kB")
    assert chip.accessibleName() == "Attached file notes & more.txt, 3.3 kB"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    (dialog,) = transcript.window().findChildren(AttachmentDialog)
    assert dialog.findChildren(QPlainTextEdit)[0].toPlainText() == "x" * 3300
    dialog.reject()
    qtbot.waitUntil(lambda: not transcript.window().findChildren(AttachmentDialog))


def test_a_pasted_book_shows_its_beginning_and_more_when_asked(make_transcript: Make) -> None:
    transcript = make_transcript(question("word " * 3000))
    assert len(texts(transcript)[0].toPlainText()) == 3000
    QTest.mouseClick(button(transcript, "Show 12,000 more characters"), Qt.MouseButton.LeftButton)
    assert len(texts(transcript)[0].toPlainText()) == 15_000
    assert not any(text.startswith("Show") for text in buttons(transcript))


def test_a_whole_library_is_laid_out_in_part_and_copied_in_whole(make_transcript: Make) -> None:
    library = "x" * 1_000_000
    transcript = make_transcript(question(library))
    QTest.mouseClick(button(transcript, "Show 997,000 more characters"), Qt.MouseButton.LeftButton)
    assert len(texts(transcript)[0].toPlainText()) < 50_000
    assert "984,000 more characters; Copy takes them all" in buttons(transcript)
    assert row(transcript, 0).source_text() == library


def test_the_footer_tells_length_speed_and_who_guessed_how_well(make_transcript: Make) -> None:
    rounds = long_reply()
    answer = reply(text_of(rounds), rounds)
    transcript = make_transcript(answer, rounds={answer.id: rounds})
    said = row(transcript, 0).accessibleDescription()
    for fact in ("A reply of 53 tokens", "the draft model", "drafted", "corrected"):
        assert fact in said
    assert row(transcript, 0).accessibleName().startswith("Practice pair: A binary search tree")


@pytest.mark.parametrize("state", [MessageState.STOPPED, MessageState.INTERRUPTED])
def test_an_unfinished_reply_offers_to_go_on(
    make_transcript: Make, qtbot: QtBot, state: MessageState
) -> None:
    rounds = long_reply()[:4]
    answer = reply(text_of(rounds), rounds, state=state)
    transcript = make_transcript(question("Q"), answer, rounds={answer.id: rounds})
    with qtbot.waitSignal(transcript.continue_requested):
        QTest.mouseClick(button(transcript, "Continue"), Qt.MouseButton.LeftButton)
    transcript.set_entries(2, [question("Never mind")])
    assert "Continue" not in buttons(transcript)


def test_branches_can_be_stepped_through(make_transcript: Make, qtbot: QtBot) -> None:
    answer = branch(reply("Second"), 1, 3)
    transcript = make_transcript(question("Q"), answer)
    for name, step in (("Previous branch", -1), ("Next branch", 1)):
        (arrow,) = (b for b in transcript.findChildren(QToolButton) if b.accessibleName() == name)
        with qtbot.waitSignal(transcript.branch_requested) as asked:
            QTest.mouseClick(arrow, Qt.MouseButton.LeftButton)
        assert asked.args == [answer.id, step]
        assert arrow.accessibleDescription() == "2 of 3"


def thinking(count: int) -> list[Round]:
    rounds = long_reply()[:count]
    replace = msgspec.structs.replace
    return [
        replace(one, tokens=tuple(replace(token, reasoning=True) for token in one.tokens))
        for one in rounds
    ]


def test_a_thought_is_closed_until_it_is_asked_for(make_transcript: Make) -> None:
    rounds = [*thinking(3), make_round(plain("Forty-two."))]
    answer = reply(text_of(rounds), rounds)
    transcript = make_transcript(answer, rounds={answer.id: rounds})
    assert texts(transcript)[0].toPlainText() == "Forty-two."
    disclosure = button(transcript, "Thought for 7 tokens")
    QTest.mouseClick(disclosure, Qt.MouseButton.LeftButton)
    assert "binary search tree" in texts(transcript)[0].toPlainText()
    QTest.mouseClick(disclosure, Qt.MouseButton.LeftButton)
    assert texts(transcript)[0].toPlainText() == "Forty-two."


def test_a_thought_is_counted_while_it_streams_and_closes_at_the_answer(
    make_transcript: Make,
) -> None:
    transcript = make_transcript(question("Q"))
    transcript.set_entries(1, [writing()])
    transcript.begin_reply(1, continues=False)
    stream(transcript, thinking(3))
    assert button(transcript, "Thinking, 7 tokens so far").isChecked()
    stream(transcript, [make_round(plain("Forty-two."))])
    assert not button(transcript, "Thought for 7 tokens").isChecked()
    assert texts(transcript)[-1].toPlainText() == "Forty-two."


# What can be done with a message --------------------------------------------------------------


def test_the_actions_go_to_the_message_under_the_mouse(make_transcript: Make, qtbot: QtBot) -> None:
    entries = [question("One"), reply("Two"), question("Three"), reply("Four")]
    transcript = make_transcript(*entries)
    QGuiApplication.clipboard().clear()
    for index, content in ((0, "One"), (1, "Two"), (3, "Four")):
        enter(transcript, index)
        QTest.mouseClick(button(transcript, "Copy"), Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == content
    enter(transcript, 1)
    with qtbot.waitSignal(transcript.regenerate_requested) as asked:
        QTest.mouseClick(button(transcript, "Regenerate"), Qt.MouseButton.LeftButton)
    assert asked.args == [entries[1].id]
    with qtbot.waitSignal(transcript.inspect_requested) as asked:
        QTest.mouseClick(button(transcript, "Inspect"), Qt.MouseButton.LeftButton)
    assert asked.args == [entries[1].id]


def test_while_a_reply_is_written_nothing_else_can_be_asked_for(make_transcript: Make) -> None:
    transcript = make_transcript(question("One"), reply("Two"))
    enter(transcript, 0)
    assert "Edit" in buttons(transcript)
    transcript.set_busy(busy=True)
    assert "Edit" not in buttons(transcript)
    assert "Copy" in buttons(transcript)


def test_raw_shows_what_the_model_wrote_and_back(make_transcript: Make) -> None:
    transcript = make_transcript(reply("Some **bold** words"))
    assert texts(transcript)[0].toPlainText() == "Some bold words"
    QTest.mouseClick(button(transcript, "Raw"), Qt.MouseButton.LeftButton)
    assert texts(transcript)[0].toPlainText() == "Some **bold** words"
    QTest.mouseClick(button(transcript, "Formatted"), Qt.MouseButton.LeftButton)
    assert texts(transcript)[0].toPlainText() == "Some bold words"


@pytest.mark.qt_log_ignore("This plugin does not support")  # menus offscreen
def test_the_context_menu_offers_what_the_actions_do(make_transcript: Make, qtbot: QtBot) -> None:
    rounds = long_reply()
    answer = reply(text_of(rounds), rounds)
    transcript = make_transcript(question("Q"), answer, rounds={answer.id: rounds})
    place = row(transcript, 1).geometry().center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, transcript.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(row(transcript, 1), event)
    (menu,) = (one for one in transcript.findChildren(QMenu) if one.isVisible())
    labels = [action.text() for action in menu.actions()]
    assert labels[:3] == ["Copy", "Regenerate", "Continue"]
    assert {"Raw", "Inspect", "Check parity"} <= set(labels)
    (parity,) = (action for action in menu.actions() if action.text() == "Check parity")
    with qtbot.waitSignal(transcript.parity_requested) as asked:
        parity.trigger()
    assert asked.args == [answer.id]
    menu.close()


def test_a_narrow_row_keeps_the_rest_behind_more(make_transcript: Make) -> None:
    rounds = long_reply()
    answer = reply(text_of(rounds), rounds)
    transcript = make_transcript(answer, rounds={answer.id: rounds})
    assert "…" not in buttons(transcript)
    transcript.resize(330, 500)
    texts(transcript)
    assert "…" in buttons(transcript)
    assert "Check parity" not in buttons(transcript)


# In the window --------------------------------------------------------------------------------


def test_editing_in_the_window_asks_again_and_branches(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    box = edit(chat.transcript, 0)
    QTest.keyClicks(box, " you")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert chat.engine.prompts[-1][-1].content == "Hello you"
    chat.engine.say(make_round(plain("Good day")))
    chat.engine.finish()
    assert "Hello you" in chat.said
    assert chat.said.endswith("Good day")
    (arrow,) = (
        one
        for one in chat.transcript.findChildren(QToolButton)
        if one.accessibleName() == "Previous branch"
    )
    QTest.mouseClick(arrow, Qt.MouseButton.LeftButton)
    assert chat.said == "Hello\nHi"


def test_a_stopped_reply_goes_on_where_it_ended(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("Half")))
    chat.press(Qt.Key.Key_Escape)
    chat.engine.finish_cancelled(chat.engine.last_id)
    (go_on,) = (
        one
        for one in chat.transcript.findChildren(QPushButton)
        if one.text() == "Continue" and one.isVisible()
    )
    QTest.mouseClick(go_on, Qt.MouseButton.LeftButton)
    chat.engine.say(make_round(drafted(" and"), plain(" the rest")))
    chat.engine.finish()
    assert chat.said.endswith("Half and the rest")


def test_ctrl_u_shows_all_replies_as_they_were_written(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("Some *words*")))
    chat.ctrl("U")
    assert chat.said.endswith("Some *words*")
    chat.ctrl("U")
    assert chat.said.endswith("Some words")


def test_a_larger_text_changes_all_messages_at_once(chat: Stage) -> None:
    chat.reply("Hello", *long_reply())
    before = [edit.document().defaultFont().pointSizeF() for edit in texts(chat.transcript)]
    font = chat.transcript.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    chat.transcript.setFont(font)
    after = [edit.document().defaultFont().pointSizeF() for edit in texts(chat.transcript)]
    assert after == pytest.approx([1.5 * size for size in before])
    for edit_ in texts(chat.transcript):
        assert edit_.document().size().height() <= edit_.height() + 1


def test_leaving_the_text_hides_what_the_caret_told(make_transcript: Make, qtbot: QtBot) -> None:
    rounds = long_reply()
    answer = reply(text_of(rounds), rounds)
    transcript = make_transcript(answer, rounds={answer.id: rounds})
    told: list[object] = []
    transcript.token_visited.connect(told.append)
    transcript.setFocus()
    press(transcript, Qt.Key.Key_Return)
    press(transcript, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: bool(told) and told[-1] is not None)
    press(transcript, Qt.Key.Key_Escape)
    assert told[-1] is None


def test_the_mouse_gone_the_actions_are_those_of_the_last_message(make_transcript: Make) -> None:
    transcript = make_transcript(question("One"), reply("Two"))
    enter(transcript, 0)
    assert "Edit" in buttons(transcript)
    QApplication.sendEvent(transcript, QEvent(QEvent.Type.Leave))
    assert "Regenerate" in buttons(transcript)
    assert button(transcript, "Copy").mapTo(transcript, QPoint()).y() > row(transcript, 1).y()
