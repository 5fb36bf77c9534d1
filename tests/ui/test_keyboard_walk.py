"""Every job, done with keys alone from a fresh window."""

from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QWidget,
)

from paceline.errors import ErrorCode
from paceline.library.downloads.records import DownloadState
from paceline.provenance import StopReason
from paceline.settings import Theme
from paceline.ui.comparing.contest_sheet import ContestSheet
from paceline.ui.comparing.parity_sheet import ParitySheet
from paceline.ui.comparing.several_sheet import SeveralSheet
from paceline.ui.inspector.panel import Panel
from paceline.ui.library.library_window import LibraryWindow
from paceline.ui.library.page import PageKind
from paceline.ui.notices.toasts import Toast
from paceline.ui.palette.sheet import PaletteSheet
from paceline.ui.preferences.dialog import SettingsDialog
from paceline.ui.steering.dialog import SteeringDialog
from ui.conftest import Stage, W
from ui.replies import long_reply, make_round, plain
from ui.test_comparing import TEXT, guessed, words
from ui.views import markdown_reply

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
FARTHEST: Final = 120
"""Presses of Tab; no window has as many stops, apart from the settings."""


class Keys:
    """Hands on a keyboard, and nothing else."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @property
    def here(self) -> QWidget:
        """What has the focus."""
        popup: QWidget | None = QApplication.activePopupWidget()
        found: QWidget | None = popup or QApplication.focusWidget()
        assert found is not None, "nothing has the focus"
        return found

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(self.here, key, held)

    def write(self, text: str) -> None:
        QTest.keyClicks(self.here, text)

    def tab_to(self, name: str, key: Qt.Key = Qt.Key.Key_Tab, most: int = FARTHEST) -> None:
        """Press Tab until what has this name has the focus."""
        seen = []
        for _ in range(most):
            if self.here.accessibleName() == name:
                return
            seen.append(self.here.accessibleName())
            self.press(key)
        raise AssertionError(f"Tab does not lead to {name!r}, but to {sorted(set(seen))}")

    def push(self, name: str) -> None:
        """Go to a button by Tab and press it."""
        self.tab_to(name)
        button = self.here
        assert isinstance(button, QAbstractButton)
        assert button.isEnabled()
        self.press(Qt.Key.Key_Space)

    def to_message(self, *, last: bool = True) -> None:
        """Into the conversation, to its first or last message."""
        self.press(Qt.Key.Key_L, CTRL, SHIFT)
        self.press(Qt.Key.Key_End if last else Qt.Key.Key_Home)

    def command(self, words: str) -> None:
        """Do an action by the palette."""
        self.press(Qt.Key.Key_K, CTRL)
        self.stage.qtbot.waitUntil(self.window(PaletteSheet).isActiveWindow)
        self.write(words)
        self.press(Qt.Key.Key_Return)

    def window(self, kind: type[W]) -> W:
        """The window of a kind that is open."""
        (found,) = [one for one in self.stage.window.findChildren(kind) if one.isVisible()]
        return found

    def opened(self, kind: type[W]) -> W:
        """The same, once it has the keyboard."""
        found = self.window(kind)
        self.stage.qtbot.waitUntil(found.isActiveWindow)
        return found

    def closed(self, window: QWidget) -> None:
        """The window is gone, and the keyboard is back in the main window.

        No window manager runs in tests, so which window is active is said here.
        """
        self.stage.qtbot.waitUntil(lambda: not window.isVisible())
        self.stage.window.activateWindow()
        self.stage.qtbot.waitUntil(self.stage.window.isActiveWindow)
        assert self.stage.window.focusWidget() is not None


@pytest.fixture
def keys(stage: Stage) -> Keys:
    """A fresh window without a pair."""
    return Keys(stage)


@pytest.fixture
def ready(chat: Stage) -> Keys:
    """A window with a pair."""
    return Keys(chat)


def contents(keys: Keys) -> list[str]:
    return [entry.content for entry in keys.stage.transcript.entries]


def asked(keys: Keys, question: str = "Hello", *, answer: str = "Hi") -> None:
    keys.press(Qt.Key.Key_L, CTRL)
    keys.write(question)
    keys.press(Qt.Key.Key_Return)
    keys.stage.engine.say(make_round(plain(answer)))
    keys.stage.engine.finish()
    keys.stage.settle(100)


def test_a_pair_is_chosen_from_the_bar(keys: Keys) -> None:
    keys.tab_to("Pair: No pair")
    before = len(keys.stage.pairs.asked)
    keys.stage.settle(20)

    def choose() -> None:
        keys.press(Qt.Key.Key_Down)
        keys.press(Qt.Key.Key_Return)

    QTimer.singleShot(100, choose)  # the menu runs a loop of its own
    keys.press(Qt.Key.Key_Space)
    keys.stage.qtbot.waitUntil(lambda: len(keys.stage.pairs.asked) > before)


def test_write_attach_and_send(
    ready: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Notes")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(notes)], ""))
    ready.write("What do these")
    ready.press(Qt.Key.Key_Return, SHIFT)
    ready.write("say?")
    ready.press(Qt.Key.Key_A, CTRL, SHIFT)
    ready.stage.settle(100)
    assert ready.here is ready.stage.message
    ready.press(Qt.Key.Key_Return)
    assert contents(ready)[0] == "What do these\nsay?"
    (file,) = ready.stage.transcript.entries[0].attachments
    assert file.name == "notes.md"


def test_stop_continue_and_regenerate(ready: Keys) -> None:
    ready.write("Hello")
    ready.press(Qt.Key.Key_Return)
    ready.stage.engine.say(make_round(plain("Well")))
    ready.press(Qt.Key.Key_Escape)
    assert ready.stage.engine.cancelled
    ready.stage.engine.finish(StopReason.CANCELLED)
    ready.stage.settle(100)
    ready.press(Qt.Key.Key_Return, CTRL, SHIFT)
    ready.stage.engine.say(make_round(plain(", hi.")))
    ready.stage.engine.finish()
    assert contents(ready) == ["Hello", "Well, hi."]
    ready.press(Qt.Key.Key_R, CTRL)
    ready.stage.engine.say(make_round(plain("Hi!")))
    ready.stage.engine.finish()
    assert contents(ready) == ["Hello", "Hi!"]


def test_an_interrupted_reply_goes_on_by_its_button(ready: Keys) -> None:
    ready.write("Hello")
    ready.press(Qt.Key.Key_Return)
    ready.stage.engine.say(make_round(plain("Well")))
    ready.press(Qt.Key.Key_Escape)
    ready.stage.engine.finish(StopReason.CANCELLED)
    ready.stage.settle(100)
    before = len(ready.stage.engine.prompts)
    ready.to_message()
    ready.push("Continue this reply")
    ready.stage.qtbot.waitUntil(lambda: len(ready.stage.engine.prompts) > before)


def test_an_earlier_message_is_changed_and_branches_are_switched(ready: Keys) -> None:
    asked(ready)
    asked(ready, "More")
    ready.to_message(last=False)
    ready.push("Edit the message; the old one stays as a branch")
    ready.stage.settle(150)
    ready.press(Qt.Key.Key_A, CTRL)
    ready.write("Good day")
    ready.press(Qt.Key.Key_Return)
    ready.stage.engine.say(make_round(plain("Likewise")))
    ready.stage.engine.finish()
    ready.stage.settle(100)
    assert contents(ready) == ["Good day", "Likewise"]
    ready.to_message(last=False)
    ready.push("Previous branch")
    ready.stage.qtbot.waitUntil(lambda: contents(ready) == ["Hello", "Hi", "More", "Hi"])
    ready.push("Next branch")
    ready.stage.qtbot.waitUntil(lambda: contents(ready) == ["Good day", "Likewise"])


def test_copy_a_message_and_its_code_and_open_a_link(ready: Keys) -> None:
    visited: list[QUrl] = []
    ready.stage.transcript.link_activated.disconnect()  # no browser comes up
    ready.stage.transcript.link_activated.connect(visited.append)
    ready.write("Sort")
    ready.press(Qt.Key.Key_Return)
    ready.stage.engine.say(*markdown_reply())
    ready.stage.engine.finish()
    ready.stage.settle(400)
    clipboard = QGuiApplication.clipboard()
    ready.to_message()
    ready.press(Qt.Key.Key_C, CTRL)
    assert clipboard.text().startswith("## Sorting")
    ready.push("Copy this code")
    ready.stage.qtbot.waitUntil(lambda: clipboard.text().startswith("print("))
    ready.to_message()
    ready.press(Qt.Key.Key_Return)
    assert ready.here.accessibleName() == "Text of the reply"
    ready.press(Qt.Key.Key_Home, CTRL)
    for _ in range(60):
        ready.press(Qt.Key.Key_Return)
        if visited:
            break
        ready.press(Qt.Key.Key_Right)
    assert [url.toString() for url in visited] == ["https://example.org/sorting"]
    ready.press(Qt.Key.Key_Escape)
    ready.press(Qt.Key.Key_L, CTRL)
    assert ready.here is ready.stage.message


def test_chats_are_found_renamed_pinned_deleted_and_brought_back(ready: Keys) -> None:
    asked(ready, "Trees and their leaves")
    ready.press(Qt.Key.Key_N, CTRL)
    assert ready.here is ready.stage.message
    asked(ready, "Clouds")
    ready.press(Qt.Key.Key_F, CTRL)
    ready.write("leaves")
    ready.stage.settle(400)
    ready.press(Qt.Key.Key_Down)
    ready.press(Qt.Key.Key_Return)
    assert contents(ready)[0] == "Trees and their leaves"
    ready.press(Qt.Key.Key_F, CTRL)
    ready.press(Qt.Key.Key_Escape)
    ready.press(Qt.Key.Key_L, CTRL)
    ready.press(Qt.Key.Key_F2)
    assert isinstance(ready.here, QLineEdit)
    ready.press(Qt.Key.Key_A, CTRL)
    ready.write("Oaks")
    ready.press(Qt.Key.Key_Return)
    ready.stage.qtbot.waitUntil(lambda: ready.stage.window.windowTitle().startswith("Oaks"))
    ready.command("pin chat")
    ready.stage.qtbot.waitUntil(ready.stage.window.isActiveWindow)
    assert ready.stage.history.conversations()[0].pinned
    ready.press(Qt.Key.Key_Backspace, CTRL, SHIFT)
    assert [chat.title for chat in ready.stage.history.conversations()] == ["Clouds"]
    ready.press(Qt.Key.Key_F8)
    assert ready.here.accessibleName().startswith("Undo")
    ready.press(Qt.Key.Key_Space)
    ready.stage.qtbot.waitUntil(lambda: len(ready.stage.history.conversations()) == 2)
    ready.stage.qtbot.waitUntil(lambda: ready.here is ready.stage.message)


def test_system_prompt_sampling_and_presets(ready: Keys) -> None:
    ready.press(Qt.Key.Key_P, CTRL, SHIFT)
    dialog = ready.opened(SteeringDialog)
    ready.tab_to("System prompt")
    ready.write("Be brief.")
    ready.tab_to("Temperature")
    ready.press(Qt.Key.Key_A, CTRL)
    ready.write("0.20")
    ready.push("Save as preset")
    ready.stage.qtbot.waitUntil(lambda: bool(ready.stage.window.findChildren(QInputDialog)))
    ready.stage.settle(100)
    ready.write("Mine")
    ready.press(Qt.Key.Key_Return)
    ready.stage.settle(50)
    dialog.activateWindow()
    ready.stage.qtbot.waitUntil(dialog.isActiveWindow)
    ready.tab_to("Preset")
    ready.press(Qt.Key.Key_Escape)
    ready.closed(dialog)
    ready.press(Qt.Key.Key_L, CTRL)
    asked(ready)
    assert ready.stage.engine.prompts[-1][0].content == "Be brief."
    assert ready.stage.engine.samplings[-1].temperature == pytest.approx(0.2)


def test_speculation_and_draft_length(ready: Keys) -> None:
    ready.press(Qt.Key.Key_D, CTRL)
    ready.press(Qt.Key.Key_D, CTRL)
    ready.tab_to("Speculation")
    ready.press(Qt.Key.Key_Space)
    assert [each.enabled for each in ready.stage.engine.configured] == [False, True, False]
    ready.tab_to("Draft length")
    ready.press(Qt.Key.Key_Up)
    ready.press(Qt.Key.Key_Up)
    assert ready.stage.engine.configured[-1].draft_length == 2


def test_the_inspector_and_its_replay(ready: Keys) -> None:
    ready.write("A tree?")
    ready.press(Qt.Key.Key_Return)
    ready.stage.engine.say(*long_reply())
    ready.stage.engine.finish()
    ready.press(Qt.Key.Key_I, CTRL)
    panel = ready.window(Panel)
    ready.tab_to("Views of the reply")
    for _ in range(4):
        ready.press(Qt.Key.Key_Right)
    ready.tab_to("Pass")
    ready.press(Qt.Key.Key_Home)
    ready.press(Qt.Key.Key_Right)
    ready.press(Qt.Key.Key_Right)
    told = " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())
    assert "3" in told
    ready.press(Qt.Key.Key_I, CTRL)
    assert not panel.isVisible()
    assert ready.here.isVisible()


def test_two_settings_are_compared(ready: Keys) -> None:
    asked(ready, "What is a tree?", answer=TEXT)
    ready.press(Qt.Key.Key_D, CTRL, SHIFT)
    sheet = ready.opened(ContestSheet)
    ready.push("Compare")
    ready.stage.settle(150)
    ready.stage.engine.say(*words(TEXT))
    ready.stage.engine.finish()
    ready.stage.settle(50)
    ready.stage.engine.say(*guessed(TEXT))
    ready.stage.engine.finish()
    ready.press(Qt.Key.Key_Escape)
    ready.closed(sheet)


def test_several_answers_and_one_is_picked(ready: Keys) -> None:
    ready.write("What is a tree?")
    ready.press(Qt.Key.Key_M, CTRL, SHIFT)
    sheet = ready.opened(SeveralSheet)
    ready.press(Qt.Key.Key_Return)
    ready.stage.engine.say_alternatives(*((number, words("One.")[0]) for number in range(3)))
    ready.stage.engine.finish_alternatives()
    ready.press(Qt.Key.Key_2, ALT)
    ready.closed(sheet)
    assert contents(ready) == ["What is a tree?", "One. "]


def test_parity_is_checked(ready: Keys) -> None:
    ready.write("What is a tree?")
    ready.press(Qt.Key.Key_Return)
    ready.stage.engine.say(*guessed(TEXT))
    ready.stage.engine.finish()
    ready.command("check parity")
    sheet = ready.opened(ParitySheet)
    ready.stage.engine.say(*words(TEXT))
    ready.stage.engine.finish()
    ready.tab_to("Close")
    ready.press(Qt.Key.Key_Space)
    ready.closed(sheet)


def test_a_chat_is_exported(ready: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "chat.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    asked(ready)
    ready.press(Qt.Key.Key_E, CTRL, SHIFT)
    ready.stage.qtbot.waitUntil(target.exists)
    assert ready.here is ready.stage.message


def test_settings_and_keys_are_found_and_changed(ready: Keys) -> None:
    ready.press(Qt.Key.Key_Comma, CTRL)
    dialog = ready.opened(SettingsDialog)
    ready.write("longest reply")
    ready.tab_to("Longest reply")
    ready.press(Qt.Key.Key_A, CTRL)
    ready.write("77")
    ready.press(Qt.Key.Key_Tab)
    ready.press(Qt.Key.Key_Escape)
    ready.closed(dialog)
    ready.command("change keys")
    ready.opened(SettingsDialog)
    ready.tab_to("Search settings and keys")
    ready.press(Qt.Key.Key_A, CTRL)
    ready.write("speculation ctrl+d")
    ready.tab_to("Key for Speculation")
    ready.press(Qt.Key.Key_J, CTRL)
    ready.press(Qt.Key.Key_Tab)
    ready.tab_to("Close")
    ready.press(Qt.Key.Key_Space)
    ready.closed(dialog)
    ready.press(Qt.Key.Key_J, CTRL)
    assert ready.stage.engine.configured[-1].enabled is False
    asked(ready)
    assert ready.stage.engine.max_tokens[-1] == 77


def test_a_recommended_pair_is_fetched_paused_and_loaded(keys: Keys, tmp_path: Path) -> None:
    queue = keys.stage.queue
    keys.press(Qt.Key.Key_M, CTRL)
    window = keys.opened(LibraryWindow)
    keys.stage.qtbot.waitUntil(lambda: keys.here.accessibleName().startswith("Get "))
    title = keys.here.accessibleName().removeprefix("Get ")
    keys.press(Qt.Key.Key_Space)
    show = f"Show the download of {title}"
    keys.stage.qtbot.waitUntil(lambda: keys.here.accessibleName() == show)
    keys.press(Qt.Key.Key_Space)
    keys.stage.qtbot.waitUntil(lambda: window.shown is PageKind.DOWNLOADS)
    keys.push(f"Pause: {title}")
    keys.stage.qtbot.waitUntil(lambda: queue.jobs()[0].state is DownloadState.PAUSED)
    keys.stage.qtbot.waitUntil(lambda: keys.here.accessibleName() == f"Resume: {title}")
    keys.press(Qt.Key.Key_Space)
    keys.stage.qtbot.waitUntil(lambda: queue.jobs()[0].state is DownloadState.QUEUED)
    files = queue.jobs()[0].files
    queue.finish(queue.jobs()[0].id, *(tmp_path / file.name for file in files))
    keys.stage.qtbot.waitUntil(lambda: keys.here.accessibleName() == f"Load: {title}")
    keys.press(Qt.Key.Key_Space)
    keys.stage.qtbot.waitUntil(lambda: bool(keys.stage.engine.loads))
    keys.closed(window)
    keys.press(Qt.Key.Key_M, CTRL)
    keys.opened(LibraryWindow)
    keys.tab_to("Pages")
    keys.press(Qt.Key.Key_Home)
    assert window.shown is PageKind.RECOMMENDED
    keys.press(Qt.Key.Key_Escape)
    keys.closed(window)


def test_theme_and_size_of_text(keys: Keys) -> None:
    keys.command("dark")
    keys.stage.qtbot.waitUntil(keys.stage.window.isActiveWindow)
    assert keys.stage.appearance.theme is Theme.DARK
    keys.press(Qt.Key.Key_Plus, CTRL)
    assert keys.stage.appearance.text_percent == 110
    keys.press(Qt.Key.Key_0, CTRL)
    assert keys.stage.appearance.text_percent == 100
    assert keys.here is keys.stage.message


def test_a_toast_and_a_banner_are_closed(ready: Keys) -> None:
    asked(ready)
    ready.press(Qt.Key.Key_Backspace, CTRL, SHIFT)
    ready.press(Qt.Key.Key_F8)
    ready.press(Qt.Key.Key_Escape)
    assert ready.here is ready.stage.message
    ready.stage.qtbot.waitUntil(lambda: not ready.stage.window.findChildren(Toast))
    ready.write("Hello")
    ready.press(Qt.Key.Key_Return)
    ready.stage.engine.fail(ErrorCode.DECODE_FAILED, "decode returned 1")
    assert ready.stage.banner.isVisible()
    ready.press(Qt.Key.Key_F8)
    ready.push("Dismiss")
    ready.stage.qtbot.waitUntil(lambda: not ready.stage.banner.isVisible())
    assert ready.here is ready.stage.message


def test_quit(keys: Keys) -> None:
    keys.press(Qt.Key.Key_Q, CTRL)
    assert not keys.stage.window.isVisible()
