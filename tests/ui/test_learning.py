"""Learning from chats in the window: on unless switched off, and forgotten at a word."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction

from paceline import paths
from paceline.errors import ErrorCode
from paceline.loading import PairChoice, PairKind
from paceline.protocol.messages import Finished
from paceline.settings import Settings, Theme
from paceline.ui.failure import Remedy
from paceline.ui.learning import forgotten_text
from paceline.ui.notices.toasts import Toast
from ui.conftest import Stage
from ui.replies import make_round, plain


def entry(stage: Stage, text: str) -> QAction:
    """The menu's entry of this name."""
    found = {each.text().replace("&", ""): each for each in stage.window.actions()}
    return found[text]


def test_a_pair_learns_in_the_persons_own_folder(chat: Stage) -> None:
    assert chat.engine.learned_folders == [paths.learned_folder()]
    assert entry(chat, "Learn from my chats").isChecked()


def test_switched_off_in_the_settings_nothing_is_learned(
    make_stage: Callable[..., Stage],
) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT, learn_from_chats=False))
    stage.load(PairChoice(PairKind.PRACTICE))
    assert stage.engine.learned_folders == [None]
    assert not entry(stage, "Learn from my chats").isChecked()


def test_the_switch_takes_effect_at_once_and_is_remembered(chat: Stage) -> None:
    entry(chat, "Learn from my chats").trigger()
    chat.qtbot.waitUntil(lambda: len(chat.engine.loads) == 2)
    chat.engine.finish_load()
    assert chat.engine.learned_folders == [paths.learned_folder(), None]
    assert chat.engine.loads[0] == chat.engine.loads[1]
    chat.settle(600)
    assert not chat.saved[-1].learn_from_chats


def test_without_a_pair_the_switch_loads_nothing(stage: Stage) -> None:
    entry(stage, "Learn from my chats").trigger()
    stage.settle()
    assert stage.engine.loads == []


def test_forgetting_is_asked_back_and_told(chat: Stage) -> None:
    chat.forget_answers[:] = [False, True]
    entry(chat, "Forget what was learned…").trigger()
    assert chat.engine.forgotten == []
    entry(chat, "Forget what was learned…").trigger()
    assert chat.engine.forgotten == [paths.learned_folder()]
    chat.engine.request_finished.emit(Finished(chat.engine.last_id))
    assert chat.named(Toast, forgotten_text()).isVisible()


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (ErrorCode.FILE_UNWRITABLE, Remedy.TRY_AGAIN),
        (ErrorCode.ENGINE_NOT_STARTED, Remedy.RESTART),
    ],
)
def test_what_could_not_be_forgotten_is_said(chat: Stage, code: ErrorCode, remedy: Remedy) -> None:
    chat.forget_answers[:] = [True]
    entry(chat, "Forget what was learned…").trigger()
    chat.engine.fail(code, "somewhere")
    assert "somewhere" in chat.banner.text
    assert chat.banner.remedy is remedy


def test_neither_is_offered_in_the_middle_of_a_reply(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(plain("one")))
    for text in ("Learn from my chats", "Forget what was learned…"):
        assert not entry(chat, text).isEnabled()
    chat.engine.finish()
    for text in ("Learn from my chats", "Forget what was learned…"):
        assert entry(chat, text).isEnabled()
