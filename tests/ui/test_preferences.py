"""Settings: everything declared is shown, found, changed, checked, and acts at once."""

import socket
from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDoubleSpinBox,
    QKeySequenceEdit,
    QSpinBox,
    QWidget,
)

from paceline.loading import CacheType, PairChoice, PairKind
from paceline.options import DrafterChoice
from paceline.settings import Settings, Theme
from paceline.ui.line_edit import LineEdit
from paceline.ui.preferences.declarations import declarations
from paceline.ui.preferences.dialog import SettingsDialog
from paceline.ui.preferences.keys import Bindings, objection
from paceline.ui.preferences.kinds import Number, Toggle, default, kind, with_value
from paceline.ui.preferences.row import Row
from ui.conftest import Stage, W
from ui.test_pictures import SIZES, clipped
from ui.test_reach import controls

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen

NOT_SHOWN = {
    "pair",
    "servers",
    "open_chat",
    "keys",
    "sampling.stop",
    "show_chats",
    "chats_width",
    "show_inspector",
    "inspector_width",
    "library.model_folders",
    "server.port",
    "server.for_network",
    "server.seats",
    "server.start_with_program",
    "server.pair",
}
"""What other parts of the window set."""


def paths(settings: object, before: str = "") -> set[str]:
    assert isinstance(settings, msgspec.Struct)
    found = set()
    for name in settings.__struct_fields__:
        value = getattr(settings, name)
        inner = isinstance(value, msgspec.Struct)
        found |= paths(value, f"{before}{name}.") if inner else {before + name}
    return found


def test_every_setting_is_declared_once() -> None:
    declared = [one.path for one in declarations()]
    assert len(declared) == len(set(declared))
    assert set(declared) == paths(Settings()) - NOT_SHOWN


@pytest.mark.parametrize("path", [one.path for one in declarations()])
def test_every_default_is_a_value_that_the_setting_takes(path: str) -> None:
    assert with_value(Settings(), path, default(path)) == Settings()


def test_values_outside_the_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="<= 200"):
        with_value(Settings(), "text_percent", 10_000)
    assert kind("text_percent") == Number(80, 200, whole=True, optional=False)
    assert kind("show_tints") == Toggle()


def opened(stage: Stage) -> SettingsDialog:
    stage.ctrl("Comma")
    (dialog,) = stage.window.findChildren(SettingsDialog)
    assert dialog.isVisible()
    return dialog


def control(dialog: SettingsDialog, type_: type[W], name: str) -> W:
    (found,) = (w for w in dialog.findChildren(type_) if w.accessibleName() == name)
    return found


def choose(box: QComboBox, data: str) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_a_theme_acts_at_once_and_is_kept(stage: Stage) -> None:
    dialog = opened(stage)
    choose(control(dialog, QComboBox, "Theme"), Theme.DARK)
    assert stage.appearance.theme is Theme.DARK
    stage.qtbot.waitUntil(lambda: bool(stage.saved))
    assert stage.saved[-1].theme is Theme.DARK


def test_sampling_reaches_the_next_reply(chat: Stage) -> None:
    dialog = opened(chat)
    control(dialog, QDoubleSpinBox, "Temperature").setValue(0.25)
    control(dialog, QSpinBox, "Longest reply").setValue(99)
    chat.window.activateWindow()
    chat.send("Hello")
    assert chat.engine.max_tokens[-1] == 99


def test_speculation_changes_in_the_bar_too(chat: Stage) -> None:
    dialog = opened(chat)
    choose(control(dialog, QComboBox, "Drafter"), DrafterChoice.NGRAM)
    control(dialog, QSpinBox, "Draft length").setValue(5)
    assert chat.engine.configured[-1].drafter is DrafterChoice.NGRAM
    assert chat.engine.configured[-1].draft_length == 5
    bar = [w for w in chat.window.findChildren(QSpinBox) if w.accessibleName() == "Draft length"]
    assert {box.value() for box in bar} == {5}


def test_wishes_for_loading_wait_for_the_next_loading(chat: Stage) -> None:
    dialog = opened(chat)
    again = control(dialog, QAbstractButton, "Load the pair again")
    assert not again.isVisible()
    choose(control(dialog, QComboBox, "Keys in the KV cache"), CacheType.Q8_0)
    control(dialog, QSpinBox, "Context length").setValue(2048)
    assert again.isVisible()
    again.click()
    chat.qtbot.waitUntil(lambda: len(chat.engine.loads) == 2)
    chat.engine.finish_load()
    assert chat.engine.wishes[-1].key_type is CacheType.Q8_0
    assert chat.engine.load_options[-1][0] == 2048
    assert not again.isVisible()


def test_a_seed_out_of_range_is_said_and_not_taken(stage: Stage) -> None:
    dialog = opened(stage)
    seed = control(dialog, LineEdit, "Seed")
    seed.setText("many")
    seed.editingFinished.emit()
    (row,) = (row for row in dialog.findChildren(Row) if row.isAncestorOf(seed))
    assert "whole number from 0 to 4294967294" in " ".join(said(row))
    seed.setText("42")
    seed.editingFinished.emit()
    assert "whole number" not in " ".join(said(row))
    stage.qtbot.waitUntil(lambda: bool(stage.saved))
    assert stage.saved[-1].sampling.seed == 42


def said(widget: QWidget) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_search_leaves_what_fits(stage: Stage) -> None:
    dialog = opened(stage)
    search = control(dialog, LineEdit, "Search settings and keys")
    search.setText("key_type")
    rows = [row for row in dialog.findChildren(Row) if row.isVisible()]
    assert [said(row)[0] for row in rows] == ["Keys in the KV cache"]
    search.setText("no such thing")
    assert [row for row in dialog.findChildren(Row) if row.isVisible()] == []
    assert "No setting matches “no such thing”." in said(dialog)
    search.clear()
    assert len([row for row in dialog.findChildren(Row) if row.isVisible()]) > 30


