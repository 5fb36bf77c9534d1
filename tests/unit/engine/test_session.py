"""Turns of a chat on a pair without weights: what is read again, what is left out, how it ends."""

import re
from collections.abc import Sequence
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes.scripted_model import language
from fakes.scripted_pair import ScriptedPair, talk
from paceline.chat import ChatMessage, Role, TokenCount
from paceline.engine.session import Session
from paceline.engine.tokens import common_prefix
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.options import DrafterChoice, Overflow, Sampling, Speculation
from paceline.provenance import Forgotten, Origin, ReplySummary, Round, StopReason

GREEDY = Sampling(temperature=0)
MODEL = Speculation(drafter=DrafterChoice.DRAFT_MODEL, draft_length=3)
OFF = Speculation(enabled=False)
ENDLESS = talk(language(1), end=-100)


def system(text: str) -> ChatMessage:
    return ChatMessage(Role.SYSTEM, text)


def user(text: str) -> ChatMessage:
    return ChatMessage(Role.USER, text)


def assistant(text: str) -> ChatMessage:
    return ChatMessage(Role.ASSISTANT, text)


class Chat:
    """Asks a session and counts what target and draft read for it."""

    def __init__(self, pair: ScriptedPair) -> None:
        self.pair = pair
        self.session = Session(pair)
        self.rounds: list[Round] = []

    def say(
        self,
        messages: Sequence[ChatMessage],
        *,
        sampling: Sampling = GREEDY,
        speculation: Speculation = MODEL,
        max_tokens: int | None = 30,
        overflow: Overflow = Overflow.STOP,
        rounds: int | None = None,
    ) -> ReplySummary:
        """Write a reply, or only its first rounds."""
        self.pair.read()
        reply = self.session.reply(
            messages, sampling, speculation, max_tokens=max_tokens, overflow=overflow
        )
        self.rounds = []
        for round_ in reply:
            self.rounds.append(round_)
            if len(self.rounds) == rounds:
                break
        return reply.summary

    @property
    def ids(self) -> list[int]:
        return [token.id for round_ in self.rounds for token in round_.tokens]

    def reads_only(
        self, messages: Sequence[ChatMessage], new: str, *, overflow: Overflow = Overflow.STOP
    ) -> None:
        """Ask for one token; of the prompt, target and draft decode `new` and nothing else."""
        before = list(self.pair.context.tokens), list(self.pair.draft_context.tokens)
        summary = self.say(messages, max_tokens=1, speculation=MODEL, overflow=overflow)
        tokens = self.pair.model.tokenize(new, add_special=False)
        assert self.pair.context.decoded == tokens
        assert summary.prefill_tokens == len(tokens)
        # The draft reads all but the last token, which its first guess starts with.
        held = common_prefix(before[1], self.pair.draft_context.tokens)
        missing = list(self.pair.draft_context.tokens)[held:]
        assert self.pair.draft_context.decoded == missing
        assert len(missing) <= len(tokens) + 2, "it may lack the last two of its own guesses"


HELLO = (system("be"), user("ab cd!"))


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


# The end of the context -----------------------------------------------------------------------

LONG = tuple(
    message
    for turn in range(8)
    for message in (user(f"{'abcdefgh'[turn]} ij" * 4), assistant(f"{'hgfedcba'[turn]}!." * 4))
)


def conversation(turns: int) -> tuple[ChatMessage, ...]:
    return (system("be"), *LONG[: 2 * turns], user("gi?"))


def test_by_default_a_full_context_ends_the_reply_and_a_longer_prompt_is_refused() -> None:
    chat = Chat(ScriptedPair(speech=ENDLESS, capacity=100))
    summary = chat.say(HELLO, max_tokens=None)
    assert summary.stop_reason == StopReason.CONTEXT
    assert summary.prompt_tokens + summary.tokens == 100
    assert summary.forgotten is None
    with pytest.raises(AppError) as caught:
        chat.say(conversation(5))
    assert caught.value.code == ErrorCode.PROMPT_TOO_LONG


@pytest.mark.parametrize("can_shift", [True, False])
@pytest.mark.parametrize(
    ("overflow", "first"), [(Overflow.ROLLING, 1), (Overflow.MIDDLE, 3)], ids=str
)
def test_a_prompt_too_long_for_the_context_leaves_turns_out_and_says_which(
    overflow: Overflow, first: int, *, can_shift: bool
) -> None:
    pair = ScriptedPair(speech=ENDLESS, capacity=160, can_shift=can_shift)
    chat = Chat(pair)
    messages = conversation(6)
    summary = chat.say(messages, overflow=overflow, max_tokens=10)
    forgotten = summary.forgotten
    assert forgotten is not None
    assert forgotten.first == first
    assert forgotten.messages % 2 == 0
    kept = (*messages[:first], *messages[first + forgotten.messages :])
    text = "".join(f"<|{m.role[0]}|>{m.content}<|e|>" for m in kept) + "<|a|>"
    prompt = pair.model.tokenize(text, add_special=False)
    assert list(pair.context.tokens)[: len(prompt)] == prompt
    assert summary.prompt_tokens == len(prompt) <= 160 - 16
    whole = Chat(ScriptedPair(speech=ENDLESS)).say(messages, max_tokens=1)
    assert forgotten.tokens == whole.prompt_tokens - len(prompt)


