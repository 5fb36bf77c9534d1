"""Steering speculation, also in the middle of a reply, and the figures that judge it."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QSpinBox

from paceline.loading import PairChoice, PairKind
from paceline.options import Speculation
from paceline.provenance import Decision, Round
from paceline.settings import Settings, Theme
from paceline.tally import Tally
from paceline.ui.figures import Figures
from paceline.ui.rate_graph import RateGraph
from ui.conftest import Stage
from ui.replies import drafted, long_reply, make_round, plain


def figure(stage: Stage, caption: str) -> str:
    """What a screen reader says about a figure of the strip."""
    names = [w.accessibleName() for w in stage.window.findChildren(QLabel)]
    (name,) = (name for name in names if name.startswith(f"{caption}: "))
    return name.removeprefix(f"{caption}: ")


def test_ctrl_d_in_the_middle_of_a_reply_configures_at_once(chat: Stage) -> None:
    chat.send("Hello")
    chat.engine.say(make_round(drafted("One"), plain("two")))
    chat.ctrl("D")
    assert chat.engine.configured == [Speculation(enabled=False)]
    assert chat.chip == "Off · you switched it off"
    assert not chat.named(QAbstractButton, "Speculation").isChecked()
    chat.ctrl("D")
    assert chat.engine.configured[-1] == Speculation(enabled=True)
    assert chat.chip.startswith("On")


def test_the_switch_does_the_same(chat: Stage) -> None:
    chat.click("Speculation")
    assert chat.engine.configured == [Speculation(enabled=False)]
    chat.send("Hello")
    assert chat.engine.speculations == [Speculation(enabled=False)]


def test_the_draft_length_acts_in_the_middle_of_a_reply(chat: Stage) -> None:
    chat.send("Hello")
    length = chat.named(QSpinBox, "Draft length")
    QTest.keyClick(length, Qt.Key.Key_Up)
    assert chat.engine.configured == [Speculation(draft_length=1)]
    length.setValue(99)
    assert chat.engine.configured[-1] == Speculation(draft_length=16)
    length.setValue(0)
    assert chat.engine.configured[-1] == Speculation(), "the governor chooses again"
    assert length.text() == "auto"


def test_speculation_is_remembered_once_for_many_turns_of_the_knob(chat: Stage) -> None:
    chat.settle(600)
    chat.saved.clear()
    for value in (4, 5, 6):
        chat.named(QSpinBox, "Draft length").setValue(value)
    chat.settle(600)
    assert [settings.speculation.draft_length for settings in chat.saved] == [6]


def test_settings_set_the_switch(make_stage: Callable[..., Stage]) -> None:
    speculation = Speculation(enabled=False, draft_length=9)
    stage = make_stage(Settings(theme=Theme.LIGHT, speculation=speculation))
    assert not stage.named(QAbstractButton, "Speculation").isChecked()
    assert stage.named(QSpinBox, "Draft length").value() == 9
    assert stage.engine.configured == []


def test_a_stopped_engine_is_not_configured_but_the_next_reply_is(chat: Stage) -> None:
    chat.engine.crash()
    chat.ctrl("D")
    assert chat.engine.configured == []
    chat.click("Restart engine")
    chat.engine.become_ready()
    chat.engine.finish_load()
    chat.send("Hello")
    assert chat.engine.speculations == [Speculation(enabled=False)]


def test_the_strip_shows_the_figures_of_the_tally(chat: Stage) -> None:
    chat.send("Hello")
    tally = Tally()
    for round_ in long_reply():
        tally.add(round_)
        chat.engine.say(round_)
    chat.settle()
    figures = Figures.of(tally)
    assert figure(chat, "net gain") == figures.net_gain
    assert figures.net_gain.endswith("x")
    assert figure(chat, "tok/s now") == figures.now
    assert figure(chat, "tok/s average") == figures.average
    assert figure(chat, "acceptance") == figures.acceptance
    assert figure(chat, "tokens per pass") == figures.tokens_per_pass


def test_what_was_not_measured_is_not_claimed(chat: Stage) -> None:
    assert figure(chat, "net gain") == "not measured yet"
    chat.send("Hello")
    chat.engine.say(make_round(plain("One")))
    chat.settle()
    assert figure(chat, "net gain") == "not measured yet"
    assert figure(chat, "acceptance") == "not measured yet"
    assert figure(chat, "tok/s now") != "not measured yet"


def test_a_new_chat_begins_new_figures(chat: Stage) -> None:
    chat.reply("Hello", *long_reply())
    chat.ctrl("N")
    assert figure(chat, "tok/s average") == "not measured yet"


def test_the_chip_tells_every_state(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(ready=False)
    assert stage.chip == "Loading · engine"
    stage.engine.become_ready()
    assert stage.chip == "Idle · no model"
    stage.window.open_pair(PairChoice(PairKind.PRACTICE))
    assert stage.chip == "Loading · models"
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    stage.engine.finish_load()
    assert stage.chip == "Idle · ready"
    stage.send("Hello")
    stage.engine.say(make_round(drafted("One")))
    stage.settle()
    assert stage.chip == "On · draft model"
    stage.engine.say(*[make_round(plain(" x"))] * 4)
    stage.settle()
    assert stage.chip == "Paused · nothing to guess"
    stage.engine.finish()
    assert stage.chip == "Idle · ready"
    stage.engine.crash()
    assert stage.chip == "Failed · engine stopped"


def test_the_chip_gives_the_governors_reason(chat: Stage) -> None:
    def decided(round_: Round, sentence: str, drafter: str | None) -> Round:
        return msgspec.structs.replace(round_, decision=Decision(sentence, drafter, 0))

    chat.send("Hello")
    chat.engine.say(decided(make_round(drafted("One")), "It pays.", "draft-model"))
    chat.engine.say(make_round(drafted(" two")))
    chat.settle()
    assert chat.chip_reason == "It pays."
    rests = "It rests, because it does not pay."
    chat.engine.say(*[decided(make_round(plain(" x")), rests, None)] * 4)
    chat.settle()
    assert chat.chip == "Paused · would not pay"
    assert chat.chip_reason == rests
    chat.engine.finish()
    chat.send("Again")
    chat.engine.say(make_round(drafted("One")))
    chat.settle()
    assert "rests" not in chat.chip_reason, "an old reply's reason is not that of the new one"


def test_the_graph_draws_the_rate(chat: Stage) -> None:
    graph = chat.part(RateGraph)
    empty = graph.grab().toImage()
    chat.send("Hello")
    chat.engine.say(*long_reply())
    chat.settle()
    assert "tokens per second" in graph.accessibleDescription()
    assert graph.grab().toImage() != empty
