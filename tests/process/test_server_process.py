"""The process of a local server, from its launch to its one end, well-behaved or not."""

import json
import sys
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from fakes import fake_server
from paceline.client.server_process import Graces, ServerEnd, ServerProcess
from paceline.errors import ErrorCode
from paceline.protocol.server_lines import AnyServerLine, Listening, Ready

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are a thing of Unix")

PATIENCE_MS = 30_000
SHORT = Graces(stop_ms=100, terminate_ms=100, kill_ms=PATIENCE_MS)


class Watch:
    """A process, and all that it told."""

    def __init__(
        self, command: tuple[str, ...], key: str | None = None, graces: Graces | None = None
    ) -> None:
        self.lines: list[AnyServerLine] = []
        self.ends: list[ServerEnd] = []
        self.process = ServerProcess(command, key, graces)
        self.process.line_received.connect(self.lines.append)
        self.process.ended.connect(self.ends.append)
        self.process.start()

    def is_ready(self) -> bool:
        return any(isinstance(line, Ready) for line in self.lines)


def test_it_is_heard_and_ends_once_when_it_is_asked_to(qtbot: QtBot, tmp_path: Path) -> None:
    watch = Watch(fake_server.command(tmp_path / "journal"), "a-secret-key")
    qtbot.waitUntil(watch.is_ready, timeout=PATIENCE_MS)
    assert [type(line).__name__ for line in watch.lines[:3]] == ["Loading", "Listening", "Ready"]
    assert json.loads((tmp_path / "journal").read_text())["key"] == "a-secret-key"
    assert "a-secret-key" not in psutil.Process(watch.process.pid).cmdline()
    watch.process.stop()
    watch.process.stop()
    qtbot.waitUntil(lambda: watch.ends != [], timeout=PATIENCE_MS)
    watch.process.close()
    assert watch.ends == [ServerEnd()]


def test_a_key_of_the_surroundings_is_not_passed_on(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACELINE_API_KEY", "somebody-else's")
    watch = Watch(fake_server.command(tmp_path / "journal"))
    qtbot.waitUntil(watch.is_ready, timeout=PATIENCE_MS)
    watch.process.close()
    assert json.loads((tmp_path / "journal").read_text())["key"] is None
    (listening,) = (line for line in watch.lines if isinstance(line, Listening))
    assert not listening.key_required


@pytest.mark.parametrize("way", ["stop", "close"])
def test_one_that_does_not_listen_is_killed(qtbot: QtBot, tmp_path: Path, way: str) -> None:
    watch = Watch(fake_server.command(tmp_path / "journal", "stubborn"), graces=SHORT)
    qtbot.waitUntil(watch.is_ready, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: len(watch.lines) == 4, timeout=PATIENCE_MS)
    process = psutil.Process(watch.process.pid)
    if way == "stop":
        watch.process.stop()
        qtbot.waitUntil(lambda: watch.ends == [ServerEnd()], timeout=PATIENCE_MS)
    else:
        watch.process.close()
        assert watch.ends == []
    assert not process.is_running()


def test_one_that_dies_is_told_with_its_signal(qtbot: QtBot, tmp_path: Path) -> None:
    watch = Watch(fake_server.command(tmp_path / "journal", "dies"))
    qtbot.waitUntil(lambda: watch.ends != [], timeout=PATIENCE_MS)
    (end,) = watch.ends
    assert end.code is ErrorCode.SERVER_LOST
    assert "SIGKILL" in end.detail


def test_one_that_says_why_is_believed(qtbot: QtBot, tmp_path: Path) -> None:
    watch = Watch(fake_server.command(tmp_path / "journal", "port taken"))
    qtbot.waitUntil(lambda: watch.ends != [], timeout=PATIENCE_MS)
    assert [end.code for end in watch.ends] == [ErrorCode.SERVER_PORT_TAKEN]


def test_a_line_without_an_end_is_not_collected(qtbot: QtBot) -> None:
    endless = "while True: print('x' * 65536, end='')"
    watch = Watch((sys.executable, "-c", endless))
    qtbot.waitUntil(lambda: watch.ends != [], timeout=PATIENCE_MS)
    assert watch.lines == []
    assert watch.ends[0].code is ErrorCode.SERVER_LOST


def test_a_program_that_is_not_there_is_told(qtbot: QtBot) -> None:
    watch = Watch(("/no/such/program",))
    qtbot.waitUntil(lambda: watch.ends != [], timeout=PATIENCE_MS)
    assert watch.ends[0].code is ErrorCode.SERVER_LOST
    assert "/no/such/program" in watch.ends[0].detail
