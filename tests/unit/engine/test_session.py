"""Turns of a chat on a pair without weights: what is read again, what is left out, how it ends."""

import re
from collections.abc import Sequence
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes.scripted_chat import (
    ENDLESS,
    GREEDY,
    HELLO,
    MODEL,
    OFF,
    Chat,
    assistant,
    conversation,
    system,
    user,
)
from fakes.scripted_model import language
from fakes.scripted_pair import ScriptedPair, talk
from paceline.chat import ChatMessage, TokenCount
from paceline.engine.session import Session
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.options import Overflow, Sampling, Speculation
from paceline.provenance import Origin, Round, StopReason


def test_a_second_turn_reads_only_what_is_new() -> None:
    chat = Chat(ScriptedPair(speech=ENDLESS))
    first = chat.say(HELLO)
    [last] = chat.ids[-1:]
    text = chat.pair.model.piece(last).decode("utf-8", "replace")
    assert first.prefill_tokens == first.prompt_tokens
    chat.reads_only((*HELLO, assistant(first.text), user("gi?")), f"{text}<|e|><|u|>gi?<|e|><|a|>")


def test_what_the_model_said_in_other_tokens_than_a_tokenizer_would_is_not_read_again() -> None:
    """Its tokens are "a" and "b" where the tokenizer says "ab"."""

    def speech(before: Sequence[int]) -> object:
        row = ENDLESS(before)
        row[10 + (len(before) % 2)] += 50
        return row

    chat = Chat(ScriptedPair(speech=speech))  # type: ignore[arg-type]
    first = chat.say(HELLO, max_tokens=9)
    assert re.fullmatch("(ab|ba)+.", first.text)
    assert chat.pair.model.tokenize(first.text, add_special=False) != chat.ids
    chat.reads_only(
        (*HELLO, assistant(first.text), user("gi")), f"{first.text[-1]}<|e|><|u|>gi<|e|><|a|>"
    )


def test_regenerating_reads_one_token() -> None:
    chat = Chat(ScriptedPair(speech=ENDLESS))
    chat.say(HELLO)
    chat.reads_only(HELLO, "<|a|>")
    chat.say(HELLO, rounds=2)
    chat.reads_only(HELLO, "<|a|>")


def test_an_edited_message_is_read_from_where_it_changed() -> None:
    chat = Chat(ScriptedPair(speech=ENDLESS))
    first = chat.say((*HELLO,))
    second = (*HELLO, assistant(first.text), user("aij"))
    chat.say(second)
    chat.reads_only((*second[:-1], user("aid")), "d<|e|><|a|>")
    chat.reads_only((*HELLO[:1], user("ab cg!")), "cg!<|e|><|a|>")
    # Back at the second turn: the first question has changed in the cache, so all follows it.
    whole = chat.say(second, max_tokens=1)
    assert 0 < whole.prefill_tokens < whole.prompt_tokens


def test_an_interrupted_reply_goes_on_where_it_was_left() -> None:
    chat = Chat(ScriptedPair(speech=ENDLESS))
    whole = chat.say(HELLO, max_tokens=40)
    ids = chat.ids
    part = chat.say(HELLO, rounds=3)
    assert whole.text.startswith(part.text)
    held = len(chat.ids)
    rest = chat.say((*HELLO, assistant(part.text)), max_tokens=40 - held)
    assert rest.prefill_tokens == 1
    assert chat.ids == ids[held:]
    assert part.text + rest.text == whole.text


@given(kept=st.integers(0, 60))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_reply_goes_on_from_any_character(kept: int) -> None:
    chat = Chat(ScriptedPair(speech=ENDLESS))
    whole = chat.say(HELLO, max_tokens=40)
    part = whole.text[:kept]
    rest = chat.say((*HELLO, assistant(part)), max_tokens=20)
    fresh = Chat(ScriptedPair(speech=ENDLESS))
    again = fresh.say((*HELLO, assistant(part)), max_tokens=20)
    assert rest.tokens == again.tokens == 20
    assert rest.prefill_tokens <= again.prefill_tokens
    if "\ufffd" not in part:
        assert chat.pair.text().startswith("<|s|>be<|e|><|u|>ab cd!<|e|><|a|>" + part)


def test_where_the_template_refuses_a_reply_cannot_go_on() -> None:
    template = "{% if not messages %}{{ raise_exception('empty') }}{% endif %}" + "<|a|>"
    chat = Chat(ScriptedPair(template=template))
    with pytest.raises(AppError) as caught:
        chat.say([assistant("ab")])
    assert caught.value.code == ErrorCode.PROMPT_UNRENDERABLE


def test_after_a_cancel_the_next_turn_reads_only_what_is_new() -> None:
    chat = Chat(ScriptedPair(speech=ENDLESS))
    reply = chat.session.reply(HELLO, GREEDY, MODEL)
    rounds = []
    for round_ in reply:
        rounds.append(round_)
        if len(rounds) == 4:
            chat.pair.context.fail_with = [Cancelled()]
    assert reply.summary.stop_reason == StopReason.CANCELLED
    text = reply.summary.text
    assert text == "".join(token.text for one in rounds for token in one.tokens)
    last = rounds[-1].tokens[-1].text
    chat.reads_only((*HELLO, assistant(text), user("d")), f"{last}<|e|><|u|>d<|e|><|a|>")


