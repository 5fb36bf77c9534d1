"""Everything can be reached by keyboard and has a name for a screen reader."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QPlainTextEdit,
    QProgressBar,
    QTextEdit,
    QWidget,
)

from paceline.settings import Settings, Theme
from ui.conftest import Stage
from ui.pointing import texts
from ui.replies import long_reply
from ui.test_pictures import STATES

CONTROLS = (QAbstractButton, QAbstractSpinBox, QPlainTextEdit, QTextEdit, QProgressBar)


def controls(window: QWidget) -> list[QWidget]:
    found = [w for w in window.findChildren(QWidget) if isinstance(w, CONTROLS) and w.isVisible()]
    return [w for w in found if not w.objectName().startswith("qt_")]


@pytest.mark.qt_log_ignore("This plugin does not support raise")  # tooltips offscreen
@pytest.mark.parametrize("state", STATES)
def test_every_control_has_a_name(make_stage: Callable[..., Stage], state: str) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT))
    STATES[state](stage)
    nameless = [w for w in controls(stage.window) if not w.accessibleName()]
    assert nameless == []


def go_to_message(stage: Stage, index: int) -> None:
    """Go there with the keys for it: into the conversation, to its beginning, and down."""
    stage.press(
        Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    )
    stage.press(Qt.Key.Key_Home)
    for _ in range(index):
        stage.press(Qt.Key.Key_Down)


@pytest.mark.parametrize("state", ["empty", "ready", "streaming", "crashed", "building"])
def test_tab_reaches_every_control(make_stage: Callable[..., Stage], state: str) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT))
    STATES[state](stage)
    stage.message.setFocus()
    wanted = {
        w for w in controls(stage.window) if w.isEnabled() and not isinstance(w, QProgressBar)
    }
    reached = set()
    for _ in range(60):
        reached.add(stage.window.focusWidget())
        stage.press(Qt.Key.Key_Tab)
    for message in range(len(stage.transcript.entries)):
        go_to_message(stage, message)
        for _ in range(20):
            reached.add(stage.window.focusWidget())
            stage.press(Qt.Key.Key_Tab)
    assert wanted <= reached, {w.accessibleName() for w in wanted - reached}


def test_every_action_with_a_key_is_in_a_menu(stage: Stage) -> None:
    keys = {action.shortcut().toString() for action in stage.window.actions()} - {""}
    expected = {"Ctrl+N", "Ctrl+R", "Esc", "Ctrl+D", "Ctrl+T", "Ctrl+O", "Ctrl+Shift+O", "Ctrl+Q"}
    assert expected <= keys
    in_menus = set()
    for entry in stage.window.menuBar().actions():
        menu = entry.menu()
        assert isinstance(menu, QWidget)
        in_menus |= {action.shortcut().toString() for action in menu.actions()}
    assert keys <= in_menus


def test_keys_lead_to_the_conversation_and_back(chat: Stage) -> None:
    chat.reply("Hello", *long_reply())
    chat.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    assert chat.transcript.isAncestorOf(chat.window.focusWidget())
    chat.ctrl("L")
    assert chat.message.hasFocus()


def test_the_keys_work_while_the_person_writes(chat: Stage) -> None:
    chat.write("words that must stay")
    for letter in "DTDT":
        chat.ctrl(letter)
    assert chat.message.toPlainText() == "words that must stay"
    assert len(chat.engine.configured) == 2


@pytest.mark.parametrize("points", [8, 14])
def test_the_window_grows_with_the_font(make_stage: Callable[..., Stage], points: int) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = application.font()
    font = application.font()
    font.setPointSize(points)
    application.setFont(font)
    try:
        stage = make_stage(Settings(theme=Theme.LIGHT))
        STATES["streaming"](stage)
        for edit in texts(stage.transcript):
            assert edit.document().defaultFont().pointSizeF() == pytest.approx(points * 1.1)
    finally:
        application.setFont(before)
