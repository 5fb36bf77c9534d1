"""When the window's process is killed, its worker notices and goes."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from fakes import fake_worker

PARENT = """
import sys
from PySide6.QtCore import QCoreApplication
from paceline.client.engine_client import EngineClient

app = QCoreApplication([])
client = EngineClient(sys.argv[1], sys.argv[2:])
client.worker_ready.connect(lambda _: print(client.worker_pid, flush=True))
client.start()
app.exec()
"""

SECONDS_TO_GO = 10
"""The end of stdin is noticed at once; the rest is patience with a busy machine."""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of Unix")
def test_kill_9_of_the_window_leaves_no_worker(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    command = [sys.executable, str(script), sys.executable, *fake_worker.arguments()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + SECONDS_TO_GO
    while worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline, "the worker outlived its window"
        time.sleep(0.02)
