"""From an empty machine to a chat: all in the window, with a real download and the real engine."""

import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fakes.hub_stub.faults import Cut, Port
from fakes.hub_stub.stub import HubStub
from paceline.client.engine_client import EngineClient, EngineState
from paceline.history.store import History
from paceline.library.catalog import CatalogPair, DrafterKind, ModelFile
from paceline.library.hub.access import HubAccess
from paceline.library.hub.tokens import TokenStore
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.starter import STARTER_BYTES
from paceline.options import Speculation
from paceline.protocol.messages import RoundDone
from paceline.provenance import Origin
from paceline.settings import LibraryWishes, Settings, Theme
from paceline.ui.application import make_application
from paceline.ui.icons import application_icon
from paceline.ui.library.library_window import LibraryWindow
from paceline.ui.library.page import PageKind
from paceline.ui.library.sources import LibrarySources
from paceline.ui.main_window import MainWindow
from paceline.ui.pair_source import LibraryPairs
from paceline.ui.theme import Appearance

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen

PATIENCE_MS = 60_000
"""For downloads, loads and replies beside whatever else the machine does; nothing is timed."""
TARGET, DRAFT = "walks/practice-GGUF", "walks/draft-GGUF"
CUT_AFTER = 5_000_000
HEADERS = 8_000_000
"""Bytes: far more than two headers, far less than a model."""


def catalogued(repository: str, file: Path) -> ModelFile:
    """A model as the catalogue has it."""
    name = f"{repository.partition('/')[2]}.gguf"
    content = hashlib.sha256(file.read_bytes()).hexdigest()
    return ModelFile(repository, "main", name, "apache-2.0", file.stat().st_size, content)


@pytest.fixture(scope="module")
def pair(practice_target: Path, starter: Path) -> CatalogPair:
    """The one recommended pair."""
    return CatalogPair(
        "walk",
        "Walking pair",
        "Small enough for a walk.",
        DrafterKind.DRAFT_MODEL,
        4,
        0.2,
        ("https://example.org/walk",),
        catalogued(TARGET, practice_target),
        catalogued(DRAFT, starter),
    )


@pytest.fixture
def hub(pair: CatalogPair, practice_target: Path, starter: Path) -> Iterator[HubStub]:
    """A Hub that has the pair."""
    with HubStub() as stub:
        stub.add_repository(TARGET, {pair.target.file: practice_target})
        assert pair.draft is not None
        stub.add_repository(DRAFT, {pair.draft.file: starter})
        yield stub


@dataclass
class Machine:
    """A machine without models, and the program on it."""

    window: MainWindow
    client: EngineClient
    qtbot: QtBot
    rounds: list[RoundDone]

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def button(self, name: str) -> QAbstractButton | None:
        """The button on the screen that a screen reader calls by this name."""
        found = [
            one
            for one in self.window.findChildren(QAbstractButton)
            if one.isVisible() and one.accessibleName() == name
        ]
        return found[0] if found else None

    def click(self, name: str) -> None:
        """Press a button as soon as it is there."""
        self.until(lambda: (one := self.button(name)) is not None and one.isEnabled())
        button = self.button(name)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def read(self, within: QWidget) -> str:
        labels = (one for one in within.findChildren(QLabel) if one.isVisible())
        return "\n".join(label.text() for label in labels)

    def turn_to(self, kind: PageKind) -> None:
        """Choose a page in the list at the left."""
        pages = self.library.findChildren(QListWidget, "sections")[0]
        pages.setCurrentRow(list(PageKind).index(kind))

    def fetched(self, hub: HubStub) -> int:
        """Bytes of files that went out so far."""
        return sum(one.sent for one in hub.requests if one.port is Port.CDN)

    @property
    def library(self) -> LibraryWindow:
        return self.window.findChildren(LibraryWindow)[0]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The Hub's cache, empty."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


@pytest.fixture
def machine(qtbot: QtBot, hub: HubStub, pair: CatalogPair, cache: Path) -> Iterator[Machine]:
    application = make_application()
    client = EngineClient(sys.executable, ["-m", "paceline", "worker"])
    rounds: list[RoundDone] = []
    client.round_done.connect(rounds.append)
    window = MainWindow(
        client,
        History.in_memory(),
        LibraryPairs(),
        Appearance(Theme.LIGHT, application),
        Settings(
            max_tokens=24,
            speculation=Speculation(draft_length=3),
            library=LibraryWishes(endpoint=hub.endpoint),
        ),
        lambda _: None,
        application_icon(),
        library=LibrarySources(
            catalog=lambda: (pair,),
            places=lambda _own: (Place(PlaceKind.HUB, cache),),
            access=lambda: HubAccess(TokenStore(ring=lambda: None, environment={})),
        ),
    )
    window.show()
    client.start()
    yield Machine(window, client, qtbot, rounds)
    window.close()
    assert psutil.Process().children(recursive=True) == []
    window.deleteLater()
    QApplication.processEvents()


def test_from_an_empty_machine_to_a_chat(
    machine: Machine, hub: HubStub, cache: Path, practice_target: Path
) -> None:
    machine.click("Recommended pairs…")
    machine.until(lambda: "Walking pair" in machine.read(machine.library))
    machine.click("Check Walking pair")
    machine.until(lambda: "They work together" in machine.read(machine.library))
    assert machine.fetched(hub) < HEADERS, "the doctor reads headers alone"
    assert not cache.exists()
    machine.turn_to(PageKind.RECOMMENDED)
    before = len(hub.requests)
    hub.faults.add(Port.CDN, Cut(after=CUT_AFTER), times=2)
    machine.click("Get Walking pair")
    machine.click("Load it: Walking pair has arrived.")
    assert len([one for one in hub.requests[before:] if one.sent == CUT_AFTER]) == 2
    whole = (practice_target.stat().st_size + STARTER_BYTES) * 1.05 + HEADERS
    assert machine.fetched(hub) < whole, "what had come before the line was cut is not lost"
    machine.until(lambda: machine.client.pair is not None)
    machine.until(lambda: machine.client.state is EngineState.IDLE)
    loaded = machine.client.pair
    assert loaded is not None
    assert loaded.draft is not None
    assert Path(loaded.target.path).is_relative_to(cache)
    assert Path(loaded.target.path).read_bytes() == practice_target.read_bytes()
    message = machine.window.findChild(QPlainTextEdit)
    assert isinstance(message, QPlainTextEdit)
    message.setPlainText("What is a tree?")
    QTest.keyClick(message, Qt.Key.Key_Return)
    machine.until(lambda: len(machine.rounds) > 3)
    machine.until(lambda: machine.client.state is EngineState.IDLE)
    tokens = [token for event in machine.rounds for token in event.round.tokens]
    assert any(token.origin is Origin.DRAFTED for token in tokens)
