"""Downloads pause with the window and go on with the next: real queue, real server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from pytestqt.qtbot import QtBot

from fakes.hub_stub.faults import Port, Slow
from fakes.hub_stub.stub import HubStub
from paceline.history.store import History
from paceline.library.downloads.records import DownloadState, Job, Wanted
from paceline.library.hub.access import HubAccess
from paceline.library.hub.tokens import TokenStore
from paceline.settings import LibraryWishes, Settings, Theme
from paceline.ui.application import make_application
from paceline.ui.icons import application_icon
from paceline.ui.library.sources import LibrarySources
from paceline.ui.main_window import MainWindow
from paceline.ui.theme import Appearance
from ui.conftest import FakePairs
from ui.fake_engine import FakeEngineClient

CONTENT = Random(5).randbytes(6_000_000)
WANTED = Wanted("someone/models", "model.gguf", size=len(CONTENT))


@pytest.fixture
def hub() -> Iterator[HubStub]:
    with HubStub() as stub:
        stub.add_repository("someone/models", {"model.gguf": CONTENT})
        yield stub


@pytest.fixture
def open_window(
    qtbot: QtBot, hub: HubStub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], MainWindow]]:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("paceline.ui.library.library.START_DELAY_MS", 0)
    windows: list[MainWindow] = []

    def make() -> MainWindow:
        window = MainWindow(
            FakeEngineClient(),
            History.in_memory(),
            FakePairs(),
            Appearance(Theme.LIGHT, make_application()),
            Settings(theme=Theme.LIGHT, library=LibraryWishes(endpoint=hub.endpoint)),
            lambda _settings: None,
            application_icon(),
            library=LibrarySources(
                places=lambda _own: (),
                access=lambda: HubAccess(TokenStore(ring=lambda: None, environment={})),
            ),
        )
        qtbot.addWidget(window)
        window.show()
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()


def jobs(window: MainWindow) -> tuple[Job, ...]:
    return window._library.desk.downloads.jobs


def test_a_download_goes_on_with_the_next_window(
    open_window: Callable[[], MainWindow], hub: HubStub, qtbot: QtBot, tmp_path: Path
) -> None:
    hub.faults.add(Port.CDN, Slow(bytes_per_second=1_500_000), times=None)
    first = open_window()
    first._library.desk.get("A model", [WANTED])
    qtbot.waitUntil(lambda: bool(jobs(first)) and jobs(first)[0].done > 0, timeout=30_000)
    first.close()
    hub.faults.clear()
    second = open_window()
    qtbot.waitUntil(
        lambda: bool(jobs(second)) and jobs(second)[0].state is DownloadState.DONE, timeout=30_000
    )
    (path,) = jobs(second)[0].paths
    assert path is not None
    assert path.is_relative_to(tmp_path / "hub")
    assert path.read_bytes() == CONTENT
    sent = sum(one.sent for one in hub.requests if one.port is Port.CDN)
    assert sent < 1.5 * len(CONTENT), "what had come was kept"
