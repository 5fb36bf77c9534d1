"""Several replies at once on real weights, and on every kind of memory."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fakes import tiny_models
from paceline.chat import ChatMessage, Role
from paceline.engine.llama.branches import LlamaBranches
from paceline.engine.llama.buffers import Purpose, bytes_for
from paceline.engine.llama.context import LlamaContext
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag
from paceline.engine.llama.native_context import default_kind
from paceline.engine.llama.survey import header_of, survey_branches
from paceline.engine.memory import MemoryBudget, MemoryShort
from paceline.engine.session import Session
from paceline.engine.threads import FixedThreads
from paceline.errors import AppError, Cancelled
from paceline.options import Sampling, Speculation
from paceline.provenance import ReplySummary, Token

NOISE = 0.1
"""Logits, whose standard deviation is 5 in the tiny models."""
NEAR_TIE = 0.5
KINDS = ("llama", "gemma3", "mamba", "lfm2", "falcon_h1")
OFF = Speculation(enabled=False)
QUESTION = (ChatMessage(Role.USER, "Write one sentence about the sea."),)


def ask(session: Session, messages: tuple[ChatMessage, ...]) -> list[list[Token]]:
    running = session.alternatives(messages, Sampling(seed=3), 4, max_tokens=24)
    replies: list[list[Token]] = [[] for _ in range(4)]
    for said in running:
        for number, round_ in said:
            replies[number].extend(round_.tokens)
    return replies


def alone(
    session: Session, messages: tuple[ChatMessage, ...], seed: int, max_tokens: int = 24
) -> tuple[ReplySummary, list[Token]]:
    reply = session.reply(messages, Sampling(seed=seed), OFF, max_tokens=max_tokens)
    return reply.summary, [token for round_ in reply for token in round_.tokens]


def test_each_reply_is_the_one_that_its_seed_gives_alone(starter_alone: Session) -> None:
    """Up to where rounding decides: passes of four rows may use other kernels than those of one."""
    replies = ask(starter_alone, QUESTION)
    for number, said in enumerate(replies):
        _, expected = alone(starter_alone, QUESTION, 3 + number)
        for one, other in zip(said, expected, strict=False):
            assert one.target_p is not None
            assert other.target_p is not None
            if one.id != other.id:
                assert abs(one.target_p - other.target_p) < NEAR_TIE
                break
            assert one.target_p == pytest.approx(other.target_p, abs=0.05)
            assert one.text == other.text


def test_the_next_turn_reads_only_what_is_new(starter_alone: Session) -> None:
    replies = ask(starter_alone, QUESTION)
    picked = "".join(token.text for token in replies[2])
    held = len(starter_alone.pair.context.tokens)
    turn = (*QUESTION, ChatMessage(Role.ASSISTANT, picked), ChatMessage(Role.USER, "And the sky?"))
    summary, _ = alone(starter_alone, turn, 1, max_tokens=1)
    assert summary.prompt_tokens - summary.prefill_tokens == held


def test_too_many_tokens_are_refused_in_a_sentence(
    starter_alone: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MemoryBudget, "now", lambda _devices=(): MemoryBudget(1000))
    with pytest.raises(MemoryShort, match="4 answers of such a length need"):
        ask(starter_alone, QUESTION)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Model]]:
    folder = tmp_path_factory.mktemp("tiny")
    loaded = {kind: Model.load(tiny_models.write(kind, folder)) for kind in KINDS}
    yield loaded
    for model in loaded.values():
        model.close()


def make_context(model: Model, *, full_window: bool = True) -> LlamaContext:
    return LlamaContext(
        model,
        capacity=1024,
        max_outputs=17,
        threads=FixedThreads(1),
        abort=AbortFlag(),
        kind=replace(default_kind(on_gpu=False), swa_full=full_window),
    )


@pytest.mark.parametrize(
    ("kind", "full_window"), [*((kind, True) for kind in KINDS), ("gemma3", False)]
)
def test_branches_compute_what_single_texts_do(
    models: dict[str, Model], kind: str, *, full_window: bool
) -> None:
    """Also far behind a sliding window, and after a branch has ended."""
    dice = np.random.default_rng(5)
    text = [int(token) for token in dice.integers(40, 120, 70)]
    tails = [[int(token) for token in dice.integers(40, 120, 30)] for _ in range(3)]
    context = make_context(models[kind], full_window=full_window)
    context.decode(text[:-1], outputs=0)
    branches = LlamaBranches(
        context,
        3,
        capacity=len(text) + 3 * 30,
        threads=FixedThreads(1),
        abort=AbortFlag(),
    )
    branches.begin(text[-1])
    rows: list[np.ndarray] = []
    for place in range(30):
        living = [0, 2] if place >= 20 else [0, 1, 2]
        if place == 20:
            branches.end(1)
        rows = list(branches.step([(one, tails[one][place]) for one in living]).copy())
    branches.close()
    assert list(context.tokens) == text[:-1], "the context itself is as it was"
    for row, one in zip(rows, (0, 2), strict=True):
        context.rewind(0)
        expected = context.decode([*text, *tails[one]], outputs=1)[0]
        assert np.abs(row - expected).max() < NOISE
    context.close()


def test_a_cancel_frees_the_branches_and_leaves_the_context(models: dict[str, Model]) -> None:
    context = make_context(models["llama"])
    context.decode([50] * 20, outputs=0)
    abort = AbortFlag()
    branches = LlamaBranches(context, 2, capacity=100, threads=FixedThreads(1), abort=abort)
    branches.begin(60)
    abort.set()
    with pytest.raises(Cancelled):
        branches.step([(0, 61), (1, 62)])
    branches.close()
    branches.close()
    assert len(context.tokens) == 20
    context.close()


def test_a_full_context_is_a_failure_and_no_crash(models: dict[str, Model]) -> None:
    context = make_context(models["llama"])
    context.decode([50] * 20, outputs=0)
    branches = LlamaBranches(context, 2, capacity=256, threads=FixedThreads(1), abort=AbortFlag())
    branches.begin(60)
    for _ in range((256 - 21) // 2):
        branches.step([(0, 61), (1, 62)])
    with pytest.raises(AppError):
        branches.step([(0, 61), (1, 62)])
    branches.close()
    context.close()


def test_what_they_take_is_known_before(models: dict[str, Model], tmp_path: Path) -> None:
    for kind, model in models.items():
        context = make_context(model)
        with header_of(tiny_models.write(kind, tmp_path)) as header:
            expected = survey_branches(header, context.kind, capacity=2048, count=4)
        branches = LlamaBranches(
            context, 4, capacity=2048, threads=FixedThreads(1), abort=AbortFlag()
        )
        taken = sum(
            bytes_for(branches.buffers, purpose)
            for purpose in (Purpose.CACHE, Purpose.COMPUTE, Purpose.OUTPUTS)
        )
        assert taken == pytest.approx(expected.total, abs=200_000)
        branches.close()
        context.close()
