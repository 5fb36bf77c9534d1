"""Asking and answering: what a person sends, sees arrive, stops and repeats."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QProgressBar

from paceline.chat import ChatMessage, Role
from paceline.errors import ErrorCode
from paceline.loading import PairChoice, PairKind
from paceline.options import Speculation
from paceline.provenance import StopReason
from paceline.settings import Settings, Theme
from ui.conftest import Stage
from ui.pointing import reply_with
from ui.replies import bonus, corrected, drafted, long_reply, make_round, plain

HELLO = ChatMessage(Role.USER, "Hello")


def test_enter_sends_and_the_reply_streams_in(chat: Stage) -> None:
    chat.send("Hello")
    assert chat.engine.prompts == [(HELLO,)]
    assert chat.message.toPlainText() == ""
    assert "Hello" in chat.shown
    chat.engine.say(make_round(plain("Good")))
    assert chat.said.endswith("Good")
    chat.engine.say(make_round(drafted(" day"), bonus("!")))
    assert chat.said.endswith("Good day!")
    chat.engine.finish()
    assert "3 tokens" in chat.shown


def test_the_next_message_carries_the_whole_conversation(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    chat.send("More")
    assert chat.engine.prompts[-1] == (
        HELLO,
        ChatMessage(Role.ASSISTANT, "Hi"),
        ChatMessage(Role.USER, "More"),
    )


def test_shift_enter_begins_a_new_line(chat: Stage) -> None:
    chat.write("one")
    chat.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    chat.write("two")
    assert chat.message.toPlainText() == "one\ntwo"
    assert chat.engine.prompts == []
    chat.press(Qt.Key.Key_Enter)
    assert chat.engine.prompts == [(ChatMessage(Role.USER, "one\ntwo"),)]


def test_a_blank_message_is_not_sent(chat: Stage) -> None:
    chat.send("  \t ")
    assert chat.engine.prompts == []
    assert not chat.named(QAbstractButton, "Send").isEnabled()


def test_send_without_a_pair_keeps_the_text_and_says_why(stage: Stage) -> None:
    stage.send("Hello")
    assert stage.message.toPlainText() == "Hello"
    assert "Choose a pair" in stage.banner.text
    assert stage.engine.prompts == []


@pytest.mark.parametrize("ready", [True, False])
def test_send_while_loading_keeps_the_text(
    make_stage: Callable[..., Stage], *, ready: bool
) -> None:
    stage = make_stage(ready=ready)
    stage.window.open_pair(PairChoice(PairKind.STARTER))
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    stage.send("Hello")
    assert stage.message.toPlainText() == "Hello"
    assert "still at work" in stage.banner.text


def test_the_longest_reply_and_the_speculation_come_from_the_settings(
    make_stage: Callable[..., Stage],
) -> None:
    speculation = Speculation(draft_length=7)
    stage = make_stage(Settings(theme=Theme.LIGHT, max_tokens=99, speculation=speculation))
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.send("Hello")
    assert stage.engine.max_tokens == [99]
    assert stage.engine.speculations == [speculation]


def test_escape_stops_and_what_was_written_stays(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("Half")))
    chat.press(Qt.Key.Key_Escape)
    assert chat.engine.cancelled == [chat.engine.last_id]
    chat.engine.finish(StopReason.CANCELLED)
    assert "Half" in chat.shown
    assert "Stopped by you" in chat.shown
    chat.send("Again")
    assert chat.engine.prompts[-1][1] == ChatMessage(Role.ASSISTANT, "Half")


def test_send_is_stop_while_a_reply_is_written(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("Half")))
    chat.click("Stop")
    assert chat.engine.cancelled == [chat.engine.last_id]
    chat.engine.finish(StopReason.CANCELLED)
    assert chat.named(QAbstractButton, "Send").isVisible()


def test_text_written_during_a_reply_is_neither_sent_nor_lost(chat: Stage) -> None:
    chat.send("Hello")
    chat.send("and then?")
    assert len(chat.engine.prompts) == 1
    chat.engine.say(make_round(plain("Hi")))
    chat.engine.finish()
    assert chat.message.toPlainText() == "and then?"


def test_a_question_stopped_before_the_first_word_stays_and_can_be_answered(chat: Stage) -> None:
    chat.send("Hello")
    chat.write("and")
    chat.press(Qt.Key.Key_Escape)
    chat.engine.finish_cancelled(chat.engine.last_id)
    assert chat.message.toPlainText() == "and"
    assert "Hello" in chat.shown
    chat.ctrl("R")
    assert chat.engine.prompts[-1] == (HELLO,)
    chat.engine.say(make_round(plain("Hi")))
    assert chat.shown.count("Hello") == 1
    assert chat.said.endswith("Hi")


def test_what_is_said_after_an_unanswered_question_is_read_with_it(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.finish_cancelled(chat.engine.last_id)
    chat.send("Is anybody there?")
    assert chat.engine.prompts[-1] == (ChatMessage(Role.USER, "Hello\n\nIs anybody there?"),)


def test_regenerate_asks_again_and_replaces_the_reply(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("First")))
    chat.ctrl("R")
    assert list(chat.engine.prompts[-1]) == [HELLO]
    assert "First" in chat.shown, "the old reply stays until the new one begins"
    chat.engine.say(make_round(plain("Second")))
    chat.engine.finish()
    assert "First" not in chat.shown
    assert chat.shown.count("Hello") == 1
    chat.send("More")
    assert chat.engine.prompts[-1][1] == ChatMessage(Role.ASSISTANT, "Second")


def test_regenerate_that_fails_at_once_leaves_the_old_reply(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("First")))
    chat.ctrl("R")
    chat.engine.fail(ErrorCode.DECODE_FAILED, "no reason")
    assert "First" in chat.shown
    chat.send("More")
    assert chat.engine.prompts[-1][1] == ChatMessage(Role.ASSISTANT, "First")


def test_new_chat_forgets_the_conversation(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    chat.ctrl("N")
    assert chat.shown == ""
    chat.send("Fresh")
    assert chat.engine.prompts[-1] == (ChatMessage(Role.USER, "Fresh"),)


def test_a_reply_goes_on_behind_a_new_chat_until_that_asks(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("Half")))
    old = chat.engine.last_id
    chat.ctrl("N")
    assert chat.engine.cancelled == []
    assert chat.shown == ""
    chat.send("Fresh")
    assert chat.engine.cancelled == [old]
    chat.engine.say(make_round(plain(" a ghost")), request_id=old)
    assert "ghost" not in chat.shown
    chat.engine.say(make_round(plain("Answer")))
    assert chat.said.endswith("Answer")


def test_a_reply_without_a_word_still_ends(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.finish()
    assert "0 tokens" in chat.shown
    assert chat.named(QAbstractButton, "Send").isVisible()


def test_a_question_that_failed_stays_and_the_reason_is_said(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.fail(ErrorCode.PROMPT_TOO_LONG, "9,000 of 4,096 tokens")
    assert "Hello" in chat.shown
    assert "9,000 of 4,096" in chat.banner.text


def test_a_long_prefill_shows_progress_and_can_be_cancelled(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.prefill(100, 1000)
    chat.settle(450)
    chat.engine.prefill(500, 1000)
    bar = chat.named(QProgressBar, "Reading the prompt, 1,000 tokens")
    assert bar.isVisible()
    assert bar.value() == 500
    chat.click("Cancel")
    assert chat.engine.cancelled == [chat.engine.last_id]
    chat.engine.finish_cancelled(chat.engine.last_id)
    assert not bar.isVisible()
    assert "Hello" in chat.shown


def test_the_progress_of_prefill_goes_with_the_first_word(chat: Stage) -> None:
    chat.send("Hello")
    chat.settle(450)
    chat.engine.prefill(500, 1000)
    bar = chat.named(QProgressBar, "Reading the prompt, 1,000 tokens")
    chat.engine.say(make_round(plain("Hi")))
    assert not bar.isVisible()


def test_the_view_follows_the_end_unless_the_person_scrolled_away(chat: Stage) -> None:
    for number in range(3):
        chat.reply(f"Question {number}", *long_reply())
    bar = chat.transcript.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    chat.send("Another")
    bar.setValue(bar.maximum() // 2)
    there = bar.value()
    chat.engine.say(*long_reply())
    assert bar.value() == there
    bar.setValue(bar.maximum())
    chat.engine.say(*long_reply())
    assert bar.value() == bar.maximum()


def test_a_caret_at_the_end_is_not_pushed_along(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("One")))
    text = reply_with(chat.transcript, "One")
    cursor = text.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    text.setTextCursor(cursor)
    here = cursor.position()
    chat.engine.say(make_round(drafted(" two"), corrected(" three", " four")))
    assert chat.said.endswith("One two three")
    assert text.textCursor().position() == here
    assert not text.textCursor().hasSelection()
