"""Several answers, two settings and the parity check, as a person uses them."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QSpinBox,
    QTableWidget,
    QTextEdit,
    QWidget,
)

from paceline.chat import Role
from paceline.errors import ErrorCode
from paceline.history.records import MessageState
from paceline.loading import PairChoice, PairKind
from paceline.options import DrafterChoice, Sampling, Speculation, Verification
from paceline.parity import Record
from paceline.provenance import Origin, Round, StopReason, Token
from paceline.settings import Settings, Theme
from paceline.ui.comparing.contest_sheet import ContestSheet
from paceline.ui.comparing.parity_sheet import ParitySheet
from paceline.ui.comparing.several_sheet import SeveralSheet
from paceline.ui.comparing.sheet import Sheet
from ui.conftest import Stage
from ui.replies import make_round

TEXT = "A tree is a plant with a trunk that carries its leaves high above the ground."
OTHER = "A tree is a plant with a stem that carries its leaves high above the ground."


def words(text: str, *, origin: Origin = Origin.PLAIN, margin: float = 2.0) -> list[Round]:
    """A reply of one word per round; the same word has the same id wherever it stands."""
    pieces = [piece + " " for piece in text.split()]
    return [
        make_round(Token(sum(piece.encode()), piece, origin, 0.6, margin), index=index, wall_ms=50)
        for index, piece in enumerate(pieces)
    ]


def guessed(text: str) -> list[Round]:
    """The same words, each pair of them from one pass."""
    pieces = [piece + " " for piece in text.split()]
    rounds = []
    for index in range(0, len(pieces), 2):
        tokens = [
            Token(sum(piece.encode()), piece, Origin.BONUS, 0.6, 2.0)
            for piece in pieces[index : index + 2]
        ]
        tokens[0] = msgspec.structs.replace(
            tokens[0], origin=Origin.DRAFTED, drafter="draft-model", slot=0, draft_p=0.8
        )
        rounds.append(make_round(*tokens, index=index // 2, wall_ms=60))
    return rounds


def action(stage: Stage, text: str) -> QAction:
    (found,) = [one for one in stage.window.actions() if one.text().replace("&", "") == text]
    return found


def open_sheet(stage: Stage, text: str, kind: type[Sheet]) -> Sheet:
    wanted = action(stage, text)
    assert wanted.isEnabled(), f"{text} cannot be chosen"
    wanted.trigger()
    sheet = stage.part(kind)
    assert sheet.isVisible()
    return sheet


def press(sheet: QWidget, text: str) -> None:
    (button,) = [
        one for one in sheet.findChildren(QAbstractButton) if one.text().replace("&", "") == text
    ]
    assert button.isVisible()
    assert button.isEnabled(), f"{text} cannot be pressed"
    button.click()


def can_press(sheet: QWidget, text: str) -> bool:
    (button,) = [
        one for one in sheet.findChildren(QAbstractButton) if one.text().replace("&", "") == text
    ]
    return button.isEnabled()


def said(sheet: QWidget, name: str) -> str:
    (text,) = [one for one in sheet.findChildren(QTextEdit) if one.accessibleName() == name]
    return text.toPlainText()


def everything(sheet: QWidget) -> str:
    """All that the sheet's labels say."""
    return " ".join(one.text() for one in sheet.findChildren(QLabel) if one.isVisible())


@pytest.fixture
def asked(chat: Stage) -> Stage:
    """A chat with one exchange."""
    chat.reply("What is a tree?", *guessed(TEXT))
    return chat


# Several answers ------------------------------------------------------------------------------


def write_answers(stage: Stage, *texts: str, cancelled: bool = False) -> SeveralSheet:
    sheet = open_sheet(stage, "Several answers…", SeveralSheet)
    assert isinstance(sheet, SeveralSheet)
    (count,) = [one for one in sheet.findChildren(QSpinBox) if one.accessibleName() == "Answers"]
    count.setValue(len(texts))
    press(sheet, "Write answers")
    replies = [words(text) for text in texts]
    for place in range(max(map(len, replies))):
        stage.engine.say_alternatives(
            *(
                (number, rounds[place])
                for number, rounds in enumerate(replies)
                if place < len(rounds)
            )
        )
    stage.engine.finish_alternatives(cancelled=cancelled)
    return sheet