STRIPPING = (
    "{% for m in messages %}<|{{ m.role[0] }}|>{{ m.content.split('!')[-1] }}<|e|>{% endfor %}<|a|>"
)


def test_a_template_that_rewrites_the_history_makes_it_be_read_again_from_there() -> None:
    """As many do that leave earlier reasoning out; here all that stands before a "!"."""
    pair = ScriptedPair(speech=ENDLESS, template=STRIPPING)
    chat = Chat(pair)
    messages: tuple[ChatMessage, ...] = (user("ab"),)
    for _ in range(3):
        summary = chat.say(messages, max_tokens=40)
        messages = (*messages, assistant(summary.text + "!cd"), user("gi"))
        prompt = "".join(f"<|{m.role[0]}|>{m.content.split('!')[-1]}<|e|>" for m in messages)
        chat.say(messages, max_tokens=1)
        assert pair.text() == prompt + "<|a|>"


def test_a_pass_of_invalid_numbers_fails_the_reply_and_nothing_of_it_is_read_again() -> None:
    poisoned = False

    def speech(before: Sequence[int]) -> np.ndarray:
        return ENDLESS(before) * (np.nan if poisoned else 1)

    chat = Chat(ScriptedPair(speech=speech))
    whole = chat.say(HELLO)
    reply = chat.session.reply(HELLO, GREEDY, MODEL)
    rounds = iter(reply)
    next(rounds)
    poisoned = True
    with pytest.raises(AppError, match="no valid probabilities"):
        list(rounds)
    poisoned = False
    assert whole.text.startswith(reply.summary.text)
    assert list(chat.pair.context.tokens) == []
    again = chat.say(HELLO)
    assert again.text == whole.text
    assert again.prefill_tokens == again.prompt_tokens


def test_a_reply_ends_where_another_has_taken_its_cache() -> None:
    chat = Chat(ScriptedPair(speech=ENDLESS))
    first = chat.session.reply(HELLO, GREEDY, MODEL, max_tokens=40)
    rounds = iter(first)
    next(rounds)
    second = chat.session.reply([user("gi")], GREEDY, MODEL, max_tokens=40)
    begun = iter(second)
    next(begun)
    with pytest.raises(AppError) as caught:
        list(rounds)
    assert caught.value.code == ErrorCode.ENGINE_BUSY
    list(begun)
    alone = Chat(ScriptedPair(speech=ENDLESS)).say([user("gi")], max_tokens=40)
    assert second.summary.text == alone.text


# Stop strings ---------------------------------------------------------------------------------


def cut(text: str, stop: str) -> str:
    return text.partition(stop)[0]


@pytest.mark.parametrize("speculation", [OFF, MODEL])
@given(start=st.integers(1, 40), length=st.integers(1, 6), seed=st.integers(0, 1000))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_reply_ends_before_its_stop_string_and_the_next_turn_reads_what_is_new(
    speculation: Speculation, start: int, length: int, seed: int
) -> None:
    speech = talk(language(seed), end=-100)
    whole = Chat(ScriptedPair(speech=speech)).say(HELLO, speculation=OFF, max_tokens=60)
    stop = whole.text[start : start + length] or "j"
    chat = Chat(ScriptedPair(speech=speech))
    sampling = Sampling(temperature=0, stop=(stop,))
    part = chat.say(HELLO, sampling=sampling, speculation=speculation, max_tokens=60)
    assert part.text == cut(whole.text, stop)
    assert (part.stop_reason == StopReason.STOP) == (stop in whole.text)
    assert part.tokens == len(chat.ids) == sum(part.origins.values())
    assert part.accepted == part.origins[Origin.DRAFTED] <= part.tested
    held = list(chat.pair.context.tokens)
    prompt = chat.pair.model.tokenize("<|s|>be<|e|><|u|>ab cd!<|e|><|a|>", add_special=False)
    assert held == [*prompt, *chat.ids][: len(held)]
    assert len(held) == len(prompt) + part.tokens - 1 or part.stop_reason != StopReason.STOP
    if "\ufffd" in whole.text:
        return  # these letters have no token for it
    # Nothing but the last tokens of the reply and the new message is read, on both.
    following = (*HELLO, assistant(part.text), user("gi"))
    again = chat.say(following, speculation=MODEL, max_tokens=1)
    assert again.prefill_tokens <= len("<|e|>") + len("gi") + 2 * 4
    if speculation is MODEL:
        assert again.draft_prefill_tokens <= again.prefill_tokens + 3


