"""How the real worker's process ends: 0 by `Shutdown` or end of input, 1 by any fault; no abort."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from paceline.protocol.codec import decode_event, encode
from paceline.protocol.messages import Ready, Shutdown

WORKER = ["-m", "paceline", "worker"]

BROKEN_WORKER = """
from paceline.worker.engine_worker import EngineWorker
from paceline.worker.process import run_worker

def run(self):
    raise RuntimeError("a bug in the command loop")

EngineWorker.run = run
raise SystemExit(run_worker())
"""

PATIENCE_SECONDS = 60


@contextmanager
def worker(arguments: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, *arguments], stdin=pipe, stdout=pipe, stderr=pipe) as it:
        yield it
        it.kill()


def status_after(data: bytes, *, end_of_input: bool = False) -> tuple[int, str]:
    """Exit status and stderr of a worker that read this; its stdin stays open unless ended."""
    with worker(WORKER) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        assert isinstance(decode_event(process.stdout.readline()), Ready)
        process.stdin.write(data)
        process.stdin.flush()
        if end_of_input:
            process.stdin.close()
        status = process.wait(PATIENCE_SECONDS)
        return status, process.stderr.read().decode()


def test_shutdown() -> None:
    assert status_after(b"\n" + encode(Shutdown())) == (0, "")


def test_the_end_of_input() -> None:
    assert status_after(b"\n", end_of_input=True) == (0, "")


def test_nonsense() -> None:
    status, said = status_after(b"nonsense\n")
    assert status == 1
    assert "ProtocolError" in said


@pytest.mark.parametrize("closed", [False, True])
def test_a_bug_while_the_reader_waits(*, closed: bool) -> None:
    """With and without a window that still listens."""
    with worker(["-c", BROKEN_WORKER]) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        if closed:
            process.stdout.close()
        assert process.wait(PATIENCE_SECONDS) == 1
        said = process.stderr.read().decode()
        assert "RuntimeError: a bug in the command loop" in said
        assert "Fatal Python error" not in said


def test_a_window_that_does_not_listen() -> None:
    with worker(WORKER) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.wait(PATIENCE_SECONDS) == 1
        assert process.stderr.read() == b""
