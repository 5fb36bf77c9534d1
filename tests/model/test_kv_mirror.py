"""Whatever is done to a cache in whatever order, its mirror is what llama.cpp holds.

And what is computed from it is what an untouched context computes.
"""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import tiny_models
from paceline.engine.llama.context import LlamaContext
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag, llama
from paceline.engine.llama.native_context import default_kind
from paceline.engine.threads import FixedThreads
from paceline.errors import AppError, Cancelled

CAPACITY = 512
OUTPUTS = 17
NOT_A_TOKEN = 259
NOISE = 0.1
STATEFUL = ("mamba", "lfm2", "falcon_h1")
REPLAYED = 64
"""Tokens that a stateful model may still have to read, though the mirror tells of them."""


@dataclass(frozen=True)
class Read:
    """Decode tokens; `failing` ones hold one that is none."""

    count: int
    outputs: int
    failing: bool = False


@dataclass(frozen=True)
class Rewind:
    share: float


@dataclass(frozen=True)
class Drop:
    start: float
    share: float


@dataclass(frozen=True)
class Checkpoint:
    lasting: bool


@dataclass(frozen=True)
class Stopped:
    """Decode, and cancel: before the pass, inside it, or from a thread beside it."""

    count: int
    how: str


@dataclass(frozen=True)
class Interrupted:
    """Decode in passes that are cut short and begun anew."""

    count: int
    times: int


Step = Read | Rewind | Drop | Checkpoint | Stopped | Interrupted

SHARES = st.floats(0, 1)
STEPS = st.lists(
    st.one_of(
        st.builds(Read, st.integers(1, 150), st.integers(0, OUTPUTS), st.booleans()),
        st.builds(Read, st.integers(1, OUTPUTS), st.integers(1, OUTPUTS)),
        st.builds(Rewind, SHARES),
        st.builds(Rewind, st.floats(0.95, 1)),
        st.builds(Drop, SHARES, st.floats(0, 0.3)),
        st.builds(Checkpoint, st.booleans()),
        st.builds(Stopped, st.integers(1, 100), st.sampled_from(["before", "inside", "beside"])),
        st.builds(Interrupted, st.integers(1, 100), st.integers(1, 2)),
    ),
    min_size=2,
    max_size=12,
)


class ShakenContext(LlamaContext):
    """Is cancelled or interrupted inside its next passes on demand."""

    cancelled_inside = False
    interruptions = 0

    def _run_batch(self) -> int:
        if self.cancelled_inside:
            self._abort.set()
        elif self.interruptions:
            self.interruptions -= 1
            self._abort.interrupt()
        return super()._run_batch()


