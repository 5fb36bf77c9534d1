"""The local server as the window runs it: real weights, real requests, and nothing left behind."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import psutil
import pytest
from pytestqt.qtbot import QtBot

from paceline.__main__ import own_command
from paceline.errors import ErrorCode
from paceline.settings import ServerWishes, Settings
from paceline.ui.pair_source import PairFiles
from paceline.ui.serving.command import serve_arguments
from paceline.ui.serving.local_server import LocalServer
from paceline.ui.serving.state import Phase
from paceline.ui.serving.wording import address

PATIENCE_MS = 120_000
SECONDS_TO_GO = 20

WINDOW = """
import sys
from PySide6.QtCore import QCoreApplication
from paceline.client.server_process import ServerProcess
from paceline.protocol.server_lines import Ready

app = QCoreApplication([])
server = ServerProcess(sys.argv[1:], None)
server.line_received.connect(
    lambda line: print(server.pid, flush=True) if isinstance(line, Ready) else None
)
server.start()
app.exec()
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def arguments(starter: Path, port: int) -> tuple[str, ...]:
    wishes = ServerWishes(port=port, seats=2)
    settings = Settings(context_length=1024, server=wishes)
    return serve_arguments(PairFiles(starter, None), settings)


@pytest.fixture
def server(qtbot: QtBot) -> Iterator[LocalServer]:
    del qtbot
    made = LocalServer(own_command("serve"))
    yield made
    made.close()


def wait_for(server: LocalServer, phase: Phase, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: server.state.phase is phase, timeout=PATIENCE_MS)


def wait_until_gone(processes: list[psutil.Process]) -> None:
    deadline = time.monotonic() + SECONDS_TO_GO
    for process in processes:
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < deadline, f"{process.cmdline()} was left behind"
            time.sleep(0.02)


def test_it_answers_is_watched_and_ends(server: LocalServer, starter: Path, qtbot: QtBot) -> None:
    port = free_port()
    server.launch(arguments(starter, port), None)
    wait_for(server, Phase.READY, qtbot)
    assert address(server.state) == f"http://127.0.0.1:{port}/v1"
    assert server.state.ready is not None
    assert server.state.ready.seats == 2
    said = httpx.post(
        f"{address(server.state)}/chat/completions",
        json={
            "model": server.state.ready.model,
            "messages": [{"role": "user", "content": "Count to ten."}],
            "max_tokens": 24,
        },
        timeout=PATIENCE_MS / 1000,
        trust_env=False,
    )
    assert said.status_code == 200
    assert said.json()["choices"][0]["message"]["content"]
    qtbot.waitUntil(
        lambda: server.state.figures is not None and server.state.figures.tokens > 0,
        timeout=PATIENCE_MS,
    )
    process = psutil.Process(server.pid)
    everything = [process, *process.children(recursive=True)]
    assert len(everything) >= 2
    server.stop()
    wait_for(server, Phase.OFF, qtbot)
    wait_until_gone(everything)
    assert free_again(port)


def free_again(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) != 0


def test_a_port_that_is_taken_is_said_so(server: LocalServer, starter: Path, qtbot: QtBot) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server.launch(arguments(starter, taken.getsockname()[1]), None)
        wait_for(server, Phase.FAILED, qtbot)
    assert server.state.failure is not None
    assert server.state.failure.code is ErrorCode.SERVER_PORT_TAKEN


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of Unix")
def test_it_goes_with_a_window_that_is_killed(starter: Path, tmp_path: Path) -> None:
    script = tmp_path / "window.py"
    script.write_text(WINDOW)
    command = [*own_command("serve"), *arguments(starter, free_port())]
    with subprocess.Popen(
        [sys.executable, str(script), *command], stdout=subprocess.PIPE, text=True
    ) as window:
        assert window.stdout is not None
        process = psutil.Process(int(window.stdout.readline()))
        everything = [process, *process.children(recursive=True)]
        window.send_signal(signal.SIGKILL)
    assert len(everything) >= 2
    wait_until_gone(everything)
