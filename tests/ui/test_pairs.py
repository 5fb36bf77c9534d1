"""Getting to a pair: what is offered, how long work shows, what is remembered."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QProgressBar, QToolButton

from paceline.errors import AppError, ErrorCode
from paceline.library.installed.uses import Uses
from paceline.loading import PairChoice, PairKind
from paceline.settings import Settings, Theme
from paceline.ui.progress_row import ProgressRow
from ui.conftest import Stage
from ui.replies import make_round, plain

PRACTICE = PairChoice(PairKind.PRACTICE)


def visible_texts(stage: Stage) -> str:
    return "\n".join(w.text() for w in stage.window.findChildren(QLabel) if w.isVisible())


def pair_name(stage: Stage) -> str:
    return pair_button(stage).text()


def pair_button(stage: Stage) -> QToolButton:
    buttons = stage.window.findChildren(QToolButton)
    (button,) = (w for w in buttons if w.accessibleName().startswith("Pair: "))
    return button


def pair_menu(stage: Stage) -> QMenu:
    menu = pair_button(stage).menu()
    assert isinstance(menu, QMenu)
    return menu


def test_the_empty_window_says_what_a_pair_is_and_offers_four(stage: Stage) -> None:
    assert "target model writes" in visible_texts(stage)
    assert "only as good as its 135M model" in visible_texts(stage)
    for name in ("Recommended pairs…", "Practice pair", "Starter model", "Open a GGUF file…"):
        assert stage.named(QAbstractButton, name).isVisible()


@pytest.mark.parametrize(
    ("button", "kind", "files"),
    [
        ("Practice pair", PairKind.PRACTICE, ("/models/practice.gguf", "/models/starter.gguf")),
        ("Starter model", PairKind.STARTER, ("/models/starter.gguf", None)),
    ],
)
def test_one_click_loads_a_pair(
    stage: Stage, button: str, kind: PairKind, files: tuple[str, str | None]
) -> None:
    stage.click(button)
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    target, draft = files
    assert stage.engine.loads == [(Path(target), Path(draft) if draft else None)]
    stage.engine.finish_load()
    assert pair_name(stage) == button
    assert f"{button} is ready" in visible_texts(stage)
    stage.settle(600)
    assert stage.saved[-1].pair == PairChoice(kind)


def test_the_practice_pair_says_how_good_its_answers_are(chat: Stage) -> None:
    assert "only as good as its 135M model" in visible_texts(chat)
    texts = [action.text() for action in pair_menu(chat).actions()]
    assert any("only as good as its 135M model" in text for text in texts)


def test_a_file_of_ones_own_then_a_draft_then_none(stage: Stage) -> None:
    stage.file_answers += [Path("/mine/big.gguf"), Path("/mine/small.gguf")]
    stage.click("Open a GGUF file…")
    stage.qtbot.waitUntil(lambda: len(stage.engine.loads) == 1)
    stage.engine.finish_load()
    assert pair_name(stage) == "big"
    stage.press(
        Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    )
    stage.qtbot.waitUntil(lambda: len(stage.engine.loads) == 2)
    stage.engine.finish_load()
    assert "drafted by small" in visible_texts(stage)
    (drop,) = (a for a in pair_menu(stage).actions() if "without a draft" in a.text())
    drop.trigger()
    stage.qtbot.waitUntil(lambda: len(stage.engine.loads) == 3)
    stage.engine.finish_load()
    assert stage.engine.loads == [
        (Path("/mine/big.gguf"), None),
        (Path("/mine/big.gguf"), Path("/mine/small.gguf")),
        (Path("/mine/big.gguf"), None),
    ]
    assert "drafted by n-grams" in visible_texts(stage)


def test_changing_ones_mind_in_the_file_dialog_changes_nothing(chat: Stage) -> None:
    chat.file_answers.append(None)
    chat.ctrl("O")
    assert chat.file_questions == ["Open a target model"]
    assert len(chat.engine.loads) == 1
    assert pair_name(chat) == "Practice pair"


def progress_bar(stage: Stage) -> QProgressBar:
    """That of the pair: downloads have one too."""
    bar = stage.part(ProgressRow).findChild(QProgressBar)
    assert bar is not None
    return bar


def test_a_build_shows_progress_and_can_be_cancelled(stage: Stage) -> None:
    stage.pairs.gate.clear()
    stage.click("Practice pair")
    bar = progress_bar(stage)
    stage.qtbot.waitUntil(lambda: bar.value() == 300)
    assert "Building the practice target" in visible_texts(stage)
    assert not stage.named(QAbstractButton, "Starter model").isEnabled()
    assert stage.chip == "Loading · models"
    stage.click("Cancel")
    stage.qtbot.waitUntil(lambda: not bar.isVisible())
    assert stage.engine.loads == []
    assert not stage.banner.isVisible()
    assert stage.named(QAbstractButton, "Starter model").isEnabled()


def test_a_load_shows_progress_and_can_be_cancelled(stage: Stage) -> None:
    stage.click("Practice pair")
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    stage.engine.report_load("draft", 0.4)
    assert "Loading the draft" in visible_texts(stage)
    assert progress_bar(stage).value() == 400
    stage.press(Qt.Key.Key_Escape)
    assert stage.engine.cancelled == [stage.engine.last_id]
    stage.engine.finish_cancelled(stage.engine.last_id)
    assert not progress_bar(stage).isVisible()
    assert stage.chip == "Idle · no model"


def test_a_message_sent_while_a_pair_loads_stays_and_the_reason_goes_with_the_load(
    chat: Stage,
) -> None:
    chat.window.open_pair(PairChoice(PairKind.FILES, "/models/b.gguf"))
    chat.qtbot.waitUntil(lambda: len(chat.engine.loads) == 2)
    chat.send("Hello")
    assert "loading the pair" in chat.banner.text
    assert chat.message.toPlainText() == "Hello"
    chat.engine.finish_load()
    chat.qtbot.waitUntil(lambda: not chat.banner.isVisible())
    assert chat.message.toPlainText() == "Hello"


def test_a_pair_that_fails_leaves_the_one_in_use(chat: Stage) -> None:
    chat.file_answers.append(Path("/mine/embed.gguf"))
    chat.ctrl("O")
    chat.qtbot.waitUntil(lambda: len(chat.engine.loads) == 2)
    chat.engine.fail(ErrorCode.MODEL_IS_EMBEDDING, "embed.gguf")
    assert "embed.gguf is an embedding model" in chat.banner.text
    assert pair_name(chat) == "Practice pair"
    chat.send("Hello")
    assert len(chat.engine.prompts) == 1
    chat.settle(600)
    assert chat.saved[-1].pair == PRACTICE


def test_what_the_source_cannot_find_is_said(stage: Stage) -> None:
    stage.pairs.error = AppError(ErrorCode.STARTER_MISSING, "no wheel")
    stage.click("Starter model")
    stage.qtbot.waitUntil(stage.banner.isVisible)
    assert "starter model is not installed (no wheel)" in stage.banner.text
    assert stage.chip == "Idle · no model"


def test_a_bug_in_the_source_is_said_too(stage: Stage) -> None:
    stage.pairs.error = RuntimeError("boom")
    stage.click("Starter model")
    stage.qtbot.waitUntil(stage.banner.isVisible)
    assert "fault of its own (boom)" in stage.banner.text


def test_a_full_disk_can_be_tried_again(stage: Stage) -> None:
    stage.pairs.error = AppError(ErrorCode.DISK_FULL, "0.7 GB are needed")
    stage.click("Practice pair")
    stage.qtbot.waitUntil(stage.banner.isVisible)
    stage.pairs.error = None
    stage.click("Try again")
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    assert stage.pairs.asked == [PRACTICE, PRACTICE]


def test_context_and_threads_of_the_settings_are_used(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(Settings(theme=Theme.LIGHT, context_length=2048, threads=3))
    stage.load(PRACTICE)
    assert stage.engine.load_options == [(2048, 3)]


def test_the_use_of_both_models_is_noted_once_they_are_loaded(stage: Stage) -> None:
    stage.click("Practice pair")
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    target, draft = stage.engine.loads[-1]
    assert draft is not None
    assert Uses().last(target) is None
    stage.engine.finish_load()
    assert Uses().last(target) is not None
    assert Uses().last(draft) is not None


def test_a_pair_can_be_opened_while_the_engine_starts(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(ready=False)
    stage.window.open_pair(PRACTICE)
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    stage.engine.finish_load()
    assert pair_name(stage) == "Practice pair"


def test_notes_on_the_pair_are_shown(stage: Stage) -> None:
    stage.click("Starter model")
    stage.qtbot.waitUntil(lambda: bool(stage.engine.loads))
    stage.engine.finish_load(notes=("Its chat template had to be guessed.",))
    assert "Its chat template had to be guessed." in visible_texts(stage)


def test_a_suggestion_is_written_but_not_sent(chat: Stage) -> None:
    chat.click("Write: Explain what a binary search tree is.")
    assert chat.message.toPlainText() == "Explain what a binary search tree is."
    assert chat.engine.prompts == []
    assert chat.message.hasFocus()


def test_another_pair_keeps_the_conversation(chat: Stage) -> None:
    chat.reply("Hello", make_round(plain("Hi")))
    chat.load(PairChoice(PairKind.STARTER))
    assert "Hi" in chat.shown
    chat.send("More")
    assert len(chat.engine.prompts[-1]) == 3


@pytest.mark.qt_log_ignore("This plugin does not support")  # menus offscreen
def test_the_banner_leads_to_the_list_of_pairs(stage: Stage) -> None:
    stage.send("Hello")
    stage.click("Choose a pair")
    menu = pair_menu(stage)
    assert menu.isVisible()
    menu.close()


def test_a_pair_that_could_not_be_had_back_is_not_shown_as_in_use(chat: Stage) -> None:
    chat.window.open_pair(PRACTICE)
    chat.qtbot.waitUntil(lambda: len(chat.engine.loads) == 2)
    chat.engine.lose_pair()
    assert pair_name(chat) == "No pair"
    assert chat.banner.isVisible()
