"""Every kind of memory: what is reused, taken back or read again never changes what is computed."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest

from fakes import tiny_models
from paceline.engine.llama.context import LlamaContext
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag, llama
from paceline.engine.llama.native_context import batch_tokens, default_kind
from paceline.engine.llama.survey import SHORTEST_CONTEXT
from paceline.engine.target import Target
from paceline.engine.threads import FixedThreads
from paceline.engine.tokens import ScoreRow
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.loading import CacheType
from paceline.options import MAX_DRAFT_LENGTH

NOISE = 0.1
"""Logits, whose standard deviation is 5; a wrong state makes them differ by several."""

STATEFUL = ("mamba", "lfm2", "falcon_h1")
KINDS = ("llama", "gemma3", *STATEFUL)


class StoppableContext(LlamaContext):
    """Can be cancelled or interrupted inside its next passes, behind the check before them."""

    stops_inside = False
    interruptions = 0
    fails_with = 0

    def _run_batch(self) -> int:
        if self.fails_with:
            return self.fails_with
        if self.stops_inside:
            self._abort.set()
        elif self.interruptions:
            self.interruptions -= 1
            self._abort.interrupt()
        return super()._run_batch()


class Make(Protocol):
    def __call__(self, kind: str, *, full_window: bool = True) -> StoppableContext: ...


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Model]]:
    folder = tmp_path_factory.mktemp("tiny")
    loaded = {kind: Model.load(tiny_models.write(kind, folder)) for kind in KINDS}
    yield loaded
    for model in loaded.values():
        model.close()


@pytest.fixture
def abort() -> AbortFlag:
    return AbortFlag()


@pytest.fixture
def make(models: dict[str, Model], abort: AbortFlag) -> Iterator[Make]:
    """Make contexts over a tiny model; freed behind the test."""
    made: list[StoppableContext] = []

    def make_one(kind: str, *, full_window: bool = True) -> StoppableContext:
        context = StoppableContext(
            models[kind],
            capacity=1024,
            max_outputs=17,
            threads=FixedThreads(1),
            abort=abort,
            kind=replace(default_kind(on_gpu=False), swa_full=full_window),
        )
        made.append(context)
        return context

    yield make_one
    for context in made:
        context.close()


def words(seed: int, count: int) -> list[int]:
    return [int(token) for token in np.random.default_rng(seed).integers(3, 259, count)]


def last_position(context: LlamaContext) -> int:
    return int(llama.llama_memory_seq_pos_max(llama.llama_get_memory(context._handle), 0))


def fresh_row(context: LlamaContext, tokens: list[int], next_token: int) -> ScoreRow:
    """Return what an untouched context says behind these tokens and one more."""
    context.decode(tokens, outputs=0)
    row: ScoreRow = context.decode([next_token], outputs=1)[0].copy()
    return row


@pytest.mark.parametrize("kind", KINDS)
def test_rejected_guesses_leave_no_trace(make: Make, kind: str) -> None:
    """Twenty rounds of four guesses of which none to all are right."""
    target, fresh = Target(make(kind)), make(kind)
    text = words(1, 200)
    target.prefill(text[:101])
    said = 100
    for round_ in range(20):
        accepted = (round_ * 3) % 5
        wrong = [3 + (token + 1) % 256 for token in text[said + 1 + accepted : said + 5]]
        rows = target.evaluate([*text[said : said + 1 + accepted], *wrong]).copy()
        target.keep(1 + accepted)
        fresh.rewind(0)
        fresh.decode(text[:said], outputs=0)
        expected = fresh.decode(text[said : said + 1 + accepted], outputs=1 + accepted)
        assert np.abs(rows[: 1 + accepted] - expected).max() < NOISE
        said += 1 + accepted
    assert said == 160


@pytest.mark.parametrize("kind", STATEFUL)
def test_what_was_taken_back_is_read_in_the_next_pass(make: Make, kind: str) -> None:
    context = make(kind)
    text = words(2, 60)
    context.decode(text[:40], outputs=0)
    context.checkpoint()
    context.decode(text[40:50], outputs=10)
    context.rewind(44)
    assert list(context.tokens) == text[:44]
    assert last_position(context) == 39, "the state is that of the checkpoint"
    row = context.decode([text[44]], outputs=1)[0].copy()
    assert last_position(context) == 44
    assert np.abs(row - fresh_row(make(kind), text[:44], text[44])).max() < NOISE


@pytest.mark.parametrize("kind", STATEFUL)
def test_without_a_checkpoint_a_state_is_read_again_from_the_start(make: Make, kind: str) -> None:
    context = make(kind)
    text = words(3, 60)
    context.decode(text[:50], outputs=0)
    context.rewind(44)
    assert list(context.tokens) == []
    assert last_position(context) == -1
    row = fresh_row(context, text[:44], text[44])
    assert np.abs(row - fresh_row(make(kind), text[:44], text[44])).max() < NOISE


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_turn_and_regenerate_read_only_what_is_new(make: Make, kind: str) -> None:
    target, fresh = Target(context := make(kind)), make(kind)
    first = words(4, 80)
    target.prefill(first)
    reply = [first[-1], *words(5, 100)]
    for token in reply:
        target.evaluate([token])
        target.keep(1)
    second = [*first[:-1], *reply, *words(6, 20)]
    assert target.reuse(second) == len(first) - 1 + len(reply)
    target.prefill(second)
    target.evaluate([second[-1], 7, 8])
    target.keep(1)
    assert target.reuse(second) == len(second) - 1, "regenerate reads nothing"
    row = target.evaluate([second[-1]])[0].copy()
    assert np.abs(row - fresh_row(fresh, second[:-1], second[-1])).max() < NOISE
    assert target.reuse(first) == len(first) - 1, "nor does it one turn back"
    assert list(context.tokens) == first[:-1]


@pytest.mark.parametrize("kind", KINDS)
def test_an_edited_turn_is_read_from_where_it_can_be(make: Make, kind: str) -> None:
    """States go back to the end of the last prompt that is still the same."""
    target, fresh = Target(make(kind)), make(kind)
    first = words(7, 80)
    target.prefill(first)
    reply = [first[-1], *words(8, 100)]
    for token in reply:
        target.evaluate([token])
        target.keep(1)
    target.prefill([*first[:-1], *reply, *words(9, 20)])
    edited = [*first[:-1], *reply, *words(10, 30)]
    reused = target.reuse(edited)
    assert reused == (len(first) - 1 if kind in STATEFUL else len(first) - 1 + len(reply))
    target.prefill(edited)
    row = target.evaluate([edited[-1]])[0].copy()
    assert np.abs(row - fresh_row(fresh, edited[:-1], edited[-1])).max() < NOISE


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("start", [0, 100])
def test_a_pass_that_is_stopped_inside_leaves_what_can_be_gone_on_from(
    make: Make, abort: AbortFlag, kind: str, start: int
) -> None:
    context = make(kind)
    text = words(11, 140)
    if start:
        context.decode(text[:start], outputs=0)
        context.checkpoint()
    context.stops_inside = True
    with pytest.raises(Cancelled):
        context.decode(text[start : start + 4], outputs=4)
    context.stops_inside = False
    abort.clear()
    assert list(context.tokens) == text[:start]
    assert last_position(context) == start - 1
    row = fresh_row(context, text[start:110], text[110])
    assert np.abs(row - fresh_row(make(kind), text[:110], text[110])).max() < NOISE


@pytest.mark.parametrize("kind", STATEFUL)
def test_a_stopped_pass_far_behind_a_checkpoint_is_cut_back_to_it(
    make: Make, abort: AbortFlag, kind: str
) -> None:
    context = make(kind)
    text = words(12, 300)
    context.decode(text[:100], outputs=0)
    context.checkpoint(lasting=True)
    for token in text[100:200]:
        context.decode([token], outputs=1)
    context.stops_inside = True
    with pytest.raises(Cancelled):
        context.decode(text[200:201], outputs=1)
    context.stops_inside = False
    abort.clear()
    assert list(context.tokens) == text[:100]
    row = fresh_row(context, text[100:200], text[200])
    assert np.abs(row - fresh_row(make(kind), text[:200], text[200])).max() < NOISE


@pytest.mark.parametrize("kind", STATEFUL)
def test_a_prompt_that_is_stopped_keeps_what_was_read(
    make: Make, abort: AbortFlag, kind: str
) -> None:
    context = make(kind)
    text = words(18, 500)

    def stop(done: int, _total: int) -> None:
        if done >= 200:
            abort.set()

    with pytest.raises(Cancelled):
        context.decode(text, outputs=0, progress=stop)
    abort.clear()
    assert 200 <= len(context.tokens) < 500
    row = fresh_row(context, text[len(context.tokens) : 400], text[400])
    assert np.abs(row - fresh_row(make(kind), text[:400], text[400])).max() < NOISE


@pytest.mark.parametrize("kind", KINDS)
def test_an_interrupted_pass_is_begun_anew_from_the_last_state(make: Make, kind: str) -> None:
    context = make(kind)
    text = words(19, 400)
    context.interruptions = 3
    context.decode(text[:300], outputs=0)
    context.checkpoint()
    for at in range(300, 310):
        context.decode([text[at]], outputs=1)
    context.interruptions = 3
    rows = context.decode(text[310:314], outputs=4).copy()
    assert context.interruptions == 0
    assert list(context.tokens) == text[:314]
    assert last_position(context) == 313
    fresh = make(kind)
    fresh.decode(text[:310], outputs=0)
    assert np.abs(rows - fresh.decode(text[310:314], outputs=4)).max() < NOISE


@pytest.mark.parametrize("kind", KINDS)
def test_a_failed_decode_changes_nothing(make: Make, kind: str) -> None:
    context = make(kind)
    text = words(13, 60)
    context.decode(text[:50], outputs=0)
    with pytest.raises(AppError):
        context.decode([text[50], 259], outputs=1)
    assert list(context.tokens) == text[:50]
    row = context.decode([text[50]], outputs=1)[0].copy()
    assert np.abs(row - fresh_row(make(kind), text[:50], text[50])).max() < NOISE


def test_a_small_window_is_read_again_where_it_was_overwritten(make: Make) -> None:
    """llama.cpp reports such a removal as done, and would compute on without the window."""
    context = make("gemma3", full_window=False)
    text = words(14, 900)
    context.decode(text[:800], outputs=0)
    context.rewind(200)
    assert list(context.tokens) == []
    row = fresh_row(context, text[:200], text[200])
    assert np.abs(row - fresh_row(make("gemma3"), text[:200], text[200])).max() < NOISE


@pytest.mark.parametrize("length", [797, 790, 600])
def test_a_small_window_goes_back_as_far_as_it_is_whole(make: Make, length: int) -> None:
    context = make("gemma3", full_window=False)
    text = words(15, 900)
    context.decode(text[:800], outputs=0)
    context.rewind(length)
    assert list(context.tokens) == text[:length]
    row = context.decode([text[length]], outputs=1)[0].copy()
    assert np.abs(row - fresh_row(make("gemma3"), text[:length], text[length])).max() < NOISE


def test_a_small_window_takes_back_guesses_at_every_position(make: Make) -> None:
    context, full = make("gemma3", full_window=False), make("gemma3")
    text = words(16, 900)
    context.decode(text[:700], outputs=0)
    full.decode(text[:700], outputs=0)
    for at in range(700, 880, 2):
        context.decode([*text[at : at + 2], 7, 8, 9], outputs=5)
        context.rewind(at + 2)
        assert len(context.tokens) == at + 2
        full.decode(text[at : at + 2], outputs=0)
    row = context.decode([5], outputs=1)[0].copy()
    assert np.abs(row - full.decode([5], outputs=1)[0]).max() < NOISE


@pytest.mark.parametrize("kind", ["qwen2_vl", "yarn", *STATEFUL])
def test_what_llama_cpp_would_abort_on_or_spoil_is_not_shifted(tmp_path: Path, kind: str) -> None:
    model = Model.load(tiny_models.write(kind, tmp_path))
    context = LlamaContext(
        model, capacity=256, max_outputs=1, threads=FixedThreads(1), abort=AbortFlag()
    )
    context.decode(words(17, 20), outputs=0)
    assert not context.can_shift
    with pytest.raises(ValueError, match="cannot drop"):
        context.drop(3, 5)
    context.close()
    model.close()


def test_a_small_window_is_not_shifted(make: Make) -> None:
    assert make("gemma3").can_shift
    assert not make("gemma3", full_window=False).can_shift


@pytest.mark.parametrize("key_type", [CacheType.BF16, CacheType.Q8_0])
def test_keys_that_cannot_be_rotated_are_not_shifted(
    models: dict[str, Model], key_type: CacheType
) -> None:
    context = LlamaContext(
        models["llama"],
        capacity=256,
        max_outputs=1,
        threads=FixedThreads(1),
        abort=AbortFlag(),
        kind=replace(default_kind(on_gpu=False), key_type=key_type),
    )
    assert not context.can_shift
    context.close()


@pytest.mark.parametrize("kind", STATEFUL)
def test_a_state_goes_back_twice_and_further_than_the_last_pass(make: Make, kind: str) -> None:
    context = make(kind)
    text = words(20, 80)
    context.decode(text[:40], outputs=0)
    context.checkpoint(lasting=True)
    context.decode(text[40:50], outputs=0)
    context.checkpoint()
    context.decode(text[50:54], outputs=4)
    for length in (52, 51, 45):
        context.rewind(length)
        assert list(context.tokens) == text[:length]
    row = context.decode([text[45]], outputs=1)[0].copy()
    assert np.abs(row - fresh_row(make(kind), text[:45], text[45])).max() < NOISE


@pytest.mark.parametrize("kind", KINDS)
def test_a_pass_that_fails_for_good_empties_the_context(make: Make, kind: str) -> None:
    """After llama.cpp's fatal codes nothing in the cache is to be trusted."""
    context = make(kind)
    text = words(21, 60)
    context.decode(text[:40], outputs=0)
    context.checkpoint(lasting=True)
    context.fails_with = -3
    with pytest.raises(AppError) as caught:
        context.decode(text[40:44], outputs=1)
    context.fails_with = 0
    assert caught.value.code == ErrorCode.DECODE_FAILED
    assert list(context.tokens) == []
    assert last_position(context) == -1
    row = fresh_row(context, text[:50], text[50])
    assert np.abs(row - fresh_row(make(kind), text[:50], text[50])).max() < NOISE


