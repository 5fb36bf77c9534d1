"""Whole chats with recurrent and hybrid models: speculation changes nothing that is said."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from fakes import tiny_models
from paceline.chat import ChatMessage, Role
from paceline.engine.llama.native import AbortFlag
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec
from paceline.engine.session import Session
from paceline.options import DrafterChoice, Sampling, Speculation
from paceline.provenance import ReplySummary

STATEFUL = ("mamba", "lfm2", "falcon_h1")
PAIRS = [*((kind, None) for kind in STATEFUL), *((kind, kind) for kind in STATEFUL)]
PAIRS += [("falcon_h1", "mamba"), ("falcon_h1", "llama"), ("llama", "mamba")]
OFF = Speculation(enabled=False)

Load = Callable[[str, str | None], Pair]


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Load]:
    pairs: list[Pair] = []

    def load_one(target: str, draft: str | None) -> Pair:
        files = {kind: tiny_models.write(kind, tmp_path) for kind in (target, draft) if kind}
        spec = PairSpec(
            files[target], files[draft] if draft else None, context_length=1024, threads=1
        )
        pairs.append(Pair(spec, abort=AbortFlag()))
        return pairs[-1]

    yield load_one
    for pair in pairs:
        pair.close()


def chat(
    pair: Pair, messages: Sequence[ChatMessage], sampling: Sampling, speculation: Speculation
) -> ReplySummary:
    reply = Session(pair).reply(messages, sampling, speculation, max_tokens=60)
    list(reply)
    return reply.summary


def user(text: str) -> ChatMessage:
    return ChatMessage(Role.USER, text)


@pytest.mark.parametrize(("target", "draft"), PAIRS)
@pytest.mark.parametrize("temperature", [0, 0.8])
def test_the_text_is_the_same_with_every_drafter(
    load: Load, target: str, draft: str | None, temperature: float
) -> None:
    pair = load(target, draft)
    assert (DrafterChoice.DRAFT_MODEL in pair.drafters.names) == (draft is not None)
    sampling = Sampling(temperature=temperature, seed=5)
    messages = [user("tell me, tell me, tell me")]
    plain = chat(pair, messages, sampling, OFF)
    assert plain.tokens == 60
    for name in pair.drafters.names:
        for length in (1, 4, 16):
            speculation = Speculation(drafter=DrafterChoice(name), draft_length=length)
            assert chat(pair, messages, sampling, speculation).text == plain.text


@pytest.mark.parametrize("kind", STATEFUL)
def test_a_draft_that_is_the_target_is_right_from_its_own_state(load: Load, kind: str) -> None:
    pair = load(kind, kind)
    speculation = Speculation(drafter=DrafterChoice.DRAFT_MODEL, draft_length=4)
    reply = chat(pair, [user("go on")], Sampling(temperature=0), speculation)
    assert reply.tokens_per_pass is not None
    assert reply.tokens_per_pass > 3.5


@pytest.mark.parametrize("kind", STATEFUL)
def test_the_second_turn_reads_only_what_is_new_and_regenerate_nothing(
    load: Load, kind: str
) -> None:
    pair = load(kind, kind)
    greedy = Sampling(temperature=0)
    speculation = Speculation(drafter=DrafterChoice.DRAFT_MODEL, draft_length=4)
    first = [user("one")]
    reply = chat(pair, first, greedy, speculation)
    again = chat(pair, first, greedy, speculation)
    assert again.text == reply.text
    assert again.prefill_tokens == 1
    second = [*first, ChatMessage(Role.ASSISTANT, reply.text), user("two")]
    answer = chat(pair, second, greedy, speculation)
    assert answer.prefill_tokens < answer.prompt_tokens - reply.prompt_tokens - 50
    fresh = load(kind, None)
    assert chat(fresh, second, greedy, OFF).text == answer.text


@pytest.mark.parametrize(
    ("target", "draft", "word"), [("lfm2", None, "speculation"), ("llama", "mamba", "n-grams")]
)
def test_a_state_that_cannot_be_taken_back_is_not_guessed_on_and_the_reason_is_said(
    load: Load, monkeypatch: pytest.MonkeyPatch, target: str, draft: str | None, word: str
) -> None:
    monkeypatch.setattr("paceline.engine.pair.rewinds_faithfully", lambda _context: False)
    pair = load(target, draft)
    assert DrafterChoice.DRAFT_MODEL not in pair.drafters.names
    assert bool(pair.drafters.names) == (target == "llama")
    assert any("cannot be taken back" in note and word in note for note in pair.notes)
    assert chat(pair, [user("go on")], Sampling(temperature=0), Speculation()).tokens == 60
