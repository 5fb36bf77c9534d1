"""The whole way of a window with a server: connect, chat, stop, fail, and open the chat again.

The worker is the real one in a process of its own, the server real HTTP on loopback.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from fakes.openai_server import (
    MODEL,
    TEXT,
    WORDS,
    Fault,
    OpenAiServer,
    Plays,
    Script,
    openai_server,
)
from paceline.client.engine_client import EngineClient, EngineState
from paceline.history.records import MessageState
from paceline.history.store import History
from paceline.library.remote_keys import RemoteKeys
from paceline.loading import PairChoice, PairKind, RemoteServer
from paceline.provenance import Origin
from paceline.settings import Settings, Theme
from paceline.ui.application import make_application
from paceline.ui.failure import Remedy
from paceline.ui.icons import application_icon
from paceline.ui.main_window import MainWindow
from paceline.ui.notices.banner import Banner
from paceline.ui.pair_source import LibraryPairs
from paceline.ui.servers.whereabouts_bar import WhereaboutsBar
from paceline.ui.theme import Appearance

PATIENCE_MS = 30_000


class Room:
    """A window and what a person does in it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.client = EngineClient(sys.executable, ["-m", "paceline", "worker"])
        self.history = History.open(folder)
        self.settings: list[Settings] = []
        keys = RemoteKeys(lambda: None)
        self.window = MainWindow(
            self.client,
            self.history,
            LibraryPairs(keys),
            Appearance(Theme.LIGHT, make_application()),
            Settings(),
            self.settings.append,
            application_icon(),
            keys=keys,
        )
        self._qtbot = qtbot
        self.window.show()
        self.client.start()

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def connect(self, server: OpenAiServer) -> None:
        choice = PairChoice(PairKind.REMOTE, server=RemoteServer(server.url, MODEL))
        self.window.open_pair(choice)
        self.until(lambda: self.client.pair is not None and self.client.state == EngineState.IDLE)

    def send(self, text: str) -> None:
        message = self.window.findChild(QPlainTextEdit)
        assert isinstance(message, QPlainTextEdit)
        message.setPlainText(text)
        QTest.keyClick(message, Qt.Key.Key_Return)

    def part(self, kind: type[Banner] | type[WhereaboutsBar]) -> Banner | WhereaboutsBar:
        (found,) = self.window.findChildren(kind)
        return found

    @property
    def labels(self) -> list[str]:
        return [label.text() for label in self.window.findChildren(QLabel)]

    def close(self) -> None:
        self.window.close()
        self.history.close()
        self.window.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def server() -> Iterator[OpenAiServer]:
    with openai_server(Script(plays=Plays.LLAMA_SERVER)) as serving:
        yield serving


@pytest.fixture
def rooms(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Room]]:
    opened: list[Room] = []

    def make() -> Room:
        opened.append(Room(qtbot, tmp_path / "history"))
        return opened[-1]

    yield make
    opened[-1].close()
    assert psutil.Process().children(recursive=True) == []


def test_a_chat_with_a_server_and_the_same_chat_tomorrow(
    rooms: Callable[[], Room], server: OpenAiServer
) -> None:
    room = rooms()
    room.connect(server)
    bar = room.part(WhereaboutsBar)
    assert bar.isVisible()
    assert f"127.0.0.1:{server.server_port}" in bar.text
    room.send("Why is the sky blue?")
    told = f"6 of 12 guesses accepted, says llama-server 127.0.0.1:{server.server_port}"
    room.until(lambda: any(told in text for text in room.labels))

    server.script.fault = Fault.SILENT
    room.send("And the sea?")
    room.until(lambda: sum(text.startswith("Writing") for text in room.labels) > 0)
    room.until(lambda: len(room.history.conversations()) == 1)
    chat = room.history.conversations()[0].id
    room.until(lambda: "".join(WORDS[:4]) in room.history.path(chat)[-1].content)
    QTest.keyClick(room.window, Qt.Key.Key_Escape)
    room.until(lambda: room.history.path(chat)[-1].state is MessageState.STOPPED)
    assert server.gone.wait(10)

    server.script.fault = Fault.CUT
    room.send("And the moon?")
    banner = room.part(Banner)
    assert isinstance(banner, Banner)
    room.until(banner.isVisible)
    assert "broke off in the middle" in banner.text
    assert banner.remedy is Remedy.REGENERATE
    room.until(lambda: room.history.path(chat)[-1].state is MessageState.INTERRUPTED)
    room.close()

    again = rooms()
    path = again.history.path(chat)
    assert [entry.content for entry in path[1::2]] == [
        TEXT,
        "".join(WORDS[:4]),
        "".join(WORDS[:4]),
    ]
    rounds = again.history.rounds(path[1].id)
    assert {token.origin for each in rounds for token in each.tokens} == {Origin.UNREPORTED}
    summary = path[1].summary
    assert summary is not None
    assert summary.report is not None
    assert summary.report.drafted == 12
