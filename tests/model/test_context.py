"""The native context: its mirror is what llama.cpp holds, and misuse never reaches native code."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from paceline.engine.llama.context import LlamaContext
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag, llama
from paceline.engine.llama.native_context import batch_tokens
from paceline.engine.threads import FixedThreads
from paceline.errors import AppError, Cancelled, ErrorCode

TEXT = "The river rises in the hills above the village, where three springs meet. " * 60

KERNEL_NOISE = 0.25
"""Logits; nothing at all on the processors where it was measured, but other kernels may round
otherwise. With half-precision values, or without flash attention, it was 0.6 to 1.1."""


@pytest.fixture(scope="module")
def model(starter: Path) -> Iterator[Model]:
    loaded = Model.load(starter)
    yield loaded
    loaded.close()


@pytest.fixture
def abort() -> AbortFlag:
    return AbortFlag()


@pytest.fixture
def context(model: Model, abort: AbortFlag) -> Iterator[LlamaContext]:
    made = LlamaContext(model, capacity=1024, max_outputs=17, threads=FixedThreads(2), abort=abort)
    yield made
    made.close()


def held(context: LlamaContext) -> int:
    """Return how many positions llama.cpp itself says that it holds."""
    memory = llama.llama_get_memory(context._handle)
    return int(llama.llama_memory_seq_pos_max(memory, 0)) + 1


def tokens_of(model: Model, count: int) -> list[int]:
    return model.tokenize(TEXT, add_special=False)[:count]


def test_the_mirror_is_what_llama_cpp_holds(model: Model, context: LlamaContext) -> None:
    tokens = tokens_of(model, 700)
    context.decode(tokens, outputs=0)
    assert held(context) == len(context.tokens) == 700
    context.rewind(650)
    assert held(context) == len(context.tokens) == 650
    context.decode(tokens[650:660], outputs=10)
    assert held(context) == 660
    assert list(context.tokens) == tokens[:660]
    context.rewind(0)
    assert held(context) == 0


def test_rows_are_those_of_the_last_tokens_whatever_the_batches(
    model: Model, context: LlamaContext
) -> None:
    tokens = tokens_of(model, batch_tokens() + 5)
    rows = context.decode(tokens, outputs=9).copy()
    assert rows.shape == (9, model.vocabulary_size)
    context.rewind(batch_tokens() - 4)
    again = context.decode(tokens[batch_tokens() - 4 :], outputs=9)
    assert np.abs(rows - again).max() < KERNEL_NOISE


@pytest.mark.parametrize("held_before", [12, 300, 700])
def test_rows_hardly_depend_on_the_width_of_their_pass(
    model: Model, context: LlamaContext, held_before: int
) -> None:
    """What lets a seed say the same with speculation on and off."""
    tokens = tokens_of(model, held_before + 17)
    context.decode(tokens[:held_before], outputs=0)
    one_by_one = np.stack(
        [
            context.decode(tokens[at : at + 1], outputs=1)[0].copy()
            for at in range(held_before, held_before + 17)
        ]
    )
    largest = 0.0
    for width in (2, 3, 4, 5, 9, 17):
        context.rewind(held_before)
        rows = context.decode(tokens[held_before : held_before + width], outputs=width)
        largest = max(largest, float(np.abs(rows - one_by_one[:width]).max()))
    print(f"largest difference of a logit behind {held_before} tokens: {largest:g}")
    assert largest < KERNEL_NOISE


def test_progress_is_told_after_every_batch(model: Model, context: LlamaContext) -> None:
    told: list[tuple[int, int]] = []
    context.decode(
        tokens_of(model, 700), outputs=0, progress=lambda done, total: told.append((done, total))
    )
    width = batch_tokens()
    assert told == [*((done, 700) for done in range(width, 700, width)), (700, 700)]


@pytest.mark.parametrize("outputs", [-1, 4, 18])
def test_more_rows_than_there_are_is_our_bug_and_stays_out_of_native_code(
    context: LlamaContext, outputs: int
) -> None:
    with pytest.raises(ValueError, match="outputs"):
        context.decode([5, 6, 7], outputs=outputs)


def test_a_full_context_is_said_before_it_happens(model: Model, context: LlamaContext) -> None:
    tokens = tokens_of(model, 720)
    context.decode(tokens, outputs=0)
    with pytest.raises(AppError) as caught:
        context.decode(tokens[:400], outputs=0)
    assert caught.value.code == ErrorCode.DECODE_FAILED
    assert held(context) == 720


def test_a_token_that_is_none_fails_and_leaves_the_cache_as_it_was(
    model: Model, context: LlamaContext
) -> None:
    context.decode(tokens_of(model, 20), outputs=0)
    with pytest.raises(AppError):
        context.decode([model.vocabulary_size + 7], outputs=1)
    assert held(context) == len(context.tokens) == 20


def test_an_abort_stops_a_batch_in_its_middle(
    model: Model, context: LlamaContext, abort: AbortFlag
) -> None:
    tokens = tokens_of(model, batch_tokens())
    whole = []
    for _ in range(3):
        started = time.perf_counter()
        context.decode(tokens, outputs=0)
        whole.append(time.perf_counter() - started)
        context.rewind(0)
    stop = threading.Timer(min(whole) / 10, abort.set)
    started = time.perf_counter()
    stop.start()
    with pytest.raises(Cancelled):
        context.decode(tokens, outputs=0)
    took = time.perf_counter() - started
    stop.join()
    abort.clear()
    assert held(context) == len(context.tokens) == 0, "it was stopped inside the batch"
    print(f"a batch of {max(whole) * 1000:.0f} ms was stopped after {took * 1000:.0f} ms")
    assert context.decode(tokens[:8], outputs=1).shape[0] == 1


class RepeatedlyInterrupted(LlamaContext):
    """Interrupts its own first passes while they run; counts those that were cut short."""

    interruptions = 3
    cut_short = 0

    def _run_batch(self) -> int:
        if self.interruptions:
            self.interruptions -= 1
            timer = threading.Timer(0.001, self._abort.interrupt)
            timer.start()
            code = super()._run_batch()
            timer.join()
        else:
            code = super()._run_batch()
        self.cut_short += code == 2
        return code


def test_an_interrupted_pass_is_begun_anew_and_computes_the_same(
    model: Model, context: LlamaContext, abort: AbortFlag
) -> None:
    tokens = tokens_of(model, batch_tokens())
    expected = context.decode(tokens, outputs=1).copy()
    shaken = RepeatedlyInterrupted(
        model, capacity=1024, max_outputs=17, threads=FixedThreads(2), abort=abort
    )
    rows = shaken.decode(tokens, outputs=1).copy()
    assert shaken.cut_short
    assert held(shaken) == len(shaken.tokens) == len(tokens)
    assert np.abs(rows - expected).max() < 1e-3
    shaken.close()


def test_a_cancel_during_an_interruption_is_not_forgotten(abort: AbortFlag) -> None:
    abort.interrupt()
    abort.set()
    assert abort.resume() is False
    assert abort.is_set
    abort.clear()
    abort.interrupt()
    assert abort.resume() is True
