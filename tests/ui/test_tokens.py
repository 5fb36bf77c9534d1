"""The dialog for the token: enter, try, keep, check, forget; the token itself is never seen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from paceline.ui.library.token_dialog import TokenDialog
from paceline.ui.notices.toasts import Toast
from ui.conftest import Stage
from ui.test_pictures import clipped
from ui.test_reach import controls

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen

TOKEN = "hf_seenByTheHubAlone123"
REVOKED = "hf_revoked_since_yesterday"


@pytest.fixture
def dialog(stage: Stage) -> TokenDialog:
    return opened(stage, "No token is kept.")


def shown(stage: Stage) -> TokenDialog:
    """The dialog; one that was closed may still be about to go."""
    (found,) = (one for one in stage.window.findChildren(TokenDialog) if one.isVisible())
    return found


def until_says(stage: Stage, words: str) -> None:
    stage.qtbot.waitUntil(
        lambda: any(
            words in one.text() for one in shown(stage).findChildren(QLabel, "tokenStanding")
        )
    )


def problem(dialog: TokenDialog) -> str:
    (label,) = dialog.findChildren(QLabel, "problem")
    return label.text() if label.isVisible() else ""


def enter(stage: Stage, token: str) -> None:
    field = stage.named(QLineEdit, "Token")
    field.clear()
    QTest.keyClicks(field, token)
    QTest.keyClick(field, Qt.Key.Key_Return)


def toasts(stage: Stage) -> str:
    return " ".join(toast.text for toast in stage.window.findChildren(Toast))


def keep(stage: Stage, token: str) -> None:
    enter(stage, token)
    stage.qtbot.waitUntil(lambda: not stage.window.findChildren(TokenDialog))


def opened(stage: Stage, says: str) -> TokenDialog:
    (action,) = (one for one in stage.window.actions() if one.objectName() == "hub_token")
    action.trigger()
    until_says(stage, says)
    return shown(stage)


def test_a_token_is_kept_checked_and_forgotten(stage: Stage, dialog: TokenDialog) -> None:
    assert not stage.named(QAbstractButton, "Forget the kept token").isVisible()
    assert dialog.isModal()
    keep(stage, TOKEN)
    opened(stage, "kept until Paceline is closed")
    stage.click("Check the kept token")
    until_says(stage, "belongs to ada")
    stage.click("Forget the kept token")
    until_says(stage, "No token is kept.")
    assert not stage.named(QAbstractButton, "Check the kept token").isVisible()


def test_a_refused_token_is_not_kept_and_may_be_mended(stage: Stage, dialog: TokenDialog) -> None:
    enter(stage, REVOKED)
    stage.qtbot.waitUntil(lambda: "did not accept your token" in problem(dialog))
    assert REVOKED not in problem(dialog)
    assert stage.named(QLineEdit, "Token").text() == REVOKED
    assert stage.named(QAbstractButton, "Keep the token").isEnabled()
    keep(stage, TOKEN)


@pytest.mark.parametrize("text", ["", "hf_", "two words of text"])
def test_what_is_no_token_is_said_to_be_none(stage: Stage, dialog: TokenDialog, text: str) -> None:
    enter(stage, text)
    assert "not a token" in problem(dialog)


@pytest.mark.usefixtures("dialog")
def test_a_token_shows_as_dots_and_nothing_keeps_it(stage: Stage) -> None:
    field = stage.named(QLineEdit, "Token")
    QTest.keyClicks(field, TOKEN)
    assert TOKEN not in field.displayText()
    field.selectAll()
    field.copy()
    assert TOKEN not in QApplication.clipboard().text()
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: not stage.window.findChildren(TokenDialog))
    assert TOKEN not in repr(stage.saved)
    opened(stage, "kept until")
    assert stage.named(QLineEdit, "Token").text() == ""


def test_closing_it_while_the_hub_is_asked_is_no_trouble(stage: Stage, dialog: TokenDialog) -> None:
    enter(stage, TOKEN)
    dialog.reject()
    again = opened(stage, "token")
    stage.qtbot.waitUntil(lambda: "The token is kept" in toasts(stage))
    assert again.isVisible()


def test_all_of_it_has_names_and_room(stage: Stage, dialog: TokenDialog) -> None:
    assert [one for one in controls(dialog) if not one.accessibleName()] == []
    assert clipped(dialog) == []
    enter(stage, REVOKED)
    stage.qtbot.waitUntil(lambda: bool(problem(dialog)))
    stage.settle(20)
    assert clipped(dialog) == []
