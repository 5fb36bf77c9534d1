"""The local server in the window: chosen, started, watched, stopped; never left behind."""

import json
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
)

from fakes.sparse_models import Build, write
from paceline.loading import PairChoice, PairKind, RemoteServer
from paceline.settings import ServerWishes, Settings, Theme
from paceline.ui.notices.toasts import Toast
from paceline.ui.serving.dialog import ServingDialog
from paceline.ui.serving.indicator import ServerIndicator
from paceline.ui.serving.serving import Serving
from paceline.ui.serving.state import Phase
from ui.conftest import Stage
from ui.model_shelf import pair_files
from ui.test_pictures import clipped
from ui.views import VIEWS, trigger

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen

PATIENCE_MS = 20_000
LARGE = Build("llama", 32, 4096, 14336, 32, 8, 1000)


def settings(theme: Theme = Theme.LIGHT, **wishes: object) -> Settings:
    return Settings(theme=theme, server=ServerWishes(**wishes))  # type: ignore[arg-type]


def open_pair(stage: Stage) -> Path:
    """Have a pair in the window whose files are there; returns the target."""
    target, draft = pair_files(stage.models_folder / "pairs")["same"]
    stage.load(PairChoice(PairKind.FILES, str(target), str(draft)))
    return target


def opened(stage: Stage) -> ServingDialog:
    trigger(stage, "local_server")
    return stage.part(ServingDialog)


def said(dialog: ServingDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def serving(stage: Stage) -> Serving:
    found = stage.window.findChild(Serving)
    assert isinstance(found, Serving)
    return found


def wait_for(stage: Stage, phase: Phase) -> None:
    stage.qtbot.waitUntil(lambda: serving(stage).server.state.phase is phase, timeout=PATIENCE_MS)


def started(stage: Stage) -> ServingDialog:
    dialog = opened(stage)
    stage.click("Start")
    wait_for(stage, Phase.READY)
    stage.qtbot.waitUntil(lambda: serving(stage).server.state.figures is not None)
    return dialog


def given(stage: Stage) -> dict[str, object]:
    """What the server was given."""
    told = json.loads(stage.server_journal.read_text())
    assert isinstance(told, dict)
    return told


def test_a_server_starts_with_the_pair_of_the_window_and_stops(stage: Stage) -> None:
    target = open_pair(stage)
    dialog = started(stage)
    told = given(stage)
    assert (told["host"], told["port"], told["seats"], told["key"]) == (
        "127.0.0.1",
        "8484",
        4,
        None,
    )
    others = told["others"]
    assert isinstance(others, list)
    assert str(target) in others
    assert "--with-parent" in others
    assert stage.named(QLineEdit, "Address").text() == "http://127.0.0.1:8484/v1"
    assert "Answers as “smollm2-135m”, 4 replies at once with 4,096 tokens" in said(dialog)
    for figure in ("43.2", "81 %", "1.6x"):
        assert figure in said(dialog)
    process = psutil.Process(serving(stage).server.pid)
    stage.click("Stop")
    wait_for(stage, Phase.OFF)
    assert not process.is_running()
    assert stage.named(QPushButton, "Start").isVisible()


def test_examples_and_address_can_be_copied(stage: Stage) -> None:
    open_pair(stage)
    started(stage)
    example = stage.named(QPlainTextEdit, "Example")
    assert example.toPlainText().startswith("curl http://127.0.0.1:8484/v1/chat/completions")
    stage.named(QComboBox, "Language of the example").setCurrentIndex(1)
    stage.click("Copy the example")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("from openai import OpenAI")
    assert 'model="smollm2-135m"' in copied
    stage.click("Copy the address")
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:8484/v1"


def test_the_main_window_says_that_it_runs(stage: Stage) -> None:
    open_pair(stage)
    indicator = stage.part(ServerIndicator)
    assert not indicator.isVisible()
    started(stage).close()
    stage.settle(30)
    assert indicator.isVisible()
    words = "\n".join(one.text() for one in indicator.findChildren(QLabel))
    assert "http://127.0.0.1:8484/v1" in words
    assert "2 running, 1 waiting, 43.2 tok/s" in words
    stage.click("Show the local server")
    assert stage.part(ServingDialog).isVisible()


def test_others_in_the_network_need_a_key_that_is_shown_once(
    make_stage: Callable[..., Stage],
) -> None:
    stage = make_stage(settings())
    open_pair(stage)
    dialog = opened(stage)
    stage.named(QRadioButton, "Others in my network too, with a key").click()
    assert "without encryption" in said(dialog)
    assert "shown once" in said(dialog)
    started(stage)
    told = given(stage)
    key = stage.named(QLineEdit, "Key").text()
    assert key.startswith("pl-")
    assert (told["host"], told["key"]) == ("0.0.0.0", key)
    assert key not in str(told["others"])
    assert list(stage.server_key.entries.values()) == [key]
    assert "0.0.0.0" not in stage.named(QLineEdit, "Address").text()
    assert "YOUR-KEY" in stage.named(QPlainTextEdit, "Example").toPlainText()
    stage.click("Copy the key")
    assert QGuiApplication.clipboard().text() == key
    dialog.close()
    stage.settle(30)
    again = opened(stage)
    assert not stage.named(QLineEdit, "Key").isVisible()
    assert key not in said(again)
    assert stage.saved == [] or key not in str(stage.saved)


def test_the_kept_key_is_used_again_until_a_new_one_is_made(
    make_stage: Callable[..., Stage],
) -> None:
    stage = make_stage(settings(for_network=True))
    stage.server_key.write("local server", "pl-" + "k" * 32)
    open_pair(stage)
    dialog = opened(stage)
    stage.qtbot.waitUntil(lambda: "kept in this system's keyring" in said(dialog))
    stage.click("Make a new key")
    stage.qtbot.waitUntil(lambda: stage.server_key.entries["local server"] != "pl-" + "k" * 32)
    stage.settle(30)
    started(stage)
    assert given(stage)["key"] == stage.server_key.entries["local server"]
    assert stage.named(QLineEdit, "Key").isVisible()


def test_what_is_chosen_is_remembered_and_that_it_ran_is_not(
    make_stage: Callable[..., Stage],
) -> None:
    stage = make_stage(settings())
    open_pair(stage)
    opened(stage)
    stage.named(QSpinBox, "Port").setValue(9001)
    stage.named(QSpinBox, "Replies at once").setValue(2)
    started(stage)
    assert given(stage)["port"] == "9001"
    process = psutil.Process(serving(stage).server.pid)
    stage.window.close()
    assert not process.is_running()
    assert stage.saved[-1].server == ServerWishes(port=9001, seats=2)
    after = make_stage(stage.saved[-1])
    after.settle(50)
    assert serving(after).server.state.phase is Phase.OFF


def test_it_starts_with_the_program_where_that_was_chosen(
    make_stage: Callable[..., Stage], tmp_path: Path
) -> None:
    target, draft = pair_files(tmp_path / "pairs")["same"]
    choice = PairChoice(PairKind.FILES, str(target), str(draft))
    stage = make_stage(settings(start_with_program=True, pair=choice))
    wait_for(stage, Phase.READY)
    assert stage.window.findChildren(ServingDialog) == []


def test_for_the_network_it_starts_with_the_program_only_with_a_kept_key(
    make_stage: Callable[..., Stage],
) -> None:
    stage = make_stage(settings(start_with_program=True, for_network=True))
    stage.qtbot.waitUntil(lambda: bool(stage.window.findChildren(Toast)))
    assert "its key is not kept" in stage.window.findChildren(Toast)[0].text
    assert serving(stage).server.state.phase is Phase.OFF


def test_it_says_how_much_memory_it_takes_and_refuses_what_does_not_fit(
    make_stage: Callable[..., Stage], tmp_path: Path
) -> None:
    large = PairChoice(PairKind.FILES, str(write(LARGE, tmp_path)))
    stage = make_stage(settings(pair=large))
    dialog = opened(stage)
    stage.qtbot.waitUntil(lambda: "Takes about" in said(dialog))
    assert "besides the chat; 24 GB are free" in said(dialog).replace("24.0", "24")
    dialog.close()
    huge = Settings(theme=Theme.LIGHT, context_length=131_072, server=ServerWishes(pair=large))
    stage = make_stage(huge)
    dialog = opened(stage)
    stage.qtbot.waitUntil(lambda: "more than this computer can give" in said(dialog))
    stage.click("Start")
    wait_for(stage, Phase.FAILED)
    assert "There is not enough memory for this" in said(dialog)
    assert not stage.server_journal.exists()


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [("port taken", "Another program listens at"), ("dies", "stopped unexpectedly")],
)
def test_a_server_that_cannot_go_on_says_why(
    make_stage: Callable[..., Stage], deed: str, sentence: str
) -> None:
    stage = make_stage(settings(), server_deed=deed)
    open_pair(stage)
    dialog = opened(stage)
    stage.click("Start")
    wait_for(stage, Phase.FAILED)
    assert sentence in said(dialog)
    assert not stage.banner.isVisible()
    dialog.close()
    stage.settle(30)
    serving(stage).start()
    wait_for(stage, Phase.FAILED)
    assert sentence in stage.banner.text


