"""Several replies at once on real weights: the laws of a seat's context, and what is said."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from fakes import tiny_models
from paceline.chat import ChatMessage, Role
from paceline.engine.batching.conductor import Conductor, Line
from paceline.engine.batching.seat_context import SeatContext
from paceline.engine.batching.shared_session import SharedSession
from paceline.engine.llama.context import LlamaContext
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag
from paceline.engine.llama.native_context import default_kind
from paceline.engine.llama.shared_context import SharedContext
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec
from paceline.engine.session import Session
from paceline.engine.threads import FixedThreads
from paceline.engine.tokens import Part
from paceline.errors import Cancelled
from paceline.options import Sampling, Speculation
from paceline.provenance import Token

NOISE = 0.3
"""Logits; what a pass of another width may add to values stored in 16 bits."""

NEAR_TIE = 0.6
GREEDY = Sampling(temperature=0)
SEATS = 4
TOKENS = 12
TEXT = list(range(1000, 1090))
OTHER = list(range(3000, 3090))
QUESTIONS = (
    "Write one sentence about the sea.",
    "Why is the sky blue?",
    "What is bread made of?",
    "Name three animals.",
    "Tell me about Rome.",
    "How far is the moon?",
    "Is tea healthy?",
    "Who was Homer?",
)


@pytest.fixture(scope="module")
def model(starter: Path) -> Iterator[Model]:
    model = Model.load(starter)
    yield model
    model.close()


@pytest.fixture
def shared(model: Model) -> Iterator[SharedContext]:
    context = make_shared(model)
    yield context
    context.close()


def make_shared(model: Model, abort: AbortFlag | None = None) -> SharedContext:
    return SharedContext(
        model,
        sequences=SEATS,
        capacity=SEATS * 256,
        threads=FixedThreads(1),
        abort=abort or AbortFlag(),
        kind=default_kind(on_gpu=False),
    )


@pytest.fixture(scope="module")
def single(model: Model) -> Iterator[LlamaContext]:
    context = LlamaContext(
        model, capacity=256, max_outputs=17, threads=FixedThreads(1), abort=AbortFlag()
    )
    yield context
    context.close()


def rows_alone(single: LlamaContext, tokens: list[int], outputs: int) -> np.ndarray:
    single.rewind(0)
    single.decode(tokens[:-outputs], outputs=0)
    return single.decode(tokens[-outputs:], outputs=outputs).copy()


def close(rows: np.ndarray, expected: np.ndarray) -> bool:
    return rows.shape == expected.shape and float(np.abs(rows - expected).max()) < NOISE


def test_a_seat_is_a_context_of_its_own(shared: SharedContext, single: LlamaContext) -> None:
    """What is read, scored, taken back and read anew gives the rows of a context without others."""
    line = Line(shared)
    conductor = Conductor(line)
    seats = [SeatContext(conductor, line, number) for number in range(SEATS)]
    seats[1].decode(OTHER, outputs=0)
    told: list[tuple[int, int]] = []
    rows = seats[0].decode(TEXT[:83], outputs=3, progress=lambda *each: told.append(each))
    assert close(rows, rows_alone(single, TEXT[:83], 3))
    assert told[-1] == (83, 83)
    assert len(told) > 1, "longer than a pass"
    seats[0].rewind(40)
    assert list(seats[0].tokens) == TEXT[:40]
    assert close(
        seats[0].decode(OTHER[:5], outputs=5), rows_alone(single, TEXT[:40] + OTHER[:5], 5)
    )
    assert list(seats[1].tokens) == OTHER
    assert close(seats[1].decode(TEXT[:2], outputs=2), rows_alone(single, OTHER + TEXT[:2], 2))
    assert [len(seat.tokens) for seat in seats] == [45, 92, 0, 0]


def test_sequences_of_one_pass_do_not_see_each_other(
    shared: SharedContext, single: LlamaContext
) -> None:
    shared.run([Part(0, TEXT[:20], 0), Part(2, OTHER[:30], 0)])
    rows = shared.run([Part(2, OTHER[30:34], 4), Part(0, TEXT[20:21], 1), Part(3, TEXT[:2], 0)])
    assert close(rows[0], rows_alone(single, OTHER[:34], 4))
    assert close(rows[1], rows_alone(single, TEXT[:21], 1))
    assert rows[2].shape[0] == 0


def test_a_shared_beginning_stays_when_one_forgets_it(
    shared: SharedContext, single: LlamaContext
) -> None:
    shared.run([Part(0, TEXT[:40], 0)])
    shared.copy(0, 1, 30)
    assert list(shared.tokens(1)) == TEXT[:30]
    [rows] = shared.run([Part(1, OTHER[:3], 3)])
    assert close(rows, rows_alone(single, TEXT[:30] + OTHER[:3], 3))
    shared.rewind(0, 0)
    shared.rewind(1, 30)
    [rows] = shared.run([Part(1, TEXT[30:33], 3)])
    assert close(rows, rows_alone(single, TEXT[:33], 3))


def test_a_stopped_pass_leaves_no_trace(model: Model, single: LlamaContext) -> None:
    abort = AbortFlag()
    shared = make_shared(model, abort)
    try:
        shared.run([Part(0, TEXT[:20], 0), Part(1, OTHER[:20], 0)])
        abort.set()
        with pytest.raises(Cancelled):
            shared.run([Part(0, TEXT[20:24], 4), Part(1, OTHER[20:21], 1)])
        abort.clear()
        rows = shared.run([Part(0, TEXT[20:22], 2), Part(1, OTHER[20:21], 1)])
        assert close(rows[0], rows_alone(single, TEXT[:22], 2))
        assert close(rows[1], rows_alone(single, OTHER[:21], 1))
    finally:
        shared.close()


def say(session: SharedSession, count: int, tokens: int) -> dict[int, list[Token]]:
    """Ask so many questions at once."""
    said: dict[int, list[Token]] = {}

    def ask(number: int) -> None:
        def work(one: Session) -> None:
            reply = one.reply(
                chat(number), Sampling(temperature=0), Speculation(), max_tokens=tokens
            )
            said[number] = [token for round_ in reply for token in round_.tokens]

        session.begin(chat(number), None, work, lambda: False)

    for number in range(count):
        ask(number)
    while session.conductor.running:
        session.conductor.turn()
    return said


def chat(number: int) -> tuple[ChatMessage, ...]:
    return (ChatMessage(Role.USER, QUESTIONS[number]),)


def test_replies_together_are_those_that_are_given_alone(
    practice_target: Path, starter: Path
) -> None:
    """Up to where rounding decides between two tokens that are as good."""
    spec = PairSpec(practice_target, starter, context_length=256, seats=8)
    pair = Pair(spec, abort=AbortFlag())
    try:
        assert pair.conductor is not None
        session = SharedSession(pair.seats, pair.conductor)
        expected = {}
        for number in range(8):
            reply = session.first.reply(chat(number), GREEDY, Speculation(), max_tokens=TOKENS)
            expected[number] = [token for round_ in reply for token in round_.tokens]
        for number, tokens in say(session, 8, TOKENS).items():
            differ = [
                (one, other)
                for one, other in zip(tokens, expected[number], strict=False)
                if one.id != other.id
            ]
            for one, other in differ[:1]:
                assert min(one.margin or 0.0, other.margin or 0.0) < NEAR_TIE
            assert differ or len(tokens) == len(expected[number])
    finally:
        pair.close()


def test_models_with_a_state_are_written_one_at_a_time(tmp_path: Path) -> None:
    path = tiny_models.write("mamba", tmp_path)
    pair = Pair(PairSpec(path, context_length=256, seats=8), abort=AbortFlag())
    try:
        assert pair.conductor is None
        assert not pair.seats
        assert any("one after the other" in note for note in pair.notes)
    finally:
        pair.close()


def test_a_sliding_window_is_kept_whole_for_all(tmp_path: Path) -> None:
    """However far a seat goes back, what it looked back to is still there."""
    path = tiny_models.write("gemma3", tmp_path)
    model = Model.load(path)
    shared = make_shared(model)
    single = LlamaContext(
        model, capacity=256, max_outputs=17, threads=FixedThreads(1), abort=AbortFlag()
    )
    try:
        text = [1 + number % 50 for number in range(60)]
        shared.run([Part(0, text[:50], 0)])
        shared.run([Part(1, text[:9], 0)])
        shared.rewind(0, 20)
        [rows, _] = shared.run([Part(0, text[20:24], 4), Part(1, text[9:10], 1)])
        assert close(rows, rows_alone(single, text[:24], 4))
    finally:
        single.close()
        shared.close()
        model.close()