def test_what_llama_cpp_finds_no_room_for_changes_nothing(make: Make) -> None:
    """Cannot happen while positions are counted; if it did, a narrower pass would still fit."""
    context = make("llama")
    text = words(22, 1030)
    context.decode(text[:1020], outputs=0)
    context._capacity = 2000
    with pytest.raises(AppError, match="the context is full"):
        context.decode(text[1020:1026], outputs=6)
    assert list(context.tokens) == text[:1020]
    row = context.decode([text[1020]], outputs=1)[0].copy()
    assert np.abs(row - fresh_row(make("llama"), text[:1020], text[1020])).max() < NOISE


def test_two_passes_at_once_are_refused(make: Make) -> None:
    context = make("llama")
    refusals: list[AppError] = []

    def read_too(_done: int, _total: int) -> None:
        def read() -> None:
            try:
                context.decode([5], outputs=1)
            except AppError as error:
                refusals.append(error)

        thread = threading.Thread(target=read)
        thread.start()
        thread.join()

    context.decode(words(23, 200), outputs=0, progress=read_too)
    assert {error.code for error in refusals} == {ErrorCode.ENGINE_BUSY}
    assert len(context.tokens) == 200


def test_every_pass_fits_into_a_batch(make: Make) -> None:
    """Wider ones, and more rows than are reserved, would end the process."""
    assert min(batch_tokens(), SHORTEST_CONTEXT) >= 1 + MAX_DRAFT_LENGTH
    with pytest.raises(ValueError, match="outputs"):
        make("llama").decode(words(24, 18), outputs=18)
