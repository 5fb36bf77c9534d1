"""News comes in toasts: seen, heard, reached by key, and never in the way."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton

from paceline.errors import ErrorCode
from paceline.ui.failure import Failure
from paceline.ui.legend import Legend
from paceline.ui.notices.notices import Notices
from paceline.ui.notices.toasts import ACTION_MS, MOST, TICK_MS, Toast, showing_time_ms
from ui.conftest import Stage
from ui.replies import make_round, plain

DELETED = "The chat “Trees” was deleted."


def notices(stage: Stage) -> Notices:
    (found,) = stage.window.findChildren(Notices)
    return found


def toasts(stage: Stage) -> list[str]:
    return [toast.text for toast in stage.window.findChildren(Toast) if toast.isVisible()]


def let_pass(toast: Toast, milliseconds: int) -> None:
    """Let the toast believe that this time went by."""
    for _ in range(-(-milliseconds // TICK_MS)):
        toast._timer.timeout.emit()


def test_a_toast_stands_above_the_legend(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("Hello.")))
    notices(chat).tell(DELETED)
    chat.settle(20)
    (toast,) = chat.window.findChildren(Toast)
    legend = chat.part(Legend)
    assert legend.isVisible()
    bottom = toast.mapTo(chat.window, QPoint(0, toast.height())).y()
    assert bottom <= legend.mapTo(chat.window, QPoint(0, 0)).y()


def test_a_toast_leaves_the_focus_where_it_is(chat: Stage) -> None:
    chat.write("half a sent")
    notices(chat).tell(DELETED, "Undo", lambda: None)
    assert toasts(chat) == [DELETED]
    assert chat.message.hasFocus()
    chat.write("ence")
    assert chat.message.toPlainText() == "half a sentence"


def test_a_key_leads_to_the_action_and_back(chat: Stage) -> None:
    undone: list[bool] = []
    notices(chat).tell(DELETED, "&Undo", lambda: undone.append(True))
    chat.message.setFocus()
    chat.press(Qt.Key.Key_F8)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.accessibleName() == f"Undo: {DELETED}"
    chat.press(Qt.Key.Key_Space)
    assert undone == [True]
    assert toasts(chat) == []
    assert chat.message.hasFocus()


def test_escape_in_a_toast_dismisses_it_alone(chat: Stage) -> None:
    chat.send("Hello")
    notices(chat).tell(DELETED)
    chat.press(Qt.Key.Key_F8)
    chat.press(Qt.Key.Key_Escape)
    assert toasts(chat) == []
    assert chat.engine.cancelled == []
    assert chat.message.hasFocus()


def test_a_toast_goes_by_itself_but_not_while_it_is_looked_at(chat: Stage) -> None:
    notices(chat).tell(DELETED)
    toast = chat.named(Toast, DELETED)
    time = showing_time_ms(DELETED, has_action=False)
    let_pass(toast, time - 2 * TICK_MS)
    assert toasts(chat) == [DELETED]
    chat.press(Qt.Key.Key_F8)
    let_pass(toast, time)
    assert toasts(chat) == [DELETED]
    chat.message.setFocus()
    let_pass(toast, 3 * TICK_MS)
    assert toasts(chat) == []


def test_an_action_can_be_pressed_for_long_enough() -> None:
    assert showing_time_ms("", has_action=True) == ACTION_MS
    long = "x" * 1000
    assert showing_time_ms(long, has_action=True) == showing_time_ms(long, has_action=False)
    assert showing_time_ms(long, has_action=False) > 60_000


def test_many_toasts_are_stacked_and_the_oldest_go(chat: Stage) -> None:
    for number in range(MOST + 2):
        notices(chat).tell(f"Message {number}")
    notices(chat).tell("Message 3")
    assert toasts(chat) == ["Message 2", "Message 4", "Message 5", "Message 3"]
    tops = [toast.y() for toast in chat.window.findChildren(Toast) if toast.isVisible()]
    chat.settle(20)
    assert tops == sorted(tops)


def test_a_screen_reader_is_told(chat: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: spoken.append(event.message())
    )
    notices(chat).tell(DELETED)
    assert spoken == [DELETED]


def test_trying_again_does_what_failed(chat: Stage) -> None:
    tried: list[bool] = []
    failure = Failure(ErrorCode.DISK_FULL, "settings.toml")
    notices(chat).show_failure(failure, retry=lambda: tried.append(True))
    chat.click("Try again")
    assert tried == [True]
    assert not chat.banner.isVisible()


def test_the_key_leads_to_the_banner_where_there_is_no_toast(chat: Stage) -> None:
    notices(chat).show_failure(Failure(ErrorCode.ENGINE_BUG, "it hiccuped"))
    chat.press(Qt.Key.Key_F8)
    assert chat.named(QPushButton, "Dismiss").hasFocus()
