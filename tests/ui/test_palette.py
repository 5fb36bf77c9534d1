"""Every action, chat and setting is reached from one field, by keyboard alone."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit

from paceline.settings import Settings, Theme
from paceline.ui.help.about import bundled
from paceline.ui.help.sheet import Sheet
from paceline.ui.palette.sheet import PaletteSheet
from paceline.ui.preferences.dialog import SettingsDialog
from ui.conftest import Stage
from ui.replies import make_round, plain
from ui.test_pictures import clipped
from ui.test_reach import controls

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen


def opened(stage: Stage) -> PaletteSheet:
    stage.ctrl("K")
    (sheet,) = stage.window.findChildren(PaletteSheet)
    assert sheet.isVisible()
    return sheet


def type_into(sheet: PaletteSheet, text: str) -> None:
    field = sheet.focusWidget()
    assert field is not None
    QTest.keyClicks(field, text)


def enter(sheet: PaletteSheet, key: Qt.Key = Qt.Key.Key_Return) -> None:
    QTest.keyClick(sheet.focusWidget(), key)


def test_an_action_is_found_and_done(chat: Stage) -> None:
    sheet = opened(chat)
    type_into(sheet, "specul")
    assert sheet.titles[0] == "Speculation"
    enter(sheet)
    assert not sheet.isVisible()
    assert [each.enabled for each in chat.engine.configured] == [False]
    assert opened(chat).titles[0] == "Speculation", "what was done last comes first"


def test_arrows_choose(chat: Stage) -> None:
    sheet = opened(chat)
    type_into(sheet, "theme_")
    type_into(sheet, "\b" * 6)
    second = sheet.titles[1]
    enter(sheet, Qt.Key.Key_Down)
    chosen: list[str] = []
    sheet.chosen.connect(lambda entry: chosen.append(entry.title))
    enter(sheet, Qt.Key.Key_Up)
    enter(sheet, Qt.Key.Key_Down)
    sheet.chosen.disconnect()
    sheet.chosen.connect(lambda entry: chosen.append(entry.title))
    enter(sheet)
    assert chosen == [second]


def test_escape_closes_without_stopping_the_reply(chat: Stage) -> None:
    chat.send("Hello")
    sheet = opened(chat)
    enter(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert chat.engine.cancelled == []


def test_a_chat_is_opened_by_its_title(chat: Stage) -> None:
    chat.reply("Trees and their leaves", make_round(plain("Green")))
    chat.ctrl("N")
    sheet = opened(chat)
    type_into(sheet, "trees leav")
    enter(sheet)
    assert "Trees and their leaves" in chat.window.windowTitle()


def test_a_setting_is_opened(stage: Stage) -> None:
    sheet = opened(stage)
    type_into(sheet, "size of text setting")
    enter(sheet)
    (dialog,) = stage.window.findChildren(SettingsDialog)
    assert dialog.isVisible()
    focused = dialog.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Size of text"


def test_actions_that_cannot_be_done_are_not_offered(stage: Stage) -> None:
    sheet = opened(stage)
    assert "Stop" not in sheet.titles
    assert "New chat" in sheet.titles


def test_the_keys_sheet_tells_the_keys_as_they_are(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT, keys={"new_chat": "Ctrl+Shift+N"}))
    stage.press(Qt.Key.Key_F1)
    (sheet,) = stage.window.findChildren(Sheet)
    said = [label.accessibleName() for label in sheet.findChildren(QLabel)]
    assert "New chat: Ctrl+Shift+N" in said
    assert "All commands: Ctrl+K" in said
    assert clipped(sheet) == []


def test_the_packages_that_come_along_have_licences() -> None:
    lines = bundled()
    named = {line.split()[0].lower().replace("_", "-") for line in lines}
    assert {"pyside6-essentials", "msgspec", "numpy"} <= named
    assert all("  ·  " in line for line in lines)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
def test_sheets_are_whole(
    make_stage: Callable[..., Stage], picture_folder: object, theme: Theme
) -> None:
    stage = make_stage(Settings(theme=theme))
    sheet = opened(stage)
    type_into(sheet, "chat")
    stage.settle(20)
    assert sheet.grab().save(f"{picture_folder}/palette-{theme}.png")
    assert [w for w in controls(sheet) if not w.accessibleName()] == []
    enter(sheet, Qt.Key.Key_Escape)
    for name in ("show_keys", "explain_colours", "about"):
        (action,) = (a for a in stage.window.actions() if a.objectName() == name)
        action.trigger()
        stage.settle(20)
        (page,) = stage.window.findChildren(Sheet)
        assert page.grab().save(f"{picture_folder}/{name}-{theme}.png")
        assert clipped(page) == []
        assert [w for w in controls(page) if not w.accessibleName()] == []
        assert all(edit.isReadOnly() for edit in page.findChildren(QPlainTextEdit))
        page.close()
        page.deleteLater()
        QApplication.processEvents()
        stage.settle(20)