def test_a_question_is_answered_several_times_and_one_answer_is_picked(asked: Stage) -> None:
    sheet = write_answers(asked, "One.", "Another one.", "A third.")
    assert asked.engine.prompts[-1][-1].content == "What is a tree?"
    assert said(sheet, "Answer 2") == "Another one. "
    press(sheet, "Go on with 2")
    assert not sheet.isVisible()
    assert [entry.content for entry in asked.window._session.entries] == [
        "What is a tree?",
        "Another one. ",
    ]
    picked = asked.window._session.entries[-1]
    assert (picked.branch, picked.branches) == (2, 4), "the first reply and all three answers"
    assert picked.state is MessageState.COMPLETE
    siblings = [asked.history.message(one) for one in asked.history.siblings(picked.id)]
    assert [one.content for one in siblings] == [TEXT + " ", "One. ", "Another one. ", "A third. "]
    assert [
        token.text for round_ in asked.history.rounds(picked.id) for token in round_.tokens
    ] == [
        "Another ",
        "one. ",
    ]


def test_what_stands_in_the_composer_becomes_the_question(chat: Stage) -> None:
    assert not action(chat, "Several answers…").isEnabled()
    chat.write("Why is the sky blue?")
    sheet = write_answers(chat, "Air.", "Light.")
    assert chat.message.toPlainText() == ""
    press(sheet, "Go on with 1")
    entries = chat.window._session.entries
    assert [(entry.role, entry.content) for entry in entries] == [
        (Role.USER, "Why is the sky blue?"),
        (Role.ASSISTANT, "Air. "),
    ]


def test_until_one_is_picked_nothing_is_kept(asked: Stage) -> None:
    sheet = write_answers(asked, "One.", "Two.")
    press(sheet, "Close")
    assert asked.window._session.entries[-1].branches == 1


def test_a_stopped_answer_can_be_picked(asked: Stage) -> None:
    sheet = write_answers(asked, "One half", "Two", cancelled=True)
    assert "stopped" in everything(sheet)
    press(sheet, "Go on with 1")
    assert asked.window._session.entries[-1].state is MessageState.STOPPED


def test_closing_stops_what_is_written(asked: Stage) -> None:
    sheet = open_sheet(asked, "Several answers…", SeveralSheet)
    press(sheet, "Write answers")
    request = asked.engine.last_id
    press(sheet, "Close")
    assert asked.engine.cancelled == [request]


def test_nothing_can_be_picked_before_the_end(asked: Stage) -> None:
    sheet = open_sheet(asked, "Several answers…", SeveralSheet)
    press(sheet, "Write answers")
    asked.engine.say_alternatives((0, words("One.")[0]))
    assert not can_press(sheet, "Go on with 1")
    assert not can_press(sheet, "Write answers")


def test_at_temperature_zero_answers_are_given_some_warmth(
    make_stage: Callable[..., Stage],
) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT, sampling=Sampling(temperature=0)))
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.reply("What is a tree?", *guessed(TEXT))
    sheet = write_answers(stage, "One.", "Two.")
    assert "temperature is 0" in everything(sheet)
    assert stage.engine.samplings[-1].temperature == 0.8


def test_a_failure_is_told_in_the_sheet(asked: Stage) -> None:
    sheet = open_sheet(asked, "Several answers…", SeveralSheet)
    press(sheet, "Write answers")
    asked.engine.fail(ErrorCode.MEMORY_SHORT, "3 answers of such a length need 9.0 GB")
    assert "9.0 GB" in sheet.notice
    assert can_press(sheet, "Write answers")


def test_without_a_pair_a_sentence_says_so(stage: Stage) -> None:
    stage.write("Hello?")
    action(stage, "Several answers…").trigger()
    assert "Choose a pair" in stage.banner.text
    assert stage.message.toPlainText() == "Hello?", "it stays with the person"
    assert not stage.window.findChildren(SeveralSheet)


def test_any_question_in_view_can_be_answered_several_times(asked: Stage) -> None:
    asked.reply("And a bush?", *guessed(OTHER))
    first = asked.window._session.entries[0]
    asked.transcript.several_requested.emit(first.id)
    sheet = asked.part(SeveralSheet)
    press(sheet, "Write answers")
    assert [message.content for message in asked.engine.prompts[-1]] == ["What is a tree?"]
    asked.engine.say_alternatives((0, words("One.")[0]), (1, words("Two.")[0]))
    asked.engine.finish_alternatives()
    press(sheet, "Go on with 2")
    entries = asked.window._session.entries
    assert [entry.content for entry in entries] == ["What is a tree?", "Two. "]