@pytest.mark.parametrize("overflow", [Overflow.ROLLING, Overflow.MIDDLE])
@pytest.mark.parametrize("can_shift", [True, False])
def test_while_a_reply_is_written_turns_are_forgotten_and_it_goes_on(
    overflow: Overflow, *, can_shift: bool
) -> None:
    pair = ScriptedPair(speech=ENDLESS, capacity=200, can_shift=can_shift)
    chat = Chat(pair)
    messages = conversation(4)
    summary = chat.say(messages, overflow=overflow, max_tokens=120)
    assert summary.tokens == 120 == len(chat.ids)
    assert summary.stop_reason == StopReason.LENGTH
    assert summary.prompt_tokens + summary.tokens > 200
    assert summary.forgotten is not None
    assert [round_.index for round_ in chat.rounds] == list(range(len(chat.rounds)))
    assert "".join(token.text for one in chat.rounds for token in one.tokens) == summary.text
    held = list(pair.context.tokens)
    assert held[-60:] == chat.ids[-61:-1], "the end of the reply is in the cache as it was said"
    # No token was read twice where the cache can be moved.
    decoded = summary.prefill_tokens + sum(round_.width for round_ in chat.rounds) - 1
    assert len(pair.context.decoded) == decoded
    assert (summary.prefill_tokens == summary.prompt_tokens) == can_shift


def test_the_turn_after_a_shift_reads_only_what_is_new() -> None:
    pair = ScriptedPair(speech=ENDLESS, capacity=200)
    chat = Chat(pair)
    messages = conversation(4)
    summary = chat.say(messages, overflow=Overflow.ROLLING, max_tokens=70)
    assert summary.forgotten is not None
    last = pair.model.piece(chat.ids[-1]).decode("utf-8", "replace")
    following = (*messages, assistant(summary.text), user("d"))
    chat.reads_only(following, f"{last}<|e|><|u|>d<|e|><|a|>", overflow=Overflow.ROLLING)


def test_what_is_forgotten_stays_the_same_over_several_turns() -> None:
    """Else every turn would begin with another shift, or with reading everything anew."""
    pair = ScriptedPair(speech=ENDLESS, capacity=240, can_shift=False)
    chat = Chat(pair)
    messages = conversation(6)
    read_anew = 0
    left_out = []
    for _ in range(8):
        summary = chat.say(messages, overflow=Overflow.ROLLING, max_tokens=10)
        read_anew += summary.prefill_tokens > 40
        left_out.append(summary.forgotten.messages if summary.forgotten else 0)
        messages = (*messages, assistant(summary.text), user("d?"))
    assert left_out == sorted(left_out)
    assert read_anew <= 3, left_out


def test_a_long_reply_forgets_its_own_beginning_last_of_all() -> None:
    pair = ScriptedPair(speech=ENDLESS, capacity=100)
    chat = Chat(pair)
    summary = chat.say(HELLO, overflow=Overflow.ROLLING, max_tokens=200)
    assert summary.tokens == 200
    assert summary.forgotten is not None
    assert summary.forgotten.messages == 0
    held = list(pair.context.tokens)
    prompt = pair.model.tokenize("<|s|>be<|e|><|u|>ab cd!<|e|><|a|>", add_special=False)
    assert held[: len(prompt)] == prompt
    assert held[len(prompt) :] == chat.ids[-1 - (len(held) - len(prompt)) : -1]


def test_such_a_reply_can_go_on() -> None:
    chat = Chat(ScriptedPair(speech=ENDLESS, capacity=100))
    part = chat.say(HELLO, overflow=Overflow.ROLLING, max_tokens=200)
    messages = (*HELLO, assistant(part.text))
    with pytest.raises(AppError):
        chat.say(messages)
    rest = chat.say(messages, overflow=Overflow.ROLLING, max_tokens=20)
    assert rest.tokens == 20
    assert rest.forgotten is not None
    assert rest.forgotten.tokens > 100


def test_a_reply_that_never_ends_is_ended_after_one_context() -> None:
    chat = Chat(ScriptedPair(speech=ENDLESS, capacity=100))
    summary = chat.say(HELLO, overflow=Overflow.ROLLING, max_tokens=None)
    assert (summary.tokens, summary.stop_reason) == (100, StopReason.LENGTH)


def test_one_message_beyond_the_context_is_refused_by_every_policy() -> None:
    chat = Chat(ScriptedPair(capacity=100))
    for overflow in Overflow:
        with pytest.raises(AppError) as caught:
            chat.say([system("be"), user("d" * 90)], overflow=overflow)
        assert caught.value.code == ErrorCode.PROMPT_TOO_LONG


def test_in_the_middle_way_the_first_turn_goes_only_where_nothing_else_helps() -> None:
    messages = (system("be"), user("a" * 60), assistant("b"), user("c" * 60))
    chat = Chat(ScriptedPair(speech=ENDLESS, capacity=150))
    assert chat.say(messages, overflow=Overflow.MIDDLE, max_tokens=8).forgotten is None
    tight = Chat(ScriptedPair(speech=ENDLESS, capacity=120))
    forgotten = tight.say(messages, overflow=Overflow.MIDDLE, max_tokens=8).forgotten
    assert forgotten == Forgotten(1, 2, 65)


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
