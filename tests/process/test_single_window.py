"""Two starts on one data folder: the first window comes forward, and the second one goes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PATIENCE_S = 60.0
"""For what takes a second or two on an idle machine."""


class Home:
    """A data folder and the windows that were opened on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "said.jsonl"
        self.windows: list[subprocess.Popen[bytes]] = []
        folder.mkdir()

    def open_window(self, report: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the program with a fake worker; it writes the report once it is usable."""
        tests = Path(__file__).parents[1]
        environment = {
            **os.environ,
            "PACELINE_HOME": str(self.folder),
            "PYTHONPATH": os.pathsep.join(
                [str(tests), *filter(None, [os.environ.get("PYTHONPATH")])]
            ),
            "QT_QPA_PLATFORM": "offscreen",
            "WINDOW_ARGUMENTS": json.dumps(arguments),
        }
        script = tests / "process" / "chatting_window.py"
        command = [sys.executable, str(script), str(self.folder / report), "--log", str(self.log)]
        self.windows.append(subprocess.Popen(command, env=environment))
        return self.windows[-1]

    def loaded(self) -> list[str]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        entries = [json.loads(line) for line in lines]
        return [entry["loaded"] for entry in entries if "loaded" in entry]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    one = Home(tmp_path / "home")
    yield one
    for window in one.windows:
        window.kill()
        window.wait()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_second_start_leads_to_the_first_window_with_its_pair(home: Home) -> None:
    first = home.open_window("first.json")
    wait_for((home.folder / "first.json").exists)
    second = home.open_window("second.json", "--target", "/models/other.gguf")
    assert second.wait(PATIENCE_S) == 0
    wait_for(lambda: home.loaded() == ["/models/other.gguf"])
    assert first.poll() is None
    assert not (home.folder / "second.json").exists()


def test_two_starts_at_once_open_one_window(home: Home) -> None:
    both = [home.open_window("first.json"), home.open_window("second.json")]
    wait_for(lambda: any(window.poll() is not None for window in both))
    assert sorted(window.poll() is None for window in both) == [False, True]
    assert [window.returncode for window in both if window.returncode is not None] == [0]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of Unix")
def test_after_a_kill_the_next_start_opens_a_window(home: Home) -> None:
    first = home.open_window("first.json")
    wait_for((home.folder / "first.json").exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    home.open_window("second.json")
    wait_for((home.folder / "second.json").exists)