def test_the_last_trouble_stays_in_sight(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(settings(), server_deed="trouble")
    open_pair(stage)
    dialog = opened(stage)
    stage.click("Start")
    stage.qtbot.waitUntil(lambda: "The engine stopped unexpectedly (signal 9)" in said(dialog))
    assert stage.named(QLineEdit, "Address").isVisible()


def test_lines_of_a_later_version_are_passed_over(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(settings(), server_deed="speaks nonsense")
    open_pair(stage)
    started(stage)


def test_a_model_that_is_on_a_server_already_is_not_served_again(
    make_stage: Callable[..., Stage],
) -> None:
    remote = PairChoice(PairKind.REMOTE, server=RemoteServer("https://example.org/v1", "large"))
    stage = make_stage(Settings(theme=Theme.LIGHT, pair=remote))
    opened(stage)
    models = stage.named(QComboBox, "Models")
    assert models.itemText(0) == "The practice pair"
    assert models.currentIndex() == 0


def test_a_start_can_be_taken_back(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage(settings(), server_deed="hangs while loading")
    open_pair(stage)
    opened(stage)
    stage.click("Start")
    stage.qtbot.waitUntil(lambda: "25 %" in said(stage.part(ServingDialog)), timeout=PATIENCE_MS)
    stage.click("Stop")
    wait_for(stage, Phase.OFF)


def test_all_of_it_can_be_done_with_the_keyboard(stage: Stage) -> None:
    open_pair(stage)
    dialog = opened(stage)
    for _ in range(30):
        if dialog.focusWidget().accessibleName() == "Start":
            break
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    wait_for(stage, Phase.READY)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert serving(stage).server.state.phase is Phase.READY


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST])
@pytest.mark.parametrize("view", ["server: off", "server: running"])
def test_nothing_is_clipped(
    make_stage: Callable[..., Stage], picture_folder: Path, view: str, theme: Theme
) -> None:
    dialog = VIEWS[view](make_stage(settings(theme, for_network=True)))
    assert dialog.grab().save(str(picture_folder / f"{view.replace(': ', '-')}-{theme}.png"))
    assert clipped(dialog) == []
    assert dialog.width() <= 900
    assert dialog.height() <= 600