# Two settings ---------------------------------------------------------------------------------


def run_contest(stage: Stage, left: list[Round], right: list[Round]) -> ContestSheet:
    sheet = open_sheet(stage, "Compare two settings…", ContestSheet)
    assert isinstance(sheet, ContestSheet)
    press(sheet, "Compare")
    stage.engine.say(*left[:1])
    stage.engine.finish(StopReason.LENGTH)
    for rounds in (left, right):
        stage.engine.say(*rounds)
        stage.engine.finish()
    return sheet


def test_two_settings_answer_one_after_the_other(asked: Stage) -> None:
    before = len(asked.engine.speculations)
    sheet = run_contest(asked, words(TEXT), guessed(TEXT))
    warm_up, left, right = asked.engine.speculations[before:]
    assert warm_up.enabled
    assert not left.enabled
    assert right == Speculation()
    assert asked.engine.max_tokens[before] == 1
    assert asked.engine.rehearsals[before:] == [True] * 3
    seeds = {sampling.seed for sampling in asked.engine.samplings[before:]}
    assert len(seeds) == 1
    assert None not in seeds
    text = everything(sheet)
    assert "B was 1.67 times as fast as A." in text
    assert "Both said the same text, token by token." in text
    table = sheet.findChild(QTableWidget)
    assert isinstance(table, QTableWidget)
    row = [table.item(1, column) for column in range(table.columnCount())]
    assert [item.text() for item in row if item is not None][:3] == ["33.3", "—", "100 %"]
    assert asked.window._session.entries[-1].branches == 1, "nothing goes into the chat"


def test_differences_are_marked_and_can_be_walked_through(asked: Stage) -> None:
    sheet = run_contest(asked, words(TEXT), words(OTHER))
    assert "They say the same for 7 tokens" in everything(sheet)
    press(sheet, "Next difference")
    texts = [one for one in sheet.findChildren(QTextEdit) if one.isVisible()]
    assert [one.textCursor().selectedText() for one in texts] == ["trunk ", "stem "]


def test_any_two_settings_can_be_chosen(asked: Stage) -> None:
    sheet = open_sheet(asked, "Compare two settings…", ContestSheet)
    (drafter,) = [
        one for one in sheet.findChildren(QComboBox) if one.accessibleName() == "Speculation of A"
    ]
    drafter.setCurrentIndex(drafter.findData(DrafterChoice.NGRAM))
    (length,) = [
        one for one in sheet.findChildren(QSpinBox) if one.accessibleName() == "Draft length of A"
    ]
    length.setValue(5)
    press(sheet, "Compare")
    asked.engine.finish()
    assert asked.engine.speculations[-1] == Speculation(drafter=DrafterChoice.NGRAM, draft_length=5)


def test_stopping_says_that_there_is_nothing_to_compare(asked: Stage) -> None:
    sheet = open_sheet(asked, "Compare two settings…", ContestSheet)
    press(sheet, "Compare")
    asked.engine.finish()
    asked.engine.say(*words("One two"))
    press(sheet, "Cancel")
    asked.engine.finish(StopReason.CANCELLED)
    assert "Stopped" in sheet.notice
    assert can_press(sheet, "Compare")
    assert asked.engine.cancelled == [asked.engine.last_id]


def test_the_reply_of_one_pair_is_kept_to_be_compared_with_anothers(asked: Stage) -> None:
    sheet = run_contest(asked, words(TEXT), words(TEXT))
    (keep,) = sheet.findChildren(QCheckBox)
    keep.setChecked(True)
    asked.load(PairChoice(PairKind.STARTER))
    before = len(asked.engine.speculations)
    seed = asked.engine.samplings[-1].seed
    press(sheet, "Compare")
    asked.engine.finish(StopReason.LENGTH)
    asked.engine.say(*guessed(OTHER))
    asked.engine.finish()
    assert len(asked.engine.speculations) == before + 2, "a warm-up and B"
    assert asked.engine.samplings[-1].seed == seed
    assert said(sheet, "Reply of A (Practice pair)") == TEXT + " "
    assert said(sheet, "Reply of B (Starter model)") == OTHER + " "
    assert "They say the same for 7 tokens" in everything(sheet)


