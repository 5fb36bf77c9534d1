"""Wherever the keyboard is, it can be seen: each stop changes its looks by 3 to 1 or more."""

from collections.abc import Callable
from typing import Final

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from paceline.settings import Settings, Theme
from paceline.ui.composing.message_edit import MessageEdit
from paceline.ui.inspector.panel import Panel
from paceline.ui.main_window import MainWindow
from ui.conftest import Stage
from ui.views import VIEWS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen

LEAST_CONTRAST: Final = 3.0
"""WCAG 2.2, 1.4.11 and 2.4.13."""
LEAST_PIXELS: Final = 12
"""The height of a caret in the smallest text; a ring has many more."""
MOST_STOPS: Final = 45
"""The settings have a stop for each action, all of one kind."""
AROUND: Final = 6


def luminance(rgb: int) -> float:
    colour = QColor(rgb)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: int, other: int) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def picture(widget: QWidget) -> QImage:
    """The stop and what is close around it, as its window paints it."""
    window = widget.window()
    corner = widget.mapTo(window, QPoint(0, 0))
    area = QRect(corner, widget.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
    shot = window.grab(area.intersected(window.rect()))
    return shot.toImage().convertToFormat(QImage.Format.Format_RGB32)


def seen(with_focus: QImage, without: QImage) -> int:
    """How many pixels differ clearly."""
    known: dict[tuple[int, int], bool] = {}
    count = 0
    for y in range(min(with_focus.height(), without.height())):
        for x in range(min(with_focus.width(), without.width())):
            pair = with_focus.pixel(x, y), without.pixel(x, y)
            if pair[0] != pair[1]:
                if pair not in known:
                    known[pair] = contrast(*pair) >= LEAST_CONTRAST
                count += known[pair]
                if count >= LEAST_PIXELS:
                    return count
    return count


def beneath_inspector(widget: QWidget) -> bool:
    """Whether it lies under the inspector, which in a narrow window stands above the chat."""
    window = widget.window()
    middle = widget.mapTo(window, widget.rect().center())
    return any(
        panel.isVisible()
        and not panel.isAncestorOf(widget)
        and QRect(panel.mapTo(window, QPoint(0, 0)), panel.size()).contains(middle)
        for panel in window.findChildren(Panel)
    )


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
@pytest.mark.parametrize("view", VIEWS)
def test_the_focus_is_seen(make_stage: Callable[..., Stage], view: str, theme: Theme) -> None:
    window = VIEWS[view](make_stage(Settings(theme=theme))).window()
    window.activateWindow()
    QApplication.processEvents()
    if isinstance(window, MainWindow):
        next(edit for edit in window.findChildren(MessageEdit) if edit.isVisible()).setFocus()
    faint = []
    known: set[QWidget] = set()
    for _ in range(MOST_STOPS):
        here: QWidget | None = window.focusWidget()
        assert here is not None
        if here in known:
            break
        known.add(here)
        if isinstance(here, QLineEdit | QTextEdit | QPlainTextEdit | QKeySequenceEdit):
            QTest.keyClick(here, Qt.Key.Key_Tab)  # its caret shows it, which blinks
            continue
        if beneath_inspector(here):
            QTest.keyClick(here, Qt.Key.Key_Tab)
            continue
        shown = picture(here)
        here.clearFocus()
        if seen(shown, picture(here)) < LEAST_PIXELS:
            faint.append(f"{type(here).__name__} {here.accessibleName()!r}")
        here.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    assert not faint, "; ".join(faint)
