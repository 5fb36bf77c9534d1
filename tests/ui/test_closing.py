"""Closing the window in every state ends the engine, once and without complaint."""

import os
import signal
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from paceline.client.engine_client import EngineState
from paceline.errors import AppError, ErrorCode
from paceline.history.store import History
from paceline.loading import PairChoice, PairKind
from paceline.settings import Settings, Theme
from paceline.ui.application import run_window
from paceline.ui.main_window import MainWindow
from paceline.ui.notices.banner import Banner
from ui.conftest import FakePairs, Stage
from ui.fake_engine import FakeEngineClient
from ui.test_pictures import STATES


@pytest.mark.qt_log_ignore("This plugin does not support raise")  # tooltips offscreen
@pytest.mark.parametrize("state", STATES)
def test_closing_ends_the_engine(make_stage: Callable[..., Stage], state: str) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT))
    STATES[state](stage)
    stage.window.close()
    assert stage.engine.closes == 1
    assert stage.engine.state is EngineState.STOPPED
    assert not stage.window.isVisible()


def test_closing_while_the_engine_starts(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(ready=False)
    stage.window.close()
    assert stage.engine.state is EngineState.STOPPED


def test_a_late_change_is_saved_when_the_window_closes(chat: Stage) -> None:
    chat.ctrl("T")
    chat.window.close()
    assert chat.saved[-1].show_tints is False


def test_ctrl_q_closes(chat: Stage) -> None:
    chat.ctrl("Q")
    assert not chat.window.isVisible()


def windows() -> list[MainWindow]:
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    return [w for w in shown if w.isVisible()]


@pytest.mark.usefixtures("qapp")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window(number: signal.Signals) -> None:
    engine = FakeEngineClient()
    before = signal.getsignal(number)
    QTimer.singleShot(50, lambda: os.kill(os.getpid(), number))
    status = run_window(
        lambda: engine, Settings(), lambda _: None, History.in_memory(), pair_source=FakePairs()
    )
    assert status == 0
    assert engine.state is EngineState.STOPPED
    assert signal.getsignal(number) is before


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("remembered", [True, False])
def test_the_last_pair_is_opened_at_the_start(*, remembered: bool) -> None:
    engine = FakeEngineClient()
    pairs = FakePairs()
    starter = PairChoice(PairKind.STARTER)

    def play() -> None:
        if not engine.loads:
            QTimer.singleShot(20, play)
            return
        (window,) = windows()
        window.close()

    QTimer.singleShot(20, play)
    status = run_window(
        lambda: engine,
        Settings(pair=starter if remembered else PairChoice(PairKind.PRACTICE)),
        lambda _: None,
        History.in_memory(),
        pair_source=pairs,
        initial_pair=None if remembered else starter,
    )
    assert status == 0
    assert pairs.asked == [starter]


@pytest.mark.usefixtures("qapp")
def test_an_error_of_the_start_is_shown() -> None:
    seen = []

    def look() -> None:
        (window,) = windows()
        (banner,) = window.findChildren(Banner)
        seen.append(banner.text if banner.isVisible() else "")
        window.close()

    QTimer.singleShot(100, look)
    error = AppError(ErrorCode.SETTINGS_DAMAGED, "line 3")
    run_window(
        FakeEngineClient,
        Settings(),
        lambda _: None,
        History.in_memory(),
        pair_source=FakePairs(),
        startup_errors=[error],
    )
    assert seen == [str(error)]
