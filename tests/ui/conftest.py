"""A window on a fake engine, and where pictures of it go."""

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fakes import fake_server
from paceline.errors import Cancelled
from paceline.history.records import Message
from paceline.history.store import History
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.memory_fit import MachineMemory
from paceline.library.remote_keys import RemoteKeys
from paceline.loading import PairChoice, PairKind
from paceline.provenance import Round
from paceline.settings import Language, Settings, Theme
from paceline.ui.application import make_application
from paceline.ui.colours import LIGHT
from paceline.ui.icons import application_icon
from paceline.ui.language import speak
from paceline.ui.library.sources import LibrarySources
from paceline.ui.main_window import MainWindow
from paceline.ui.notices.banner import Banner
from paceline.ui.pair_source import PairFiles, PairServer
from paceline.ui.serving.keys import ServerKeys
from paceline.ui.serving.sources import ServingSources
from paceline.ui.theme import Appearance
from paceline.ui.transcript.transcript import Transcript
from ui.columns import Make
from ui.fake_engine import FakeEngineClient
from ui.fake_hub import FakeAccess, FakeHub
from ui.fake_queue import FakeQueue
from ui.pointing import texts


@pytest.fixture(autouse=True, scope="module")
def _what_was_there_before_is_no_garbage() -> Iterator[None]:
    """Let a collection visit only what the tests of this module made, be there ever so many."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _free_widgets_between_tests() -> Iterator[None]:
    """Free them as the program does: never in the middle of an event that Qt handles.

    What is to be deleted later would else live on into the next test, whose style sheet would be
    put on all of it.
    """
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> Iterator[None]:  # noqa: ARG001 - translators need it
    """Windows speak English here, whatever the system speaks."""
    speak(Language.ENGLISH)
    yield
    speak(Language.ENGLISH)


@dataclass
class FakePairs:
    """Answers at once; with `gate` closed it waits, hearing a cancel, as a build does."""

    error: Exception | None = None
    gate: Event = field(default_factory=Event)
    asked: list[PairChoice] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    def prepare(
        self,
        choice: PairChoice,
        progress: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> PairFiles | PairServer:
        self.asked.append(choice)
        progress(0.3)
        while not self.gate.wait(0.01):
            if cancelled():
                raise Cancelled
        if self.error is not None:
            raise self.error
        match choice.kind:
            case PairKind.PRACTICE:
                return PairFiles(Path("/models/practice.gguf"), Path("/models/starter.gguf"))
            case PairKind.STARTER:
                return PairFiles(Path("/models/starter.gguf"), None)
            case PairKind.FILES:
                draft = Path(choice.draft) if choice.draft else None
                return PairFiles(Path(choice.target or ""), draft)
            case PairKind.REMOTE:
                assert choice.server is not None
                return PairServer(choice.server, None)


class FakeRing:
    """A keyring in memory, which outlives windows."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}

    def read(self, endpoint: str) -> str | None:
        return self.entries.get(endpoint)

    def write(self, endpoint: str, token: str) -> None:
        self.entries[endpoint] = token

    def delete(self, endpoint: str) -> None:
        self.entries.pop(endpoint, None)


W = TypeVar("W", bound=QWidget)


