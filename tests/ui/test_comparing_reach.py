"""The sheets for comparing by keyboard, and what a screen reader calls their controls."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QTableWidget,
    QTextEdit,
    QWidget,
)

from paceline.loading import PairChoice, PairKind
from paceline.settings import Settings, Theme
from paceline.ui.comparing.several_sheet import SeveralSheet
from ui.conftest import Stage
from ui.test_comparing import TEXT, guessed, words
from ui.test_comparing_pictures import VIEWS

CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QTextEdit, QTableWidget)


def controls(sheet: QWidget) -> list[QWidget]:
    found = [w for w in sheet.findChildren(QWidget) if isinstance(w, CONTROLS) and w.isVisible()]
    return [
        w
        for w in found
        if not w.objectName().startswith("qt_") and not isinstance(w.parent(), QTableWidget)
    ]


@pytest.fixture
def sheet_of(make_stage: Callable[..., Stage]) -> Callable[[str], QWidget]:
    def open_view(view: str) -> QWidget:
        stage = make_stage(Settings(theme=Theme.LIGHT))
        stage.load(PairChoice(PairKind.PRACTICE))
        stage.reply("What is a tree?", *guessed(TEXT))
        sheet = VIEWS[view](stage)
        stage.settle()
        return sheet

    return open_view


@pytest.mark.parametrize("view", VIEWS)
def test_every_control_has_a_name(sheet_of: Callable[[str], QWidget], view: str) -> None:
    found = controls(sheet_of(view))
    assert len(found) > 3
    assert [w for w in found if not w.accessibleName()] == []


@pytest.mark.parametrize("view", VIEWS)
def test_tab_reaches_every_control(sheet_of: Callable[[str], QWidget], view: str) -> None:
    sheet = sheet_of(view)
    wanted = {w for w in controls(sheet) if w.isEnabled()}
    reached: set[QWidget | None] = set()
    for _ in range(2 * len(wanted) + 4):
        reached.add(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_Tab)
    assert wanted <= reached


def test_several_answers_without_a_mouse(
    make_stage: Callable[..., Stage],
) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT))
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.write("What is a tree?")
    stage.press(
        Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    )
    sheet = stage.part(SeveralSheet)
    stage.qtbot.waitUntil(sheet.isActiveWindow)
    QTest.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_Return)
    stage.engine.say_alternatives(*((number, words("One.")[0]) for number in range(3)))
    stage.engine.finish_alternatives()
    QTest.keyClick(
        QApplication.focusWidget() or sheet, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier
    )
    stage.qtbot.waitUntil(lambda: not sheet.isVisible())  # a button goes down before it acts
    assert [entry.content for entry in stage.window._session.entries] == [
        "What is a tree?",
        "One. ",
    ]
    assert stage.window._session.entries[-1].branch == 1


def test_escape_closes_a_sheet_and_stops_its_work(sheet_of: Callable[[str], QWidget]) -> None:
    sheet = sheet_of("several-writing")
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
