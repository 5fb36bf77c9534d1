"""When something goes wrong: what happened, why, and the button that helps."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QToolButton

from paceline.errors import AppError, ErrorCode, sentence
from paceline.loading import PairChoice, PairKind
from paceline.settings import Settings, Theme
from paceline.ui.failure import Failure, Remedy, label
from paceline.ui.reply_text.reply_text import ReplyText
from ui.conftest import Stage
from ui.replies import make_round, plain
from ui.test_pictures import clipped


@pytest.mark.parametrize("code", ErrorCode)
def test_every_failure_has_its_sentence_and_its_button(stage: Stage, code: ErrorCode) -> None:
    stage.window.show_failure(Failure(code, "a detail of some length"))
    stage.settle(20)
    assert stage.banner.isVisible()
    assert stage.banner.text == sentence(code, "a detail of some length")
    remedy = Failure(code).remedy
    if remedy is not Remedy.NONE:
        assert remedy_button(stage).accessibleName() == label(remedy).replace("&", "")
        assert remedy_button(stage).isVisible()
    assert clipped(stage.window) == []
    stage.click("Dismiss")
    assert not stage.banner.isVisible()


def test_code_that_cannot_be_saved_is_not_lost_in_silence(chat: Stage, tmp_path: Path) -> None:
    chat.reply("Write code", make_round(plain("```python\nx = 1\n```\n")))
    text = chat.part(ReplyText)
    chat.qtbot.waitUntil(lambda: text.settled)
    (tmp_path / "file").write_text("not a folder")
    nowhere = tmp_path / "file" / "code.py"
    text.code_bars.choose_file = lambda *_: nowhere
    chat.click("Save this code to a file")
    assert chat.banner.text == sentence(ErrorCode.FILE_UNWRITABLE, str(nowhere))


def test_a_file_error_leads_to_another_file(stage: Stage) -> None:
    stage.file_answers.append(Path("/mine/good.gguf"))
    stage.window.show_failure(Failure(ErrorCode.FILE_EMPTY, "bad.gguf"))
    stage.click("Open another file…")
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    assert stage.engine.loads == [(Path("/mine/good.gguf"), None)]


def test_a_crash_leaves_window_and_text_and_restart_works(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("Half a re")))
    chat.write("my next question")
    chat.engine.crash()
    assert chat.window.isVisible()
    assert "Half a re" in chat.shown
    assert "Interrupted" in chat.shown
    assert chat.message.toPlainText() == "my next question"
    assert "stopped unexpectedly" in chat.banner.text
    chat.click("Restart engine")
    assert chat.engine.restarts == 1
    assert not chat.banner.isVisible()
    chat.engine.become_ready()
    chat.engine.finish_load()
    assert chat.chip == "Idle · ready"
    chat.press(Qt.Key.Key_Return)
    assert [message.content for message in chat.engine.prompts[-1]] == [
        "Hello",
        "Half a re",
        "my next question",
    ]


def test_a_crash_before_the_first_word_leaves_a_question_to_be_answered(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.crash()
    assert "Hello" in chat.shown
    chat.ctrl("R")
    assert "not running" in chat.banner.text
    chat.click("Restart engine")
    chat.engine.become_ready()
    chat.engine.finish_load()
    chat.ctrl("R")
    assert [message.content for message in chat.engine.prompts[-1]] == ["Hello"]


def test_a_crash_while_a_pair_loads_can_be_restarted(stage: Stage) -> None:
    stage.click("Practice pair")
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    stage.engine.crash()
    assert stage.chip == "Failed · engine stopped"
    assert stage.banner.remedy is Remedy.RESTART
    stage.click("Restart engine")
    stage.engine.become_ready()
    stage.qtbot.waitUntil(lambda: len(stage.engine.loads) == 2)
    stage.engine.finish_load()
    assert stage.chip == "Idle · ready"


def test_a_pair_that_crashes_the_engine_gives_way_to_the_one_in_use(chat: Stage) -> None:
    chat.window.open_pair(PairChoice(PairKind.FILES, "/mine/evil.gguf"))
    chat.qtbot.waitUntil(lambda: len(chat.engine.loads) == 2)
    chat.engine.crash()
    chat.click("Restart engine")
    chat.engine.become_ready()
    chat.engine.finish_load()
    assert chat.engine.loads[-1][0] == Path("/models/practice.gguf")
    assert chat.named(QToolButton, "Pair: Practice pair").isVisible()


def test_a_second_crash_after_the_restart_is_told_again(chat: Stage) -> None:
    chat.engine.crash()
    chat.click("Restart engine")
    chat.engine.crash()
    assert stage_failed(chat)
    chat.click("Restart engine")
    chat.engine.become_ready()
    chat.engine.finish_load()
    assert chat.chip == "Idle · ready"


def remedy_button(stage: Stage) -> QAbstractButton:
    """The banner's own; other buttons may be called like it."""
    buttons = stage.banner.findChildren(QAbstractButton)
    (button,) = (one for one in buttons if one.objectName() == "bannerRemedy")
    return button


def stage_failed(stage: Stage) -> bool:
    return stage.chip.startswith("Failed") and stage.banner.isVisible()


def test_a_dismissed_crash_is_still_told_by_the_chip_and_when_sending(chat: Stage) -> None:
    chat.engine.crash()
    chat.click("Dismiss")
    assert chat.chip == "Failed · engine stopped"
    chat.send("Hello")
    assert chat.banner.remedy is Remedy.RESTART
    assert chat.message.toPlainText() == "Hello"


def test_opening_a_pair_without_an_engine_offers_the_restart(chat: Stage) -> None:
    chat.engine.crash()
    chat.click("Dismiss")
    chat.window.open_pair(PairChoice(PairKind.STARTER))
    chat.qtbot.waitUntil(chat.banner.isVisible)
    assert chat.banner.remedy is Remedy.RESTART


def test_a_reply_that_fails_in_the_middle_keeps_what_was_written(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("Half")))
    chat.engine.fail(ErrorCode.DECODE_FAILED, "decode returned 1")
    assert "Half" in chat.shown
    assert "Interrupted" in chat.shown
    chat.click("Regenerate")
    assert len(chat.engine.prompts) == 2


def test_a_new_chat_helps_where_the_conversation_is_too_long(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    chat.send("A long one")
    chat.engine.fail(ErrorCode.PROMPT_TOO_LONG, "9,000 of 4,096 tokens")
    remedy_button(chat).click()
    assert chat.shown == ""
    assert chat.message.toPlainText() == "A long one"


def test_settings_that_cannot_be_saved_are_said(
    make_stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT))

    def refuse(_settings: Settings) -> None:
        raise AppError(ErrorCode.DISK_FULL, "no space left")

    monkeypatch.setattr(stage.window._keeper, "_save", refuse)
    stage.ctrl("T")
    stage.qtbot.waitUntil(stage.banner.isVisible)
    assert "no space left" in stage.banner.text
