"""System prompt, sampling and presets of a chat, as a person changes them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDoubleSpinBox,
    QInputDialog,
    QPlainTextEdit,
    QToolButton,
)

from paceline.chat import Role
from paceline.loading import PairChoice, PairKind
from paceline.options import Overflow, Sampling
from paceline.paths import presets_file
from paceline.settings import Settings, Theme
from paceline.ui.steering.dialog import SteeringDialog
from ui.conftest import Stage
from ui.replies import make_round, plain

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support (propagateSizeHints|raise|grabbing)"
)


def open_dialog(stage: Stage) -> SteeringDialog:
    stage.press(
        Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    )
    dialog = stage.part(SteeringDialog)
    stage.qtbot.waitUntil(dialog.isVisible)
    return dialog


def number(stage: Stage, name: str) -> QDoubleSpinBox:
    return stage.named(QDoubleSpinBox, name)


def how(stage: Stage) -> str:
    """What the button below the message says."""
    (button,) = (b for b in stage.window.findChildren(QToolButton) if b.objectName() == "steering")
    assert button.isVisible()
    return button.text()


def choose(stage: Stage, preset: str) -> None:
    combo = stage.named(QComboBox, "Preset")
    combo.setCurrentIndex(combo.findText(preset))
    combo.activated.emit(combo.currentIndex())


def offered(stage: Stage) -> list[str]:
    combo = stage.named(QComboBox, "Preset")
    return [text for at in range(combo.count()) if (text := combo.itemText(at))]


def test_the_system_prompt_goes_before_the_messages(chat: Stage) -> None:
    open_dialog(chat)
    QTest.keyClicks(chat.named(QPlainTextEdit, "System prompt"), "Be brief.")
    chat.part(SteeringDialog).close()
    chat.send("Hello")
    assert [message.role for message in chat.engine.prompts[-1]] == [Role.SYSTEM, Role.USER]
    assert chat.engine.prompts[-1][0].content == "Be brief."
    assert how(chat) == "● Preset: Custom"


def test_numbers_hold_from_the_next_reply_on(chat: Stage) -> None:
    open_dialog(chat)
    number(chat, "Temperature").setValue(0.2)
    number(chat, "Seed").setValue(42)
    number(chat, "Longest reply").setValue(77)
    combo = chat.named(QComboBox, "When the context is full")
    combo.setCurrentIndex(combo.findData(Overflow.STOP))
    combo.activated.emit(combo.currentIndex())
    chat.named(QPlainTextEdit, "Stop strings").setPlainText("END\n\\n\\n")
    chat.send("Hello")
    assert chat.engine.samplings[-1] == Sampling(temperature=0.2, seed=42, stop=("END", "\n\n"))
    assert chat.engine.max_tokens[-1] == 77
    assert chat.engine.overflows[-1] is Overflow.STOP


def test_each_number_goes_back_to_its_default(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT, sampling=Sampling(temperature=0.5)))
    open_dialog(stage)
    reset = stage.named(QAbstractButton, "Reset Temperature to its default")
    assert not reset.isVisible()
    number(stage, "Temperature").setValue(1.5)
    assert reset.isVisible()
    assert how(stage) == "● Preset: Custom"
    reset.click()
    assert number(stage, "Temperature").value() == 0.5
    assert how(stage) == "Preset: Default"
    assert not reset.isVisible()


def test_every_chat_keeps_its_own(chat: Stage) -> None:
    chat.reply("First", make_round(plain("Yes")))
    first = chat.history.conversations()[0].id
    open_dialog(chat)
    number(chat, "Temperature").setValue(0.1)
    chat.part(SteeringDialog).close()
    chat.window.activateWindow()
    chat.ctrl("N")
    assert how(chat) == "Preset: Default"
    assert number(chat, "Temperature").value() == 0.8
    chat.send("Second")
    assert chat.engine.samplings[-1].temperature == 0.8
    chat.engine.finish()
    stored = chat.history.setup(first).sampling
    assert stored is not None
    assert stored.temperature == 0.1


def test_a_preset_is_chosen_and_named_below_the_message(chat: Stage) -> None:
    open_dialog(chat)
    choose(chat, "Programming")
    assert how(chat) == "● Preset: Programming"
    assert "runnable code" in chat.named(QPlainTextEdit, "System prompt").toPlainText()
    number(chat, "Top-k").setValue(3)
    assert how(chat) == "● Preset: Custom"
    chat.named(QAbstractButton, "Reset all").click()
    assert how(chat) == "Preset: Default"
    assert chat.named(QPlainTextEdit, "System prompt").toPlainText() == ""


def test_a_preset_of_ones_own_is_kept_and_can_be_deleted(
    make_stage: Callable[..., Stage],
) -> None:
    stage = make_stage()
    stage.load(PairChoice(PairKind.PRACTICE))
    open_dialog(stage)
    number(stage, "Min-p").setValue(0.3)
    stage.named(QAbstractButton, "Save as preset").click()
    question = stage.part(QInputDialog)
    question.setTextValue(" My  own ")
    question.accept()
    assert offered(stage)[:2] == ["Default", "My own"]
    assert how(stage) == "● Preset: My own"
    assert presets_file().exists()
    again = make_stage()
    open_dialog(again)
    choose(again, "My own")
    assert number(again, "Min-p").value() == 0.3
    again.named(QAbstractButton, "Delete preset").click()
    assert "My own" not in offered(again)
    assert how(again) == "● Preset: Custom"


def test_presets_that_ship_cannot_be_deleted(chat: Stage) -> None:
    open_dialog(chat)
    delete = chat.named(QAbstractButton, "Delete preset")
    for name in ("Default", "Precise"):
        choose(chat, name)
        assert not delete.isEnabled()


def test_damaged_presets_are_reported(make_stage: Callable[..., Stage]) -> None:
    presets_file().parent.mkdir(parents=True)
    presets_file().write_text("[[presets]\n", "utf-8")
    stage = make_stage()
    assert "presets.damaged.toml" in stage.banner.text
    open_dialog(stage)
    assert "Precise" in offered(stage)
