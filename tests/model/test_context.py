"""The native context: its mirror is what llama.cpp holds, and misuse never reaches native code."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from paceline.engine.llama.context import BATCH_TOKENS, LlamaContext
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag, llama
from paceline.engine.threads import ThreadCount
from paceline.errors import AppError, Cancelled, ErrorCode

TEXT = "The river rises in the hills above the village, where three springs meet. " * 60


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
    made = LlamaContext(model, capacity=1024, max_outputs=17, threads=ThreadCount(2), abort=abort)
    yield made
    made.close()


def held(context: LlamaContext) -> int:
    """Return how many positions llama.cpp itself says that it holds."""
    memory = llama.llama_get_memory(context._handle)
    return int(llama.llama_memory_seq_pos_max(memory, 0)) + 1


def decode_for_ever(context: LlamaContext, tokens: list[int]) -> None:
    while True:
        context.decode(tokens, outputs=0)
        context.rewind(0)


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
    tokens = tokens_of(model, BATCH_TOKENS + 5)
    rows = context.decode(tokens, outputs=9).copy()
    assert rows.shape == (9, model.vocabulary_size)
    context.rewind(BATCH_TOKENS - 4)
    again = context.decode(tokens[BATCH_TOKENS - 4 :], outputs=9)
    assert np.abs(rows - again).max() < 1.5
    assert (rows.argmax(axis=1) == again.argmax(axis=1)).mean() >= 8 / 9


def test_progress_is_told_after_every_batch(model: Model, context: LlamaContext) -> None:
    told: list[tuple[int, int]] = []
    context.decode(
        tokens_of(model, 700), outputs=0, progress=lambda done, total: told.append((done, total))
    )
    assert told == [(BATCH_TOKENS, 700), (700, 700)]


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


def test_an_abort_stops_a_decode_soon_and_keeps_mirror_and_cache_together(
    model: Model, context: LlamaContext, abort: AbortFlag
) -> None:
    stop = threading.Timer(0.02, abort.set)
    stop.start()
    with pytest.raises(Cancelled):
        decode_for_ever(context, tokens_of(model, 700))
    stop.join()
    abort.clear()
    assert held(context) == len(context.tokens)
    context.rewind(0)
    assert context.decode(tokens_of(model, 8), outputs=1).shape[0] == 1


def test_an_interrupted_pass_is_begun_anew_and_computes_the_same(
    model: Model, context: LlamaContext, abort: AbortFlag
) -> None:
    tokens = tokens_of(model, 400)
    expected = context.decode(tokens, outputs=1).copy()
    context.rewind(0)
    interruptions = 0
    done = threading.Event()

    def interrupt() -> None:
        nonlocal interruptions
        while not done.is_set() and interruptions < 3:
            time.sleep(0.01)
            abort.interrupt()
            interruptions += 1

    thread = threading.Thread(target=interrupt)
    thread.start()
    rows = context.decode(tokens, outputs=1).copy()
    done.set()
    thread.join()
    abort.resume()
    assert interruptions
    assert np.abs(rows - expected).max() < 1e-3
    assert held(context) == 400


def test_a_cancel_during_an_interruption_is_not_forgotten(abort: AbortFlag) -> None:
    abort.interrupt()
    abort.set()
    assert abort.resume() is False
    assert abort.is_set
    abort.clear()
    abort.interrupt()
    assert abort.resume() is True