@dataclass
class Stage:
    """Everything a test of the window touches, and what a person can see and press there."""

    window: MainWindow
    engine: FakeEngineClient
    history: History
    pairs: FakePairs
    appearance: Appearance
    qtbot: QtBot
    saved: list[Settings]
    file_answers: list[Path | None]
    file_questions: list[str]
    forget_answers: list[bool]
    queue: FakeQueue
    hub: FakeHub
    places: list[Place]
    server_journal: Path
    """What the local server was given, once one was started."""
    server_key: FakeRing
    models_folder: Path
    """Where a test may put models."""
    dictionary: Mapping[str, Collection[str]] = field(default_factory=dict)
    """What English sentences may be in the language that the window speaks."""

    def names(self, english: str) -> Collection[str]:
        """What may stand there for an English sentence."""
        return self.dictionary.get(english, (english,))

    def named(self, kind: type[W], accessible_name: str) -> W:
        """The control of this kind that a screen reader calls by this name."""
        names = self.names(accessible_name)
        found = [w for w in self.window.findChildren(kind) if w.accessibleName() in names]
        assert len(found) == 1, f"{len(found)} of {kind.__name__} are called {accessible_name!r}"
        return found[0]

    def part(self, kind: type[W]) -> W:
        """The only part of this kind."""
        (found,) = self.window.findChildren(kind)
        return found

    @property
    def message(self) -> QPlainTextEdit:
        return self.named(QPlainTextEdit, "Message")

    @property
    def transcript(self) -> Transcript:
        return self.part(Transcript)

    @property
    def said(self) -> str:
        """What the messages say, without what stands around them."""
        return "\n".join(edit.toPlainText() for edit in texts(self.transcript))

    @property
    def shown(self) -> str:
        """All that can be read of the messages."""
        texts(self.transcript)
        lines = []
        for _, row in sorted(self.transcript.rows.items()):
            for part in sorted(row.findChildren(QWidget), key=lambda part: part.y()):
                if part.isHidden():
                    continue
                if isinstance(part, QTextEdit):
                    lines.append(part.toPlainText())
                elif isinstance(part, QLabel | QAbstractButton):
                    lines.append(part.text())
        return "\n".join(lines)

    @property
    def banner(self) -> Banner:
        return self.part(Banner)

    @property
    def chip(self) -> str:
        return self._chip.text()

    @property
    def chip_reason(self) -> str:
        return self._chip.toolTip()

    @property
    def _chip(self) -> QLabel:
        (chip,) = (w for w in self.window.findChildren(QLabel) if w.objectName() == "chip")
        return chip

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key wherever the focus is."""
        pressed = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            pressed |= modifier
        QTest.keyClick(self.window.focusWidget(), key, pressed)

    def ctrl(self, letter: str) -> None:
        self.press(Qt.Key[f"Key_{letter}"], Qt.KeyboardModifier.ControlModifier)

    def click(self, accessible_name: str) -> None:
        button = self.named(QAbstractButton, accessible_name)
        assert button.isVisible(), f"{accessible_name} is not on the screen"
        assert button.isEnabled(), f"{accessible_name} cannot be pressed"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def write(self, text: str) -> None:
        self.message.setFocus()
        self.message.insertPlainText(text)

    def send(self, text: str) -> None:
        self.write(text)
        self.press(Qt.Key.Key_Return)

    def load(self, choice: PairChoice) -> None:
        """Open a pair and let the fake worker load it."""
        before = len(self.engine.loads)
        self.window.open_pair(choice)
        self.qtbot.waitUntil(lambda: len(self.engine.loads) > before)
        self.engine.finish_load()

    def reply(self, question: str, *rounds: Round) -> None:
        """A whole exchange."""
        self.send(question)
        self.engine.say(*rounds)
        self.engine.finish()

    def close(self) -> None:
        """Close the window and its chats."""
        self.pairs.gate.set()
        self.window.close()
        self.history.close()

    def settle(self, milliseconds: int = 150) -> None:
        """Let timers and layouts come to rest."""
        self.qtbot.wait(milliseconds)


@pytest.fixture
def make_stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    """Opens windows, each on the chats that the one before it left.

    `settings` and `ready` (the worker listens) may be given, and another `history`, and how a local
    server misbehaves (`fakes/fake_server.py`).
    """
    stages: list[Stage] = []

    ring = FakeRing()

    def make(
        settings: Settings | None = None,
        *,
        ready: bool = True,
        history: History | None = None,
        server_deed: str = "",
    ) -> Stage:
        application = make_application()
        for old in stages:
            old.close()
        engine, pairs, queue = FakeEngineClient(), FakePairs(), FakeQueue()
        hub, places = FakeHub(), list[Place]()
        journal = tmp_path / f"server-{len(stages)}.json"
        saved: list[Settings] = []
        answers: list[Path | None] = []
        questions: list[str] = []

        def choose_file(_parent: QWidget, title: str, _start: Path | None) -> Path | None:
            questions.append(title)
            return answers.pop(0)

        forget_answers: list[bool] = []
        chats = history or History.open(tmp_path / "history")
        chosen = settings or Settings(theme=Theme.LIGHT)
        appearance = Appearance(chosen.theme, application, text_percent=chosen.text_percent)
        window = MainWindow(
            engine,
            chats,
            pairs,
            appearance,
            chosen,
            saved.append,
            application_icon(),
            choose_file,
            lambda _parent: forget_answers.pop(0),
            LibrarySources(
                machine=lambda: MachineMemory(32 * 10**9, 24 * 10**9),
                places=lambda own: (*places, *(Place(PlaceKind.OWN, one) for one in own)),
                queue=lambda _make_hub: queue,
                access=lambda: FakeAccess(hub),
            ),
            serving=ServingSources(
                fake_server.command(journal, server_deed),
                pairs,
                lambda: MachineMemory(32 * 10**9, 24 * 10**9),
                ServerKeys(lambda: ring),
            ),
            keys=RemoteKeys(lambda: None),
        )
        qtbot.addWidget(window)
        window.resize(900, 600)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        engine.start()
        if ready:
            engine.become_ready()
        stage = Stage(
            window,
            engine,
            chats,
            pairs,
            appearance,
            qtbot,
            saved,
            answers,
            questions,
            forget_answers,
            queue,
            hub,
            places,
            journal,
            ring,
            tmp_path / f"models-{len(stages)}",
        )
        stages.append(stage)
        return stage

    yield make
    for stage in stages:
        stage.close()
        stage.appearance.resize(100)
        stage.appearance.deleteLater()


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    """A window whose worker listens, without a pair."""
    return make_stage()


@pytest.fixture
def chat(stage: Stage) -> Stage:
    """A window with the practice pair loaded."""
    stage.load(PairChoice(PairKind.PRACTICE))
    return stage


@pytest.fixture
def picture_folder() -> Path:
    folder = Path(__file__).parents[1] / "pictures"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def make_transcript(qtbot: QtBot) -> Make:
    """A transcript as a window of its own, with messages and the rounds of the replies."""

    def build(*entries: Message, rounds: dict[int, list[Round]] | None = None) -> Transcript:
        stored = rounds or {}
        transcript = Transcript(
            LIGHT, show_tints=True, rounds_of=lambda message: stored.get(message, [])
        )
        qtbot.addWidget(transcript)
        transcript.resize(700, 500)
        transcript.set_entries(0, entries)
        transcript.show()
        transcript.activateWindow()
        qtbot.waitUntil(transcript.isActiveWindow)
        texts(transcript)
        return transcript

    return build
