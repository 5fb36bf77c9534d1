"""Whole replies of the practice pair and the starter: what is said, where from, and how it ends."""

import threading
import time
from collections.abc import Sequence
from itertools import pairwise

import msgspec
import pytest

from paceline.chat import ChatMessage, Role
from paceline.engine.drafters.draft_model import CATCH_UP_TOKENS
from paceline.engine.pair import Pair
from paceline.engine.reply import Reply
from paceline.engine.session import Session
from paceline.errors import AppError, ErrorCode
from paceline.options import DrafterChoice, Sampling, Speculation, Verification
from paceline.provenance import Origin, ReplySummary, Round, StopReason, Token

GREEDY = Sampling(temperature=0)
OFF = Speculation(enabled=False)
NEAR_TIE_LOGITS = 0.5
"""Kernels of different widths move logits by some tenths; a flip beyond that would be a bug."""

QUESTIONS = [
    "Explain what a binary search tree is.",
    "What should I pack for a three day hike?",
    "Write a Python function that adds two numbers.",
    "How do vaccines work?",
    "Tell me a short story about a lighthouse.",
    "List the months of the year.",
    "What is the capital of France?",
    "Give me three tips for learning a language.",
    "Describe the water cycle.",
    "Why is the sky blue?",
]


def ask(text: str) -> tuple[ChatMessage, ...]:
    return (ChatMessage(Role.USER, text),)


def run(reply: Reply) -> tuple[list[Round], ReplySummary]:
    rounds = list(reply)
    return rounds, reply.summary


def ids(rounds: Sequence[Round]) -> list[int]:
    return [token.id for round_ in rounds for token in round_.tokens]


def tokens_in(rounds: Sequence[Round]) -> list[Token]:
    return [token for round_ in rounds for token in round_.tokens]


def test_a_drafted_reply_adds_up(practice: Session) -> None:
    rounds, summary = run(
        practice.reply(ask(QUESTIONS[0]), GREEDY, Speculation(draft_length=3), max_tokens=64)
    )
    assert sum(summary.origins.values()) == summary.tokens == len(ids(rounds)) == 64
    assert summary.origins[Origin.DRAFTED] / summary.tokens > 0.5
    assert summary.tokens_per_pass is not None
    assert summary.tokens_per_pass > 2
    assert summary.stop_reason == StopReason.LENGTH
    assert "".join(t.text for r in rounds for t in r.tokens) == summary.text
    assert summary.net_gain is not None
    assert summary.time_to_first_token_ms is not None
    for before, after in pairwise(rounds):
        assert after.index == before.index + 1


@pytest.mark.parametrize("length", [1, 4, 16])
def test_greedy_text_is_the_same_without_speculation_or_parts_at_a_near_tie(
    practice: Session, length: int
) -> None:
    for question in QUESTIONS[:4]:
        plain, _ = run(practice.reply(ask(question), GREEDY, OFF, max_tokens=48))
        drafted, _ = run(
            practice.reply(ask(question), GREEDY, Speculation(draft_length=length), max_tokens=48)
        )
        for one, other in zip(tokens_in(plain), tokens_in(drafted), strict=False):
            assert one.margin is not None
            assert other.margin is not None
            if one.id != other.id:
                assert min(one.margin, other.margin) < NEAR_TIE_LOGITS
                break
        else:
            assert len(tokens_in(plain)) == len(tokens_in(drafted))


def test_the_same_seed_says_the_same_with_and_without_speculation(practice: Session) -> None:
    same = 0
    for number, question in enumerate(QUESTIONS):
        sampling = Sampling(temperature=0.8, seed=number)
        plain, _ = run(practice.reply(ask(question), sampling, OFF, max_tokens=40))
        drafted, _ = run(practice.reply(ask(question), sampling, Speculation(), max_tokens=40))
        same += ids(plain) == ids(drafted)
        for one, other in zip(tokens_in(plain), tokens_in(drafted), strict=False):
            assert one.margin is not None
            assert other.margin is not None
            # Up to the first difference both saw the same text: only kernels may differ.
            assert abs(one.margin - other.margin) < NEAR_TIE_LOGITS
            if one.id != other.id:
                break
    print(f"{same} of {len(QUESTIONS)} sampled replies are the same token by token")
    assert same >= 9


