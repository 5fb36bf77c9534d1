"""Forgetting the middle of a real cache: positions, keys, cancels, and what is said afterwards."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from paceline.engine.llama.context import LlamaContext
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag, llama
from paceline.engine.threads import FixedThreads

SYSTEM = "<|im_start|>system\nYou are helpful.<|im_end|>\n"
FORGOTTEN = (
    "<|im_start|>user\nWhat is the capital of France?<|im_end|>\n"
    "<|im_start|>assistant\nThe capital of France is Paris.<|im_end|>\n"
)
KEPT = "<|im_start|>user\nTell me a short story about a dog.<|im_end|>\n<|im_start|>assistant\nOnce"


@pytest.fixture(scope="module")
def model(starter: Path) -> Iterator[Model]:
    loaded = Model.load(starter)
    yield loaded
    loaded.close()


@pytest.fixture
def abort() -> AbortFlag:
    return AbortFlag()


@pytest.fixture
def contexts(model: Model, abort: AbortFlag) -> Iterator[tuple[LlamaContext, LlamaContext]]:
    """Two that hold the same conversation."""
    made = tuple(
        LlamaContext(model, capacity=512, max_outputs=4, threads=FixedThreads(1), abort=abort)
        for _ in range(2)
    )
    for context in made:
        context.decode(conversation(model)[0], outputs=0)
    yield made[0], made[1]
    for context in made:
        context.close()


def conversation(model: Model) -> tuple[list[int], int, int]:
    """Return the tokens of all of it, and the range to be forgotten."""
    system, forgotten, kept = (
        model.tokenize(text, add_special=False) for text in (SYSTEM, FORGOTTEN, KEPT)
    )
    return [*system, *forgotten, *kept], len(system), len(system) + len(forgotten)


def extent(context: LlamaContext) -> tuple[int, int]:
    """Return the first and last position that llama.cpp itself says it holds."""
    memory = llama.llama_get_memory(context._handle)
    return (
        int(llama.llama_memory_seq_pos_min(memory, 0)),
        int(llama.llama_memory_seq_pos_max(memory, 0)),
    )


def write(context: LlamaContext, token: int, count: int) -> list[int]:
    said = []
    for _ in range(count):
        token = int(context.decode([token], outputs=1)[0].argmax())
        said.append(token)
    return said


def test_the_mirror_and_the_positions_move_down_together(
    model: Model, contexts: tuple[LlamaContext, LlamaContext]
) -> None:
    context, _ = contexts
    tokens, start, end = conversation(model)
    assert context.can_shift
    context.drop(start, end)
    assert list(context.tokens) == tokens[:start] + tokens[end:]
    assert extent(context) == (0, len(context.tokens) - 1)


def test_what_follows_reads_as_llama_cpps_own_shift_has_it(
    model: Model, contexts: tuple[LlamaContext, LlamaContext]
) -> None:
    ours, theirs = contexts
    tokens, start, end = conversation(model)
    ours.drop(start, end)
    # As llama.cpp's own programs do it: the keys are rotated at the next decode.
    theirs.rewind(len(tokens) - 1)
    theirs._memory.shift(start, end)
    del theirs._tokens[start:end]
    theirs.decode(tokens[-1:], outputs=1)
    for token in model.tokenize(" upon a time, there", add_special=False):
        row = ours.decode([token], outputs=1)[0].copy()
        assert np.abs(row - theirs.decode([token], outputs=1)[0]).max() < 1e-3


def test_the_story_goes_on_behind_the_gap(
    model: Model, contexts: tuple[LlamaContext, LlamaContext]
) -> None:
    context, _ = contexts
    _, start, end = conversation(model)
    context.drop(start, end)
    last = context.tokens[-1]
    context.rewind(len(context.tokens) - 1)
    said = write(context, last, 40)
    text = b"".join(model.piece(token) for token in said).decode("utf-8", "replace")
    print(text)
    assert "dog" in text
    assert len(set(said)) > 15, "it does not repeat itself"


def test_dropping_twice_and_at_either_end(
    model: Model, contexts: tuple[LlamaContext, LlamaContext]
) -> None:
    context, _ = contexts
    tokens, _, _ = conversation(model)
    context.drop(10, 10)
    context.drop(40, len(tokens))
    assert list(context.tokens) == tokens[:40]
    context.drop(0, 4)
    context.drop(10, 20)
    assert list(context.tokens) == tokens[4:14] + tokens[24:40]
    assert extent(context) == (0, 25)
    context.drop(0, 25)
    assert list(context.tokens) == tokens[39:40]
    context.drop(0, 1)
    assert extent(context) == (-1, -1)


def test_a_cancel_cannot_leave_keys_half_rotated(
    model: Model, contexts: tuple[LlamaContext, LlamaContext], abort: AbortFlag
) -> None:
    cancelled, calm = contexts
    tokens, start, end = conversation(model)
    calm.drop(start, end)
    abort.set()
    cancelled.drop(start, end)
    abort.clear()
    assert list(cancelled.tokens) == tokens[:start] + tokens[end:]
    row = cancelled.decode([5], outputs=1)[0].copy()
    assert np.abs(row - calm.decode([5], outputs=1)[0]).max() < 1e-3


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 4), (0, 10_000)])
def test_a_range_that_is_not_held_is_our_bug(
    contexts: tuple[LlamaContext, LlamaContext], start: int, end: int
) -> None:
    with pytest.raises(ValueError, match="cannot drop"):
        contexts[0].drop(start, end)
