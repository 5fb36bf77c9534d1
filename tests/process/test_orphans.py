"""When the window's process is killed, its worker notices and goes, whatever it was doing."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from fakes import fake_worker

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of Unix")

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from paceline.chat import ChatMessage, Role
from paceline.client.engine_client import EngineClient
from paceline.options import Sampling, Speculation

moment, target, *worker = sys.argv[1:]
app = QCoreApplication([])
client = EngineClient(sys.executable, worker)
signal = {
    "idle": client.worker_ready,
    "loading": client.load_progressed,
    "prefill": client.prompt_progressed,
    "generating": client.round_done,
}[moment]
signal.connect(lambda _: print(client.worker_pid, flush=True))
client.start()
if moment != "idle":
    client.load_pair(Path(target), None)
    message = ChatMessage(Role.USER, "Tell me a long story. " * (500 if moment == "prefill" else 1))
    client.generate([message], Sampling(temperature=0), Speculation(enabled=False), None)
app.exec()
"""

MOMENTS = ["idle", "loading", "prefill", "generating"]

SECONDS_TO_GO = 10
"""The end of stdin is noticed at once; the rest is patience with a busy machine."""


def kill_the_window(script: Path, moment: str, target: str, worker: Sequence[str]) -> None:
    """Kill a window whose worker is at this moment; fails where the worker stays."""
    script.write_text(WINDOW)
    command = [sys.executable, str(script), moment, target, *worker]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        child = psutil.Process(int(window.stdout.readline()))
        window.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + SECONDS_TO_GO
    while child.is_running() and child.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline, "the worker outlived its window"
        time.sleep(0.02)


@pytest.mark.parametrize("moment", MOMENTS)
def test_kill_9_of_the_window_takes_the_fake_worker_along(tmp_path: Path, moment: str) -> None:
    worker = fake_worker.arguments("--repeat", "1000", "--pace-ms", "5")
    kill_the_window(tmp_path / "window.py", moment, "target.gguf", worker)


@pytest.mark.model
@pytest.mark.parametrize("moment", MOMENTS)
def test_kill_9_of_the_window_takes_the_real_worker_along(
    tmp_path: Path, practice_pair: tuple[Path, Path], moment: str
) -> None:
    target, _ = practice_pair
    kill_the_window(tmp_path / "window.py", moment, str(target), ["-m", "paceline", "worker"])