def test_foreseeing_the_noise_has_most_guesses_of_a_sampled_reply_accepted(
    practice: Session,
) -> None:
    tested = accepted = 0
    for number, question in enumerate(QUESTIONS[:6]):
        sampling = Sampling(temperature=1.0, seed=number)
        fixed = Speculation(draft_length=3)
        _, summary = run(practice.reply(ask(question), sampling, fixed, max_tokens=40))
        tested += summary.tested
        accepted += summary.accepted
    print(f"{accepted} of {tested} guesses accepted")
    assert accepted / tested > 0.75


def test_rejection_sampling_repeats_itself_and_may_begin_in_the_middle(practice: Session) -> None:
    sampling = Sampling(temperature=1.0, seed=4, repeat_penalty=1.1)
    drawn = Speculation(
        drafter=DrafterChoice.DRAFT_MODEL, draft_length=3, verification=Verification.REJECTION
    )
    matched = msgspec.structs.replace(drawn, verification=Verification.MATCH)

    def written(*, change: bool) -> list[Round]:
        reply = practice.reply(
            ask(QUESTIONS[0]), sampling, matched if change else drawn, max_tokens=60
        )
        rounds: list[Round] = []
        for round_ in reply:
            rounds.append(round_)
            if change and round_.index == 5:
                reply.configure(drawn)
        return rounds

    for change in (False, True):
        first, again = written(change=change), written(change=change)
        assert ids(first) == ids(again)
        assert sum(each.accepted for each in first) > 0.6 * sum(each.tested for each in first)


def test_penalties_and_every_sampler_keep_the_promise_too(practice: Session) -> None:
    sampling = Sampling(
        temperature=1.2,
        top_k=0,
        top_p=0.9,
        min_p=0.02,
        repeat_penalty=1.2,
        frequency_penalty=0.3,
        presence_penalty=0.2,
        seed=7,
    )
    plain, _ = run(practice.reply(ask(QUESTIONS[3]), sampling, OFF, max_tokens=32))
    drafted, _ = run(practice.reply(ask(QUESTIONS[3]), sampling, Speculation(), max_tokens=32))
    agreed = sum(a == b for a, b in zip(ids(plain), ids(drafted), strict=True))
    assert agreed == 32


def test_a_second_turn_reads_only_what_is_new_in_both_contexts(practice: Session) -> None:
    pinned = Speculation(draft_length=3)
    first, summary = run(practice.reply(ask(QUESTIONS[3]), GREEDY, pinned, max_tokens=24))
    conversation = (
        *ask(QUESTIONS[3]),
        ChatMessage(Role.ASSISTANT, summary.text),
        ChatMessage(Role.USER, "And how safe are they?"),
    )
    second = practice.reply(conversation, GREEDY, pinned, max_tokens=8)
    rounds, after = run(second)
    assert after.prefill_tokens < after.prompt_tokens - summary.prompt_tokens - 15
    assert rounds[0].drafted > 0
    assert ids(first)


def test_the_same_prompt_again_reads_one_token(practice: Session) -> None:
    run(practice.reply(ask(QUESTIONS[3]), GREEDY, Speculation(), max_tokens=4))
    _, again = run(practice.reply(ask(QUESTIONS[3]), GREEDY, Speculation(), max_tokens=4))
    assert again.prefill_tokens == 1


def test_switching_in_the_middle_changes_the_origins_from_the_next_round(
    practice: Session,
) -> None:
    on = Speculation(draft_length=5)
    reply = practice.reply(ask(QUESTIONS[0]), GREEDY, on, max_tokens=90)
    drafted: list[int] = []
    for round_ in reply:
        drafted.append(round_.drafted)
        if round_.index == 4:
            reply.configure(OFF)
        if round_.index == 14:
            reply.configure(on)
        if round_.index == 19:
            reply.configure(OFF)
    assert drafted[:5] == [5, 0, 0, 5, 5], "two passes are plain, for measuring"
    assert drafted[5:15] == [0] * 10
    assert drafted[15:20] == [5] * 5
    assert set(drafted[20:]) == {0}