def test_any_question_in_view_can_be_compared(asked: Stage) -> None:
    asked.reply("And a bush?", *guessed(OTHER))
    asked.transcript.contest_requested.emit(asked.window._session.entries[0].id)
    press(asked.part(ContestSheet), "Compare")
    assert [message.content for message in asked.engine.prompts[-1]] == ["What is a tree?"]


# The parity check -----------------------------------------------------------------------------


def check(stage: Stage, rounds: list[Round], reason: StopReason = StopReason.END) -> ParitySheet:
    sheet = open_sheet(stage, "Check parity of the last reply", ParitySheet)
    assert isinstance(sheet, ParitySheet)
    stage.engine.say(*rounds)
    stage.engine.finish(reason)
    return sheet


def test_the_same_text_without_speculation_is_identical(asked: Stage) -> None:
    sheet = check(asked, words(TEXT))
    assert asked.engine.speculations[-1] == Speculation(enabled=False)
    assert asked.engine.samplings[-1].seed == 1, "the seed of the reply"
    assert asked.engine.max_tokens[-1] == len(TEXT.split())
    assert [message.content for message in asked.engine.prompts[-1]] == ["What is a tree?"]
    assert "Identical: all 16 tokens" in everything(sheet)


def test_any_reply_in_view_can_be_checked(asked: Stage) -> None:
    first = asked.window._session.entries[1]
    asked.reply("And a bush?", *guessed(OTHER))
    asked.transcript.parity_requested.emit(first.id)
    asked.engine.say(*words(TEXT))
    asked.engine.finish()
    assert "Identical: all 16 tokens" in everything(asked.part(ParitySheet))


def test_a_greedy_near_tie_is_told_from_a_divergence(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT, sampling=Sampling(temperature=0)))
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.reply("What is a tree?", *words(TEXT, margin=0.1))
    sheet = check(stage, words(OTHER, margin=0.2))
    assert "nearly tied" in everything(sheet)
    press(sheet, "Check")
    stage.engine.say(*words(OTHER, margin=3))
    stage.engine.finish()
    assert "rounding does not explain it" in everything(sheet)


def test_a_seeded_difference_shows_both_tokens_and_how_far_rounding_went(asked: Stage) -> None:
    sheet = check(asked, words(OTHER))
    text = everything(sheet)
    assert "up to token 8" in text
    assert "“stem ”" in text
    assert "“trunk ”" in text
    assert "at most 0 percentage points" in text


def test_a_stopped_check_counts_as_far_as_it_went(asked: Stage) -> None:
    sheet = check(asked, words(TEXT)[:4], StopReason.CANCELLED)
    assert "Identical as far as it was checked: the first 4 tokens." in everything(sheet)


def test_the_record_is_that_of_the_command_line(
    asked: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "parity.json"
    sheet = check(asked, words(OTHER))
    monkeypatch.setattr(sheet, "_choose_file", lambda _parent, _name: file)
    press(sheet, "Save record…")
    assert str(file) in sheet.notice
    record = msgspec.json.decode(file.read_bytes(), type=Record)
    (comparison,) = record.comparisons
    assert comparison.divergence is not None
    assert comparison.divergence.position == 7
    assert comparison.prompt == "What is a tree?"
    assert comparison.seed == 1
    assert [model.role for model in record.models] == ["target", "draft"]


def test_a_file_that_cannot_be_written_is_told(
    asked: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    sheet = check(asked, words(OTHER))
    monkeypatch.setattr(sheet, "_choose_file", lambda _p, _n: tmp_path / "file" / "parity.json")
    press(sheet, "Save record…")
    assert "could not be written" in sheet.notice


def test_a_continued_reply_is_refused_with_the_reason(chat: Stage) -> None:
    chat.reply("What is a tree?", *guessed(TEXT), *guessed(OTHER))
    sheet = open_sheet(chat, "Check parity of the last reply", ParitySheet)
    assert "several goes" in sheet.notice
    assert not can_press(sheet, "Check")


def test_rejection_sampling_is_not_compared_with_a_seed(make_stage: Callable[..., Stage]) -> None:
    drawn = Speculation(verification=Verification.REJECTION)
    stage = make_stage(Settings(theme=Theme.LIGHT, speculation=drawn))
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.reply("What is a tree?", *guessed(TEXT))
    asked_before = len(stage.engine.prompts)
    sheet = open_sheet(stage, "Check parity of the last reply", ParitySheet)
    assert "rejection sampling" in sheet.notice
    assert len(stage.engine.prompts) == asked_before
