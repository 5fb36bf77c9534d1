"""How the program starts: with the person's chats, without them, or not at all."""

import getpass
from pathlib import Path

import pytest

from paceline.__main__ import main
from paceline.errors import AppError, ErrorCode
from paceline.history.records import ChatSetup
from paceline.history.store import History
from paceline.loading import PairChoice
from paceline.ui import application, front_door
from paceline.ui.front_door import Entrance, FrontDoor, Knock

pytestmark = pytest.mark.usefixtures("qapp")


class Start:
    """Stands for the window: notes what it is given, and writes a chat."""

    def __init__(self) -> None:
        self.troubles: list[AppError] = []
        self.chats: list[int] = []

    def __call__(
        self,
        _make_engine: object,
        _settings: object,
        _save: object,
        history: History,
        *,
        initial_pair: PairChoice | None,
        startup_errors: list[AppError],
        door: FrontDoor,
        serve_command: tuple[str, ...],
    ) -> int:
        assert initial_pair is None
        assert serve_command[-1] == "serve"
        assert isinstance(door, FrontDoor)
        self.troubles = list(startup_errors)
        self.chats = [one.id for one in history.conversations()]
        history.create(ChatSetup())
        return 0


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PACELINE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def start(home: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    assert home.is_dir()
    window = Start()
    monkeypatch.setattr(application, "run_window", window)
    return window


def test_the_chats_of_the_last_time_are_there(start: Start) -> None:
    assert main(["window"]) == 0
    assert start.chats == []
    assert main(["window"]) == 0
    assert len(start.chats) == 1
    assert start.troubles == []


def test_chats_that_cannot_be_opened_are_said_and_not_touched(home: Path, start: Start) -> None:
    folder = home / "data" / "history"
    folder.parent.mkdir(parents=True)
    folder.write_text("no folder at all")
    assert main(["window"]) == 0
    (trouble,) = start.troubles
    assert trouble.code is ErrorCode.HISTORY_NOT_KEPT
    assert "could not be written" in str(trouble)
    assert folder.read_text() == "no folder at all"


def test_a_window_that_does_not_answer_is_said(
    home: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[AppError] = []
    monkeypatch.setattr(application, "say_at_the_start", said.append)
    monkeypatch.setattr(front_door, "PATIENCE_S", 0.2)
    silent = FrontDoor(home / "data")
    assert silent.enter(Knock()) is Entrance.FIRST
    silent._server.close()
    assert main(["window"]) == 1
    assert [error.code for error in said] == [ErrorCode.WINDOW_SILENT]
    silent.close()
    assert main(["window"]) == 0
    assert start.troubles == []


def test_other_folders_have_doors_of_their_own(tmp_path: Path) -> None:
    doors = [FrontDoor(tmp_path / name) for name in ("one", "two")]
    assert [door.enter(Knock()) for door in doors] == [Entrance.FIRST] * 2
    for door in doors:
        door.close()


def test_a_person_without_a_name_has_a_door_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container that runs under a number that its list of persons lacks."""

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr(getpass, "getuser", nobody)
    door = FrontDoor(tmp_path / "data")
    assert door.enter(Knock()) is Entrance.FIRST
    door.close()
