"""Ctrl+C at every stage of a job in the terminal: building, loading, writing, waiting."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no terminals of this kind", allow_module_level=True)

import fcntl
import pty
import termios

PATIENCE_S = 60
"""For loads and replies beside whatever else the machine does; nothing here is timed."""

REACTION_S = 0.3
"""How long a person takes from seeing the prompt to the first key."""

CTRL_C, CTRL_D = b"\x03", b"\x04"

PRESS_AT_FIRST_PROGRESS = """
import os, signal, sys
from rich.progress import Progress
from paceline.__main__ import main

wanted, show, pressed = int(sys.argv[1]), Progress.update, False

def update(bar, task, **fields):
    global pressed
    show(bar, task, **fields)
    if task == wanted and not pressed:
        pressed = True
        os.kill(os.getpid(), signal.SIGINT)

Progress.update = update
status = main(sys.argv[2:])
assert pressed
sys.exit(status)
"""
"""Runs a job and presses Ctrl+C when the task of this number first reports its progress."""

BUILD, TARGET, DRAFT = "0", "1", "2"


def interrupted_at(task: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PRESS_AT_FIRST_PROGRESS, task, *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


@pytest.mark.parametrize("task", [TARGET, DRAFT])
@pytest.mark.parametrize("job", [["chat"], ["chat", "--prompt", "Hi"], ["bench"]])
def test_while_it_loads(job: list[str], task: str, practice_target: Path, starter: Path) -> None:
    result = interrupted_at(task, *job, "--target", str(practice_target), "--draft", str(starter))
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "")


def test_while_the_practice_target_is_built(tmp_path: Path) -> None:
    result = interrupted_at(BUILD, "chat", "--prompt", "Hi")
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "")
    assert not list(tmp_path.rglob("*.gguf"))


class Terminal:
    """A chat in a terminal of its own; `seen` is everything that appeared on it."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self.seen = b""
        self._keyboard, inside = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "paceline", "chat", *arguments],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            env={**os.environ, "TERM": "xterm-256color", **environment},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(inside)

    def press(self, keys: bytes) -> None:
        os.write(self._keyboard, keys)

    def until(self, text: bytes) -> bytes:
        """Wait until the text appears; return what came before it, and forget both."""
        end = time.monotonic() + PATIENCE_S
        while text not in self.seen:
            ready, _, _ = select.select([self._keyboard], [], [], max(0, end - time.monotonic()))
            assert ready, self.seen
            self.seen += os.read(self._keyboard, 4096)
        before, _, self.seen = self.seen.partition(text)
        return before

    def close(self) -> None:
        os.close(self._keyboard)
        self.process.kill()
        self.process.wait()


@pytest.fixture
def terminal(practice_target: Path, starter: Path) -> Iterator[Terminal]:
    opened = Terminal(
        "--target", str(practice_target), "--draft", str(starter), "--temperature", "0"
    )
    yield opened
    opened.close()


def test_at_the_prompt_it_gives_a_new_one_and_in_a_reply_it_stops_the_reply(
    terminal: Terminal,
) -> None:
    terminal.until(b"bonus ones cyan")
    terminal.until(b"> ")
    time.sleep(REACTION_S)
    terminal.press(b"half a mess" + CTRL_C)
    terminal.until(b"^C\r\n> ")
    for _ in range(2):
        terminal.press(b"Write a very long story about a lighthouse.\n")
        terminal.until(b"\x1b[32m")
        terminal.press(CTRL_C)
        terminal.until(b"stopped: cancelled")
        terminal.until(b"> ")
    terminal.press(CTRL_D)
    assert terminal.process.wait(PATIENCE_S) == 0


def test_no_colour_where_none_is_wanted(starter: Path) -> None:
    terminal = Terminal(
        "--target", str(starter), "--prompt", "Count: 1 2 3 1 2 3", "--max-tokens", "20",
        "--temperature", "0", NO_COLOR="1",
    )  # fmt: skip
    try:
        assert b"\x1b[3" not in terminal.until(b"20 tokens")
        assert terminal.process.wait(PATIENCE_S) == 0
    finally:
        terminal.close()


def test_another_signal_does_not_deafen_it() -> None:
    script = """
import os, signal, time
from paceline.cli.interruption import interrupt_aborts
from paceline.engine.llama.native import AbortFlag

signal.signal(signal.SIGUSR1, lambda *_: None)
abort = AbortFlag()
with interrupt_aborts(abort):
    os.kill(os.getpid(), signal.SIGUSR1)
    time.sleep(0.1)
    assert not abort.is_set
    os.kill(os.getpid(), signal.SIGINT)
assert abort.is_set
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(1)
except KeyboardInterrupt:
    print("Python's own again")
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    assert done.stdout == b"Python's own again\n"
