"""The report is read before it is shared; the window comes back as it was left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from paceline import paths
from paceline.errors import ErrorCode
from paceline.settings import Settings, Theme
from paceline.ui.diagnostics.log_file import logging_to
from paceline.ui.help.sheet import Sheet
from paceline.ui.window_place import WindowPlace
from ui.conftest import Stage
from ui.replies import make_round, plain
from ui.test_pictures import clipped
from ui.test_reach import controls

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen

ASKED = "does the purple walrus juggle anvils on sundays"
ANSWERED = "the quiet teapot orbits seven lighthouses"


def opened(stage: Stage) -> tuple[Sheet, str]:
    (action,) = (a for a in stage.window.actions() if a.objectName() == "diagnose")
    action.trigger()
    (sheet,) = stage.window.findChildren(Sheet)
    (text,) = sheet.findChildren(QPlainTextEdit)
    return sheet, text.toPlainText()


def press(sheet: Sheet, name: str) -> None:
    (button,) = (b for b in sheet.findChildren(QAbstractButton) if b.accessibleName() == name)
    button.click()


def test_no_word_of_a_chat_is_in_the_report_or_the_log(chat: Stage) -> None:
    with logging_to(paths.log_file()):
        chat.reply(ASKED, make_round(plain(ANSWERED)))
        chat.engine.stderr_lines = ("llama: loaded", f"template failed at: {ASKED}", ANSWERED)
        chat.send(ASKED)
        chat.engine.fail(ErrorCode.DECODE_FAILED, "decode returned 1")
        chat.write("purple walrus, a draft that was never sent")
        chat.engine.crash()
        _, text = opened(chat)
    log = paths.log_file().read_text("utf-8")
    for word in ("walrus", "anvils", "teapot", "lighthouses", "never sent"):
        assert word not in text
        assert word not in log
    assert "llama: loaded" in text


def test_the_report_tells_what_is_needed(chat: Stage) -> None:
    _, text = opened(chat)
    for part in ("Paceline 0", "Python 3", "Qt 6", "PySide", "state: idle", "target: ", "draft: "):
        assert part in text, part
    assert '"theme": "light"' in text


def test_it_is_copied(chat: Stage) -> None:
    sheet, text = opened(chat)
    press(sheet, "Copy the report")
    assert QGuiApplication.clipboard().text() == text


def test_it_is_saved_and_a_failure_is_said(chat: Stage, tmp_path: Path) -> None:
    answers = [tmp_path / "no folder", tmp_path / "report.txt"]
    answers[0].write_text("")
    answers[0] /= "report.txt"
    chat.window._diagnostics._choose_file = lambda _parent: answers.pop(0)
    sheet, text = opened(chat)
    press(sheet, "Save the report")
    assert "could not be written" in chat.banner.text
    chat.click("Try again")
    assert (tmp_path / "report.txt").read_text("utf-8") == text


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
def test_the_sheet_is_whole(
    make_stage: Callable[..., Stage], picture_folder: object, theme: Theme
) -> None:
    sheet, _ = opened(make_stage(Settings(theme=theme)))
    assert sheet.grab().save(f"{picture_folder}/diagnostics-{theme}.png")
    assert clipped(sheet) == []
    assert [w for w in controls(sheet) if not w.accessibleName()] == []


def test_the_window_comes_back_as_it_was(make_stage: Callable[..., Stage]) -> None:
    first = make_stage()
    first.window.resize(780, 560)
    first.settle(20)
    first.window.close()
    place = (paths.data_folder() / "window.json").read_bytes()
    (paths.data_folder() / "window.json").write_bytes(place)
    second = make_stage()
    restored = WindowPlace(second.window._workbench, paths.data_folder() / "window.json")
    assert (second.window.width(), second.window.height()) == (780, 560)
    restored.deleteLater()


def test_the_inspector_comes_back(make_stage: Callable[..., Stage]) -> None:
    first = make_stage()
    first.window._actions.inspect.setChecked(True)
    first.window.close()
    assert make_stage().window._actions.inspect.isChecked()


@pytest.mark.parametrize(
    "content", [b"nonsense", b'{"geometry": "!"}', b'{"columns": [-1]}', b"[]"]
)
def test_a_damaged_place_is_ignored(make_stage: Callable[..., Stage], content: bytes) -> None:
    file = paths.data_folder() / "window.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert make_stage().window.isVisible()