def test_the_fallback_template_ends_a_reply_by_its_own_mark() -> None:
    """Its pieces are plain text to a model that has no such token."""
    said = [10, 11, *(12, 13, 14)]
    pair = ScriptedPair(speech=ENDLESS)
    pair.template.stop = ("cde",)

    def speech(before: Sequence[int]) -> object:
        row = ENDLESS(before)
        row[said[(len(before) - prompt) % len(said)]] += 50
        return row

    prompt = len(pair.model.tokenize("<|s|>be<|e|><|u|>ab cd!<|e|><|a|>", add_special=False))
    scripted = ScriptedPair(speech=speech)  # type: ignore[arg-type]
    scripted.template.stop = ("cde",)
    summary = Chat(scripted).say(HELLO)
    assert (summary.text, summary.stop_reason) == ("ab", StopReason.END)


@pytest.mark.parametrize("can_shift", [True, False])
@pytest.mark.parametrize("draft_capacity", [24, 60])
def test_a_draft_with_a_smaller_context_goes_on_drafting_and_changes_no_word(
    draft_capacity: int, *, can_shift: bool
) -> None:
    pair = ScriptedPair(speech=ENDLESS, draft_capacity=draft_capacity, can_shift=can_shift)
    chat = Chat(pair)
    drafted = chat.say(conversation(3), max_tokens=120)
    late = chat.rounds[-15:]
    plain = Chat(ScriptedPair(speech=ENDLESS)).say(conversation(3), speculation=OFF, max_tokens=120)
    assert drafted.text == plain.text
    assert sum(round_.drafted for round_ in late) > 15
    assert len(pair.draft_context.tokens) <= draft_capacity


@given(
    turns=st.integers(0, 6),
    capacity=st.integers(70, 260),
    overflow=st.sampled_from(Overflow),
    max_tokens=st.one_of(st.none(), st.integers(1, 150)),
    stop=st.lists(st.text("abcdij .!é", min_size=1, max_size=4), max_size=2),
    seed=st.integers(0, 10_000),
    cancel_after=st.one_of(st.none(), st.integers(1, 25)),
    can_shift=st.booleans(),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_however_a_reply_ends_no_token_is_lost_or_doubled(
    turns: int,
    capacity: int,
    overflow: Overflow,
    max_tokens: int | None,
    stop: list[str],
    seed: int,
    cancel_after: int | None,
    *,
    can_shift: bool,
) -> None:
    pair = ScriptedPair(speech=talk(language(seed)), capacity=capacity, can_shift=can_shift)
    session = Session(pair)
    sampling = Sampling(temperature=0.7, seed=seed, stop=tuple(stop))
    reply = None
    with suppress(AppError):
        reply = session.reply(
            conversation(turns), sampling, MODEL, max_tokens=max_tokens, overflow=overflow
        )
    if reply is None:
        assert overflow is Overflow.STOP, "the last turn alone fits into every one of these"
        return
    rounds: list[Round] = []
    for round_ in reply:
        rounds.append(round_)
        if len(rounds) == cancel_after:
            pair.context.fail_with = [Cancelled()]
    summary = reply.summary
    tokens = [token for round_ in rounds for token in round_.tokens]
    assert summary.text == "".join(token.text for token in tokens)
    assert summary.tokens == len(tokens) == sum(summary.origins.values())
    assert summary.passes == len(rounds)
    assert [round_.index for round_ in rounds] == list(range(len(rounds)))
    assert all(0 not in [token.id for token in round_.tokens[:-1]] for round_ in rounds)
    assert not any(string in summary.text for string in stop)
    if max_tokens is not None:
        assert len(tokens) <= max_tokens
    # The cache ends with what was said but for its last token.
    held = list(pair.context.tokens)
    assert len(held) <= capacity
    if tokens and summary.stop_reason != StopReason.CANCELLED:
        said = [token.id for token in tokens]
        if said[-1] == held[-1] == 0:  # an end token that was guessed is in there
            said.append(0)
        reply_begins = len(held) - held[::-1].index(2)  # behind the last "<|a|>"
        written = held[reply_begins:]
        assert written == said[len(said) - 1 - len(written) : -1]
        assert len(written) == len(said) - 1 or overflow is not Overflow.STOP


def test_a_draft_message_is_counted_without_reading_anything() -> None:
    pair = ScriptedPair(capacity=100)
    session = Session(pair)
    count = session.count([system("be"), user("abc d")])
    prompt = pair.model.tokenize("<|s|>be<|e|><|u|>abc d<|e|><|a|>", add_special=False)
    assert count == TokenCount(prompt=len(prompt), message=3, room=100 - len(prompt))
    assert pair.read() == (0, 0)
    assert session.count([user("d" * 200)]).room < 0


def test_a_raw_prompt_is_read_as_it_stands_and_no_template_ends_it() -> None:
    pair = ScriptedPair(speech=ENDLESS)
    pair.template.stop = ("a", "b", "c", "d", "e")
    reply = Session(pair).reply((), Sampling(temperature=0), OFF, max_tokens=5, prompt="abc! de")
    said = [token.id for round_ in reply for token in round_.tokens]
    assert pair.text().startswith("abc! de")
    assert "<|" not in pair.text()
    assert reply.summary.prompt_tokens == len(pair.model.tokenize("abc! de", add_special=True))
    assert reply.summary.stop_reason is StopReason.LENGTH
    assert len(said) == 5
