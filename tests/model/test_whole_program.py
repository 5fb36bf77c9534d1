"""The real window with the real worker and real weights: what a person lives through."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from fakes.bad_files import bad_files
from paceline import paths
from paceline.client.engine_client import EngineClient, EngineState
from paceline.errors import ErrorCode
from paceline.history.store import History
from paceline.loading import PairChoice, PairKind
from paceline.options import Speculation
from paceline.protocol.messages import RoundDone
from paceline.provenance import Origin
from paceline.settings import Settings, Theme
from paceline.ui.application import make_application
from paceline.ui.diagnostics.diagnostics import Diagnostics
from paceline.ui.diagnostics.log_file import logging_to
from paceline.ui.icons import application_icon
from paceline.ui.main_window import MainWindow
from paceline.ui.notices.banner import Banner
from paceline.ui.pair_source import LibraryPairs
from paceline.ui.theme import Appearance
from paceline.ui.transcript.transcript import Transcript

PATIENCE_MS = 60_000
"""For loads and replies beside whatever else the machine does; nothing here is timed."""

STORY = "Write a very long story about a lighthouse keeper who learns to sail."


@dataclass
class Program:
    """The window, its engine, and what arrived."""

    window: MainWindow
    client: EngineClient
    qtbot: QtBot
    rounds: list[RoundDone]

    def open(self, target: Path, draft: Path | None = None) -> None:
        """Ask for a pair of files."""
        self.window.open_pair(
            PairChoice(PairKind.FILES, str(target), str(draft) if draft else None)
        )

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def until_idle(self) -> None:
        self.until(lambda: self.client.state == EngineState.IDLE and self.client.pair is not None)

    def send(self, text: str) -> None:
        message = self.window.findChild(QPlainTextEdit)
        assert isinstance(message, QPlainTextEdit)
        message.setPlainText(text)
        QTest.keyClick(message, Qt.Key.Key_Return)

    def click(self, label: str) -> None:
        (button,) = (
            each
            for each in self.window.findChildren(QAbstractButton)
            if each.isVisible() and each.text().replace("&", "") == label
        )
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    @property
    def text(self) -> str:
        """What can be read in the chat, in any order."""
        transcript = self.window.findChildren(Transcript)[0]
        texts = [edit.toPlainText() for edit in transcript.findChildren(QTextEdit)]
        return "\n".join([*texts, *(label.text() for label in transcript.findChildren(QLabel))])

    @property
    def banner(self) -> Banner:
        return self.window.findChildren(Banner)[0]


@contextmanager
def shown(qtbot: QtBot, settings: Settings) -> Iterator[Program]:
    """Open the real window with the real worker, and leave no process behind."""
    application = make_application()
    client = EngineClient(sys.executable, ["-m", "paceline", "worker"])
    rounds: list[RoundDone] = []
    client.round_done.connect(rounds.append)
    window = MainWindow(
        client,
        History.in_memory(),
        LibraryPairs(),
        Appearance(Theme.LIGHT, application),
        settings,
        lambda _: None,
        application_icon(),
    )
    before = psutil.Process().children(recursive=True)
    window.show()
    client.start()
    yield Program(window, client, qtbot, rounds)
    window.close()
    assert set(psutil.Process().children(recursive=True)) <= set(before)
    window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def program(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Program]:
    with shown(qtbot, getattr(request, "param", Settings())) as found:
        yield found


@pytest.mark.skipif(sys.platform == "win32", reason="kills with signals of Unix")
def test_twenty_kills_in_the_middle_of_a_reply_lose_no_text(
    program: Program, practice_target: Path, starter: Path
) -> None:
    program.open(practice_target, starter)
    program.until_idle()
    for _ in range(20):
        program.rounds.clear()
        program.send(STORY)
        program.until(lambda: len(program.rounds) >= 2)
        said = "".join(t.text for event in program.rounds for t in event.round.tokens)
        assert program.client.worker_pid is not None
        os.kill(program.client.worker_pid, signal.SIGSEGV)
        program.until(lambda: program.client.state == EngineState.CRASHED)
        assert program.window.isVisible()
        assert STORY in program.text
        assert said.strip().splitlines()[0] in program.text
        assert program.banner.isVisible()
        program.click("Restart engine")
        program.until_idle()
        assert not program.banner.isVisible()
        assert said.strip().splitlines()[0] in program.text
        QTest.keyClick(program.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert len(psutil.Process().children(recursive=True)) == 1


@pytest.mark.parametrize(
    "program", [Settings(speculation=Speculation(draft_length=3))], indirect=True
)
def test_the_switch_acts_in_the_middle_of_a_reply(
    program: Program, practice_target: Path, starter: Path
) -> None:
    program.open(practice_target, starter)
    program.until_idle()
    program.send(STORY)
    program.until(lambda: len(program.rounds) >= 4)
    QTest.keyClick(program.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    flipped = len(program.rounds)
    program.until(lambda: len(program.rounds) >= flipped + 12)
    origins = [[t.origin for t in event.round.tokens] for event in program.rounds]
    first_plain = next(
        index for index in range(flipped, len(origins)) if origins[index] == [Origin.PLAIN]
    )
    assert first_plain - flipped <= 2, "the round under way, and one that crossed the line"
    assert all(each == [Origin.PLAIN] for each in origins[first_plain:])
    assert any(Origin.DRAFTED in each for each in origins[:flipped])
    QTest.keyClick(program.window, Qt.Key.Key_Escape)
    program.until_idle()


@pytest.mark.parametrize("program", [Settings(max_tokens=12)], indirect=True)
def test_the_report_of_a_real_chat_has_no_word_of_it(program: Program, starter: Path) -> None:
    with logging_to(paths.log_file()):
        program.open(starter)
        program.until_idle()
        program.send("Does the purple walrus juggle anvils?")
        program.until(lambda: len(program.rounds) >= 1)
        program.until_idle()
        report = program.window.findChildren(Diagnostics)[0].report()
    log = paths.log_file().read_text("utf-8")
    said = "".join(token.text for event in program.rounds for token in event.round.tokens)
    assert "target: " in report
    for secret in ("walrus", "anvils", said):
        assert secret not in report
        assert secret not in log


def test_every_bad_input_is_a_sentence_and_the_pair_in_use_stays(
    program: Program, practice_target: Path, starter: Path, tmp_path: Path
) -> None:
    failures: list[ErrorCode] = []
    program.client.request_failed.connect(lambda failed: failures.append(failed.code))
    program.open(starter)
    program.until_idle()
    in_use = program.client.pair
    for code, files in bad_files(tmp_path, starter, practice_target).items():
        failures.clear()
        program.open(files.target, files.draft)
        program.until(program.banner.isVisible)
        program.until(lambda: program.client.state == EngineState.IDLE)
        assert failures == [code]
        assert program.client.pair == in_use
        program.click("Dismiss")
    failures.clear()
    program.send("word " * 6000)
    program.until(program.banner.isVisible)
    assert failures == [ErrorCode.PROMPT_TOO_LONG]
    program.click("New chat")
    program.rounds.clear()
    program.send("Say hello.")
    program.until(lambda: len(program.rounds) >= 1)
    assert program.client.pair == in_use


@pytest.mark.parametrize("program", [Settings(context_length=2_000_000_000)], indirect=True)
def test_a_context_that_no_memory_could_hold_is_said_and_the_engine_goes_on(
    program: Program, starter: Path
) -> None:
    failures: list[ErrorCode] = []
    program.client.request_failed.connect(lambda failed: failures.append(failed.code))
    program.open(starter)
    program.until(program.banner.isVisible)
    assert failures == [ErrorCode.MEMORY_SHORT]
    assert "GB are free" in program.banner.text
    assert program.client.state == EngineState.IDLE
