"""The real engine process writes several replies at once: who ends, who waits, who is stopped."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from fakes import tiny_models
from paceline.chat import ChatMessage, Role
from paceline.options import Sampling, Speculation
from paceline.protocol.codec import encode
from paceline.protocol.messages import (
    Cancel,
    Command,
    CountTokens,
    Event,
    Failed,
    Finished,
    Forget,
    Generate,
    LoadPair,
    PairLoaded,
    Ready,
    RoundDone,
    Shutdown,
)
from paceline.provenance import StopReason

PATIENCE_SECONDS = 60
SEATS = 3


class Worker:
    """The engine process with a pair that has seats."""

    def __init__(self, model: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "paceline", "worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._decoder = msgspec.json.Decoder(Event)
        self.rounds: dict[int, int] = {}
        self.shared: set[int] = set()
        assert isinstance(self.next(), Ready)
        self.say(LoadPair(1, str(model), context_length=256, seats=SEATS))
        loaded = self.next()
        while not isinstance(loaded, PairLoaded):
            loaded = self.next()
        assert loaded.seats == SEATS
        assert loaded.context_length == 256
        self.ends(1)

    def say(self, *commands: Command) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b"".join(map(encode, commands)))
        self._process.stdin.flush()

    def next(self) -> Event:
        assert self._process.stdout is not None
        event: Event = self._decoder.decode(self._process.stdout.readline())
        if isinstance(event, RoundDone):
            self.rounds[event.request_id] = self.rounds.get(event.request_id, 0) + 1
            self.shared.add(event.round.shared)
        return event

    def ends(self, *requests: int) -> dict[int, Finished | Failed]:
        """Read until all of these have ended, in the order in which they do."""
        found: dict[int, Finished | Failed] = {}
        while not found.keys() >= set(requests):
            event = self.next()
            if isinstance(event, Finished | Failed):
                assert event.request_id not in found
                found[event.request_id] = event
        return found

    def close(self) -> int:
        if self._process.poll() is None:
            with suppress(BrokenPipeError):
                self.say(Shutdown())
        status = self._process.wait(PATIENCE_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()
        return status


@pytest.fixture(scope="module")
def shared_worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    one = Worker(tiny_models.write("llama", tmp_path_factory.mktemp("model")))
    yield one
    assert one.close() == 0


@pytest.fixture
def worker(shared_worker: Worker) -> Worker:
    """One for several tests, none of which has anything left to do."""
    shared_worker.rounds.clear()
    shared_worker.shared.clear()
    return shared_worker


def ask(request: int, text: str = "abc", tokens: int = 24, prompt: str | None = None) -> Generate:
    return Generate(
        request,
        (ChatMessage(Role.USER, text),) if prompt is None else (),
        Sampling(temperature=0),
        Speculation(),
        max_tokens=tokens,
        prompt=prompt,
    )


def text_of(end: Finished | Failed) -> str:
    assert isinstance(end, Finished)
    assert end.reply is not None
    return end.reply.text


def test_more_replies_than_seats_all_end_once_and_say_what_they_say_alone(worker: Worker) -> None:
    texts = ["abc", "a b", "cab", "bb c", "abc a"]
    alone = []
    for number, text in enumerate(texts):
        worker.say(ask(10 + number, text))
        alone.append(text_of(worker.ends(10 + number)[10 + number]))
    assert worker.shared == {1}
    count = CountTokens(30, (ChatMessage(Role.USER, "abc"),))
    worker.say(*(ask(20 + number, text) for number, text in enumerate(texts)), count)
    ends = worker.ends(*range(20, 25), 30)
    assert [text_of(ends[20 + number]) for number in range(5)] == alone
    assert max(worker.shared) == SEATS
    counted = ends[30]
    assert isinstance(counted, Finished)
    assert counted.count is not None
    assert next(iter(ends)) == 30, "a count does not wait for replies"


def test_a_cancel_stops_its_reply_whether_it_runs_or_waits(worker: Worker) -> None:
    worker.say(*(ask(number, tokens=150) for number in range(10, 15)))
    while worker.rounds.get(11, 0) < 3:
        worker.next()
    worker.say(Cancel(11), Cancel(14))
    ends = worker.ends(*range(10, 15))
    for number, end in ends.items():
        assert isinstance(end, Finished)
        assert end.cancelled == (number in {11, 14})
    assert ends[14] == Finished(14, cancelled=True)
    stopped = ends[11]
    assert isinstance(stopped, Finished)
    assert stopped.reply is not None
    assert stopped.reply.stop_reason is StopReason.CANCELLED


def test_an_error_of_one_reply_is_not_one_of_the_others(worker: Worker) -> None:
    worker.say(ask(10), ask(11, "ab c " * 400), ask(12))
    ends = worker.ends(10, 11, 12)
    assert isinstance(ends[11], Failed)
    assert isinstance(ends[10], Finished)
    assert isinstance(ends[12], Finished)


def test_what_else_is_asked_waits_for_the_replies(worker: Worker, tmp_path: Path) -> None:
    worker.say(ask(10), ask(11), Forget(12, str(tmp_path)), ask(13))
    assert list(worker.ends(10, 11, 12, 13))[2:] == [12, 13]


def test_the_end_of_the_program_ends_all_that_run_and_wait(tmp_path: Path) -> None:
    worker = Worker(tiny_models.write("llama", tmp_path))
    worker.say(*(ask(number, tokens=200) for number in range(10, 16)))
    while not worker.rounds:
        worker.next()
    worker.say(Shutdown())
    ends = worker.ends(*range(10, 16))
    assert all(isinstance(end, Finished) and end.cancelled for end in ends.values())
    assert worker.close() == 0
