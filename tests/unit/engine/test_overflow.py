"""Chats longer than the context: what is left out, what is read again, and that they go on."""

import pytest

from fakes.scripted_chat import (
    ENDLESS,
    HELLO,
    Chat,
    assistant,
    conversation,
    system,
    user,
)
from fakes.scripted_pair import ScriptedPair
from paceline.errors import AppError, ErrorCode
from paceline.options import Overflow
from paceline.provenance import Forgotten, StopReason


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