def test_one_setting_is_reset(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT, max_tokens=7, show_tints=False))
    dialog = opened(stage)
    reset = control(dialog, QAbstractButton, "Reset Longest reply")
    assert reset.isVisible()
    reset.click()
    assert not reset.isVisible()
    stage.qtbot.waitUntil(lambda: bool(stage.saved))
    assert stage.saved[-1] == Settings(theme=Theme.LIGHT, show_tints=False)


def test_all_are_reset_and_that_can_be_undone(make_stage: Callable[..., Stage]) -> None:
    before = Settings(theme=Theme.DARK, max_tokens=7, keys={"stop": "Ctrl+."})
    stage = make_stage(before)
    dialog = opened(stage)
    control(dialog, QAbstractButton, "Reset all settings and keys").click()
    assert stage.window._keeper.settings == Settings()
    undo = "Undo: All settings and keys are as on the first day."
    stage.named(QAbstractButton, undo).click()
    assert stage.window._keeper.settings == before


def test_a_key_is_changed_and_acts(chat: Stage) -> None:
    dialog = opened(chat)
    edit = control(dialog, QKeySequenceEdit, "Key for Speculation")
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    dialog.close()
    chat.window.activateWindow()
    chat.message.setFocus()
    chat.ctrl("D")
    assert chat.engine.configured == []
    chat.ctrl("J")
    assert [each.enabled for each in chat.engine.configured] == [False]
    chat.qtbot.waitUntil(lambda: bool(chat.saved))
    assert chat.window._keeper.settings.keys == {"speculate": "Ctrl+J"}


def test_a_key_in_use_is_not_taken_twice(chat: Stage) -> None:
    dialog = opened(chat)
    edit = control(dialog, QKeySequenceEdit, "Key for Speculation")
    edit.setKeySequence(QKeySequence("Ctrl+N"))
    (row,) = (row for row in dialog.findChildren(Row) if row.isAncestorOf(edit))
    assert any("“New chat”" in text for text in said(row))
    assert edit.keySequence() == QKeySequence("Ctrl+D")
    edit.setKeySequence(QKeySequence())
    assert chat.window._keeper.settings.keys == {"speculate": ""}
    assert not any("“New chat”" in text for text in said(row))


def test_keys_that_write_are_not_taken() -> None:
    assert objection("A")
    assert objection("Shift+A")
    assert objection("Return")
    assert not objection("Ctrl+A")
    assert not objection("F5")
    assert not objection("Esc")
    assert not objection("")


def test_a_key_back_at_its_default_is_not_remembered() -> None:
    bindings = Bindings({"stop": "Esc", "quit": "Ctrl+Q"}, {"stop": "Ctrl+."})
    assert bindings.with_key("stop", "Esc") == {}
    assert bindings.holder("Ctrl+.", but="quit") == "stop"
    assert bindings.holder("Esc", but="quit") is None
    assert bindings.holder("", but="quit") is None


def test_no_two_actions_share_a_key(stage: Stage) -> None:
    keys = [a.shortcut().toString() for a in stage.window.actions() if not a.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_text_grows_by_key(stage: Stage) -> None:
    stage.press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert stage.appearance.text_percent == 110
    stage.press(Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    stage.press(Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert stage.appearance.text_percent == 90
    stage.press(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert stage.appearance.text_percent == 100


def test_every_control_of_the_dialog_has_a_name(stage: Stage) -> None:
    nameless = [w for w in controls(opened(stage)) if not w.accessibleName()]
    assert nameless == []


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
def test_the_dialog_is_whole(
    make_stage: Callable[..., Stage], picture_folder: object, theme: Theme
) -> None:
    stage = make_stage(Settings(theme=theme, max_tokens=7))
    stage.window.resize(SIZES["small"])
    dialog = opened(stage)
    stage.settle(50)
    assert dialog.grab().save(f"{picture_folder}/settings-{theme}.png")
    for name in ("KV cache", "Change keys", "Nodes"):
        control(dialog, LineEdit, "Search settings and keys").setText(name)
        stage.settle(20)
        assert dialog.grab().save(f"{picture_folder}/settings-{name.split()[0]}-{theme}.png")
    control(dialog, LineEdit, "Search settings and keys").clear()
    stage.load(PairChoice(PairKind.STARTER))
    stage.settle(20)
    assert clipped(dialog) == []


def test_nodes_are_listed_checked_and_reach_the_next_loading(chat: Stage) -> None:
    dialog = opened(chat)
    nodes = control(dialog, LineEdit, "Nodes")
    check = control(dialog, QAbstractButton, "Check the nodes")
    (row,) = (row for row in dialog.findChildren(Row) if row.isAncestorOf(nodes))
    assert "Trusted networks only" in " ".join(said(row))
    assert not check.isEnabled()
    with socket.create_server(("127.0.0.1", 0)) as server:
        nowhere = f"127.0.0.1:{server.getsockname()[1]}"
    nodes.setText(nowhere)
    check.click()
    chat.qtbot.waitUntil(lambda: "could not be reached" in " ".join(said(row)))
    assert check.isEnabled()
    nodes.setText(f"{nowhere}, tower:x")
    nodes.editingFinished.emit()
    assert "a port is a number" in " ".join(said(row))
    nodes.setText(f"{nowhere}, tower")
    nodes.editingFinished.emit()
    assert "a port is a number" not in " ".join(said(row))
    control(dialog, QAbstractButton, "Load the pair again").click()
    chat.qtbot.waitUntil(lambda: len(chat.engine.loads) == 2)
    assert chat.engine.wishes[-1].nodes == (nowhere, "tower")