class Machine:
    """A context, and what its mirror must be a prefix of."""

    def __init__(self, model: Model, *, full_window: bool) -> None:
        self.abort = AbortFlag()
        self.context = ShakenContext(
            model,
            capacity=CAPACITY,
            max_outputs=OUTPUTS,
            threads=FixedThreads(1),
            abort=self.abort,
            kind=replace(default_kind(on_gpu=False), swa_full=full_window),
        )
        self.full_window = full_window
        self.dropped = False
        self._dice = np.random.default_rng(1)

    @property
    def exact(self) -> bool:
        """Whether every tail can be forgotten.

        Once a middle is gone, llama.cpp puts new tokens where the oldest of a window were.
        """
        model = self.context.model
        return model.rewinds and (not model.window or (self.full_window and not self.dropped))

    def words(self, count: int) -> list[int]:
        return [int(token) for token in self._dice.integers(3, NOT_A_TOKEN, count)]

    def take(self, step: Step) -> None:
        """Take one step and check what it left."""
        held = list(self.context.tokens)
        match step:
            case Read(count, outputs, failing):
                tokens = self.words(count)
                self._read(tokens, min(outputs, count), failing=failing)
                self._check(held + tokens, at_least=0 if failing else len(held) + len(tokens))
            case Rewind(share):
                length = round(share * len(held))
                self.context.rewind(length)
                self._check(held[:length], at_least=length if self.exact else 0)
            case Drop(start, share):
                self._drop(held, start, share)
            case Checkpoint(lasting):
                self.context.checkpoint(lasting=lasting)
                self._check(held, at_least=len(held))
            case Stopped(count, how):
                tokens = self.words(count)
                self._stop(tokens, how)
                self._check(held + tokens, at_least=len(held) if self.exact else 0)
            case Interrupted(count, times):
                self.context.interruptions = times
                tokens = self.words(count)
                self._read(tokens, 1, failing=False)
                self.context.interruptions = 0
                self._check(held + tokens, at_least=len(held) + len(tokens))
            case _:
                assert_never(step)

    def _read(self, tokens: list[int], outputs: int, *, failing: bool) -> None:
        if failing:
            tokens = [*tokens[:-1], NOT_A_TOKEN]
        full = len(self.context.tokens) + len(tokens) > CAPACITY
        if failing or full:
            with pytest.raises(AppError):
                self.context.decode(tokens, outputs=outputs)
        else:
            rows = self.context.decode(tokens, outputs=outputs)
            assert rows.shape == (outputs, NOT_A_TOKEN)
            assert np.isfinite(rows).all()

    def _drop(self, held: list[int], start: float, share: float) -> None:
        first = round(start * len(held))
        last = min(len(held), first + round(share * len(held)))
        if self.context.can_shift:
            self.context.drop(first, last)
            self.dropped |= first < last < len(held)
            left = held[:first] + held[last:]
            self._check(left, at_least=len(left) if self.exact or first == last else 0)
        else:
            with pytest.raises(ValueError, match="cannot drop"):
                self.context.drop(first, last)
            self._check(held, at_least=len(held))

    def _stop(self, tokens: list[int], how: str) -> None:
        thread = threading.Thread(target=self.abort.set)
        if how == "before":
            self.abort.set()
        elif how == "inside":
            self.context.cancelled_inside = True
        else:
            thread.start()
        with contextlib.suppress(Cancelled, AppError):
            self.context.decode(tokens, outputs=1)
        if how == "beside":
            thread.join()
        self.context.cancelled_inside = False
        self.abort.clear()

    def _check(self, expected: list[int], *, at_least: int) -> None:
        """The mirror is a prefix of what it should be, and llama.cpp holds just that."""
        context = self.context
        assert list(context.tokens) == expected[: len(context.tokens)]
        if len(expected) <= CAPACITY:
            assert len(context.tokens) >= at_least
        memory = llama.llama_get_memory(context._handle)
        first = int(llama.llama_memory_seq_pos_min(memory, 0))
        last = int(llama.llama_memory_seq_pos_max(memory, 0))
        owed = len(context.tokens) - (last + 1)
        if self.exact:
            assert first == (0 if context.tokens else -1)
            assert owed == 0
        elif context.model.rewinds:
            assert first <= max(0, last + 2 - tiny_models.WINDOW)
            assert owed == 0
        else:
            assert 0 <= owed <= REPLAYED
            assert first == last


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Model]]:
    folder = tmp_path_factory.mktemp("tiny")
    loaded = {
        kind: Model.load(tiny_models.write(kind, folder)) for kind in ("llama", "gemma3", *STATEFUL)
    }
    yield loaded
    for model in loaded.values():
        model.close()


@pytest.mark.parametrize(
    ("kind", "full_window"),
    [("llama", True), ("gemma3", True), ("gemma3", False), *((kind, True) for kind in STATEFUL)],
)
def test_the_mirror_is_the_cache_after_any_history(
    models: dict[str, Model], kind: str, *, full_window: bool
) -> None:
    @settings(max_examples=100, deadline=None, database=None, derandomize=True)
    @given(steps=STEPS)
    def run(steps: list[Step]) -> None:
        machine = Machine(models[kind], full_window=full_window)
        fresh = Machine(models[kind], full_window=True)
        try:
            for step in steps:
                machine.take(step)
            if not machine.dropped and len(machine.context.tokens) < CAPACITY:
                held = list(machine.context.tokens)
                row = machine.context.decode([77], outputs=1)[0].copy()
                assert np.abs(row - fresh.context.decode([*held, 77], outputs=1)[0]).max() < NOISE
        finally:
            machine.context.close()
            fresh.context.close()

    run()
