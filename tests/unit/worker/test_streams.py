import os
import threading
from collections.abc import Iterator
from typing import BinaryIO

import pytest

from paceline.errors import Cancelled
from paceline.options import Sampling, Speculation
from paceline.protocol.codec import encode
from paceline.protocol.messages import (
    Cancel,
    Command,
    Configure,
    CountTokens,
    Generate,
    LoadPair,
    Request,
    Shutdown,
    Unload,
)
from paceline.worker import streams
from paceline.worker.streams import Inbox


class Line:
    """An inbox with the writing end of its input; `aborts` counts the stops that it asked for."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self.aborted = threading.Event()
        self.sink = sink
        self.inbox = Inbox(source, self.aborted.set)
        self.inbox.start()
        self.requests = self.inbox.requests()

    def say(self, *commands: Command) -> None:
        self.write(b"".join(encode(command) for command in commands))

    def write(self, data: bytes) -> None:
        self.sink.write(data)
        self.sink.flush()

    def settle(self) -> None:
        """Return once everything said so far was read: requests arrive in order."""
        self.say(Unload(request_id=999))
        request = next(self.requests)
        assert request == Unload(request_id=999)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    monkeypatch.setattr(streams.Inbox, "_end_hard", staticmethod(lambda: None))
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as source, os.fdopen(writing, "wb") as sink:
        yield Line(source, sink)


def generate(request_id: int) -> Generate:
    return Generate(request_id, (), Sampling(), Speculation())


def test_requests_arrive_in_order_until_shutdown(line: Line) -> None:
    wanted: list[Request] = [LoadPair(1, "a.gguf"), generate(2), Unload(3)]
    line.say(*wanted, Shutdown())
    assert list(line.requests) == wanted
    assert line.inbox.closing
    assert line.aborted.is_set()


def test_a_count_waits_its_turn_or_is_taken_before_it_and_never_both(line: Line) -> None:
    patient, hasty = CountTokens(1, ()), CountTokens(3, ())
    line.say(patient, generate(2))
    assert next(line.requests) == patient
    assert next(line.requests) == generate(2)
    line.say(hasty, Unload(4), Shutdown())
    line.aborted.wait()  # by then all is read
    assert list(line.inbox.counts()) == [hasty]
    assert list(line.inbox.counts()) == []
    assert list(line.requests) == [Unload(4)]


def test_the_end_of_input_is_a_shutdown(line: Line) -> None:
    line.sink.close()
    assert list(line.requests) == []


def test_an_ordinary_end_is_no_failure(line: Line) -> None:
    line.say(Shutdown())
    assert list(line.requests) == []
    assert not line.inbox.failed


def test_a_line_that_is_no_command_ends_the_conversation(
    line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    line.write(b"nonsense\n")
    assert list(line.requests) == []
    assert line.inbox.failed
    assert line.inbox.closing
    assert line.aborted.is_set()
    assert "ProtocolError" in capsys.readouterr().err


def test_a_line_without_an_end_ends_the_conversation(
    line: Line, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line.settle()
    monkeypatch.setattr(streams, "MAX_LINE_BYTES", 100)
    line.settle()  # the reader has asked for a line before: this one ends that
    line.write(b"x" * 100)
    assert list(line.requests) == []
    assert line.inbox.failed
    assert "a line without an end" in capsys.readouterr().err


def test_a_blank_line_says_nothing(line: Line) -> None:
    line.write(b"\n  \r\n")
    line.say(Unload(1))
    line.write(b"\n")
    line.say(Shutdown())
    assert list(line.requests) == [Unload(1)]
    assert not line.inbox.failed


def test_the_hard_end_is_prepared_before_the_main_thread_hears_of_any(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[bool] = []
    monkeypatch.setattr(streams.Inbox, "_end_hard", staticmethod(lambda: prepared.append(True)))
    line.say(Shutdown())
    assert list(line.requests) == []
    assert prepared


def test_a_cancel_stops_what_runs(line: Line) -> None:
    line.say(generate(1))
    request = next(line.requests)
    with line.inbox.working_on(request.request_id):
        line.say(Cancel(1))
        assert line.aborted.wait(5)
        assert line.inbox.is_cancelled(1)
        with pytest.raises(Cancelled):
            line.inbox.raise_if_cancelled(1)
    assert not line.inbox.is_cancelled(1), "an ended request is forgotten"


def test_a_cancel_of_a_waiting_request_does_not_disturb_the_one_at_work(line: Line) -> None:
    line.say(generate(1), generate(2))
    first = next(line.requests)
    with line.inbox.working_on(first.request_id):
        line.say(Cancel(2))
        second = next(line.requests)
        line.settle()
        assert not line.aborted.is_set()
        assert not line.inbox.is_cancelled(1)
        assert line.inbox.is_cancelled(second.request_id)


def test_a_cancel_of_an_ended_or_unknown_request_is_ignored(line: Line) -> None:
    line.say(generate(1))
    with line.inbox.working_on(next(line.requests).request_id):
        pass
    line.say(Cancel(1), Cancel(77))
    line.settle()
    assert not line.aborted.is_set()
    assert not line.inbox.is_cancelled(1)


def test_the_newest_configuration_is_taken_once(line: Line) -> None:
    line.say(
        Configure(Speculation(draft_length=5)),
        Configure(Speculation(draft_length=7)),
    )
    line.settle()
    assert line.inbox.take_speculation() == Speculation(draft_length=7)
    assert line.inbox.take_speculation() is None


def test_a_new_reply_brings_its_own_settings(line: Line) -> None:
    line.say(Configure(Speculation(draft_length=5)), generate(1))
    next(line.requests)
    assert line.inbox.take_speculation() is None
    line.say(Configure(Speculation(draft_length=6)))
    line.settle()
    assert line.inbox.take_speculation() == Speculation(draft_length=6)