def test_switched_on_for_the_first_time_the_draft_catches_up_without_stalling_the_reply(
    practice: Session,
) -> None:
    reply = practice.reply(ask("river " * 150), GREEDY, OFF, max_tokens=60)
    rounds: list[Round] = []
    for round_ in reply:
        rounds.append(round_)
        if round_.index == 9:
            reply.configure(Speculation(draft_length=3))
    first = next(round_.index for round_ in rounds if round_.drafted)
    lag = reply.summary.prompt_tokens + 10
    assert first - 10 <= lag // (CATCH_UP_TOKENS - 1)
    assert all(round_.catch_up_ms > 0 for round_ in rounds[10:first])


def test_the_starter_alone_drafts_with_ngrams(starter_alone: Session) -> None:
    copy = "Repeat this: the river rises in the hills, the river rises in the hills, the river"
    rounds, summary = run(
        starter_alone.reply(ask(copy), GREEDY, Speculation(draft_length=4), max_tokens=48)
    )
    drafters = {round_.drafter for round_ in rounds}
    assert drafters == {None, DrafterChoice.NGRAM.value}
    assert summary.accepted > 0
    plain, _ = run(starter_alone.reply(ask(copy), GREEDY, OFF, max_tokens=48))
    assert len(ids(rounds)) == len(ids(plain))


def test_a_reply_ends_at_the_end_token_and_does_not_write_it(starter_alone: Session) -> None:
    rounds, summary = run(
        starter_alone.reply(
            ask("Answer with one word: what is the capital of France?"), GREEDY, Speculation()
        )
    )
    assert summary.stop_reason == StopReason.END
    assert rounds[-1].tokens[-1].text == ""
    assert "<|im_end|>" not in summary.text


def test_a_full_context_ends_the_reply_and_says_so(starter_alone: Session) -> None:
    sampling = Sampling(temperature=1.5, seed=3, top_k=0, top_p=1.0, min_p=0.0)
    _, summary = run(starter_alone.reply(ask("word " * 450), sampling, Speculation(draft_length=8)))
    assert summary.stop_reason in {StopReason.CONTEXT, StopReason.END}
    assert summary.prompt_tokens + summary.tokens <= 512


def test_a_prompt_beyond_the_context_is_refused_and_the_pair_goes_on(
    starter_alone: Session,
) -> None:
    with pytest.raises(AppError) as caught:
        starter_alone.reply(ask("word " * 600), GREEDY, Speculation())
    assert caught.value.code == ErrorCode.PROMPT_TOO_LONG
    _, summary = run(starter_alone.reply(ask("Hello"), GREEDY, Speculation(), max_tokens=4))
    assert summary.tokens


def test_cancelling_a_reply_leaves_a_session_that_goes_on(
    practice: Session, practice_pair: Pair
) -> None:
    abort = practice_pair.abort
    reply = practice.reply(ask(QUESTIONS[0]), GREEDY, Speculation(), max_tokens=400)
    rounds = []
    for round_ in reply:
        rounds.append(round_)
        if round_.index == 3:
            abort.set()
    abort.clear()
    assert len(rounds) == 4
    assert reply.summary.stop_reason == StopReason.CANCELLED
    whole, _ = run(practice.reply(ask(QUESTIONS[0]), GREEDY, Speculation(), max_tokens=40))
    assert ids(whole)[: len(ids(rounds))] == ids(rounds)


def test_cancelling_the_reading_of_a_prompt_takes_effect_within_the_pass(
    practice: Session, practice_pair: Pair
) -> None:
    abort = practice_pair.abort
    practice_pair.context.rewind(0)
    reply = practice.reply(ask("word " * 900), GREEDY, Speculation(), max_tokens=4)
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.perf_counter())
        abort.set()

    timer = threading.Timer(0.15, press)
    timer.start()
    rounds, summary = run(reply)
    waited = time.perf_counter() - pressed[0] if pressed else None
    timer.join()
    abort.clear()
    if waited is None:
        pytest.fail("the prompt was read before the cancel came; make it longer")
    print(f"cancel during prefill took {waited * 1000:.1f} ms")
    assert rounds == []
    assert summary.stop_reason == StopReason.CANCELLED
    _, after = run(practice.reply(ask(QUESTIONS[6]), GREEDY, Speculation(), max_tokens=4))
    assert after.tokens == 4
