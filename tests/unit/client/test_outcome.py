"""A worker's end in words."""

import signal
import sys

import pytest

from paceline.client.outcome import WorkerFailure, WorkerOutcome, describe_exit, describe_signal
from paceline.client.stderr_tail import MAX_BYTES, MAX_LINES, StderrTail
from paceline.errors import ErrorCode


def test_an_outcome_speaks_its_sentence() -> None:
    failure = WorkerFailure(ErrorCode.ENGINE_CRASHED, describe_exit(3))
    outcome = WorkerOutcome(failure, exit_code=3, signal_name=None, stderr_tail=())
    assert outcome.sentence() == (
        "The engine stopped unexpectedly (it ended by itself with exit status 3). "
        "Your text is safe: press Restart to go on."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="names signals of Unix")
def test_signals_are_named() -> None:
    assert describe_signal(signal.SIGSEGV) == "SIGSEGV: it touched memory that is not its own"
    assert describe_signal(signal.SIGHUP) == "SIGHUP"
    assert describe_signal(99) == "signal 99"


def test_exceptions_of_windows_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt hands the number out as a signed one."""
    monkeypatch.setattr(sys, "platform", "win32")
    number = 0xC0000005 - 2**32
    assert describe_signal(number) == (
        "0xC0000005: access violation: it touched memory that is not its own"
    )
    assert describe_signal(0xF291) == "0x0000F291"


def test_the_tail_of_stderr_is_bounded() -> None:
    tail = StderrTail()
    for number in range(1000):
        tail.feed(f"line {number}\n".encode())
    assert tail.lines() == tuple(f"line {number}" for number in range(1000 - MAX_LINES, 1000))


def test_a_line_without_an_end_is_bounded_too() -> None:
    tail = StderrTail()
    for _ in range(3):
        tail.feed(b"x" * MAX_BYTES)
    assert tail.lines() == ("x" * MAX_BYTES,)


def test_pieces_join_and_bytes_that_are_no_text_are_shown() -> None:
    tail = StderrTail()
    tail.feed(b"caf\xc3")
    tail.feed(b"\xa9\nbroken \xff")
    assert tail.lines() == ("café", "broken \ufffd")
