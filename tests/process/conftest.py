"""A real client, a real child process, and the complete journal of what was said."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from fakes import fake_worker
from paceline.client.engine_client import EngineClient
from paceline.client.timeouts import Timeouts
from process.journal import Session

SHORT = Timeouts(cancel_ms=400, close_ms=2000, hang_up_ms=200, terminate_ms=200, kill_ms=5000)
"""Graces for a fake that answers within milliseconds; a start may still meet a busy machine."""

SessionMaker = Callable[..., Session]


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[SessionMaker]:
    """Make sessions with a fake worker; each is checked at its end."""
    made: list[Session] = []

    def make(*flags: str, timeouts: Timeouts = SHORT, program: str = sys.executable) -> Session:
        client = EngineClient(program, fake_worker.arguments(*flags), timeouts=timeouts)
        made.append(Session(client, qtbot))
        return made[-1]

    yield make
    for one in made:
        close_and_check(one)


@pytest.fixture
def real_session(qtbot: QtBot) -> Iterator[Session]:
    """A session with the real worker, checked at its end."""
    one = Session(EngineClient(sys.executable, ["-m", "paceline", "worker"]), qtbot)
    yield one
    close_and_check(one)


def close_and_check(one: Session) -> None:
    """Every request has ended exactly once and no process is left."""
    one.client.close()
    assert one.ends() == Counter(one.requests), one.journal
    assert not [pid for pid in one.pids if psutil.pid_exists(pid)]
    assert psutil.Process().children(recursive=True) == []


@pytest.fixture(scope="session")
def practice_pair(practice_target: Path, starter: Path) -> tuple[Path, Path]:
    """A shallow practice target and the starter as its draft."""
    return practice_target, starter


@pytest.fixture
def target() -> Path:
    return Path("/models/target.gguf")


@pytest.fixture
def draft() -> Path:
    return Path("/models/draft.gguf")
