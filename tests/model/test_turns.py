"""Turns with real weights: of every prompt, target and draft read only what is new."""

from collections.abc import Sequence

from paceline.chat import ChatMessage, Role
from paceline.engine.pair import Pair
from paceline.engine.session import Session
from paceline.options import DrafterChoice, Overflow, Sampling, Speculation
from paceline.provenance import ReplySummary, StopReason

GREEDY = Sampling(temperature=0)
MODEL = Speculation(drafter=DrafterChoice.DRAFT_MODEL, draft_length=3)
SLACK = 3
"""The last tokens of a reply may be missing in a cache: its own guesses in a draft's, the one that
was said last in a target's."""

AROUND = 12
"""Tokens of the template between two replies: the end of one, both speakers' names."""

QUESTION = (ChatMessage(Role.USER, "Explain what a binary search tree is."),)
NEXT = ChatMessage(Role.USER, "And how is it kept balanced?")


def say(
    session: Session,
    messages: Sequence[ChatMessage],
    *,
    sampling: Sampling = GREEDY,
    max_tokens: int = 24,
    overflow: Overflow = Overflow.STOP,
) -> ReplySummary:
    reply = session.reply(messages, sampling, MODEL, max_tokens=max_tokens, overflow=overflow)
    for _ in reply:
        pass
    return reply.summary


def reads(session: Session, messages: Sequence[ChatMessage], new: int) -> None:
    """Of this prompt at most `new` tokens are read, on both."""
    summary = say(session, messages, max_tokens=2)
    print(f"{summary.prefill_tokens} and {summary.draft_prefill_tokens} of {summary.prompt_tokens}")
    assert summary.prefill_tokens <= new + SLACK
    assert summary.draft_prefill_tokens <= new + SLACK


def behind(text: str) -> tuple[ChatMessage, ...]:
    return (*QUESTION, ChatMessage(Role.ASSISTANT, text), NEXT)


def length(session: Session, message: ChatMessage) -> int:
    """Tokens of a message with what the template writes around it, and around the next reply."""
    return session.count([message]).message + AROUND


def test_a_second_turn_a_second_try_and_an_edit(practice: Session) -> None:
    first = say(practice, QUESTION)
    reads(practice, behind(first.text), length(practice, NEXT))
    reads(practice, behind(first.text), 1)
    edited = ChatMessage(Role.USER, "And who thought of it?")
    reads(practice, (*behind(first.text)[:-1], edited), length(practice, edited))


def test_what_was_sampled_is_not_read_again_in_other_tokens(practice: Session) -> None:
    for seed in range(4):
        wild = Sampling(temperature=1.4, top_k=0, top_p=1, min_p=0, seed=seed)
        first = say(practice, QUESTION, sampling=wild, max_tokens=40)
        reads(practice, behind(first.text), length(practice, NEXT))


def test_a_reply_that_was_cut_goes_on_as_if_it_had_not_been(practice: Session) -> None:
    whole = say(practice, QUESTION, max_tokens=40)
    part = say(practice, QUESTION, max_tokens=17)
    rest = say(practice, (*QUESTION, ChatMessage(Role.ASSISTANT, part.text)), max_tokens=23)
    assert rest.prefill_tokens == 1
    assert rest.draft_prefill_tokens <= SLACK
    assert part.text + rest.text == whole.text


def test_behind_a_stop_string_only_what_is_new_is_read(practice: Session) -> None:
    whole = say(practice, QUESTION, max_tokens=40).text
    stop = whole[60:67]
    part = say(practice, QUESTION, sampling=Sampling(temperature=0, stop=(stop,)), max_tokens=40)
    assert part.text == whole.partition(stop)[0]
    assert part.stop_reason is StopReason.STOP
    reads(practice, behind(part.text), length(practice, NEXT))


def test_a_context_that_is_full_moves_and_the_next_turn_reads_what_is_new(
    practice: Session, practice_pair: Pair
) -> None:
    turns: tuple[ChatMessage, ...] = ()
    while practice.count((*turns, NEXT)).room > 100:
        turns = (*turns, QUESTION[0], ChatMessage(Role.ASSISTANT, "It is a tree. " * 25))
    wordy = (ChatMessage(Role.SYSTEM, "You like long answers."), *turns, NEXT)
    talkative = Sampling(temperature=1.0, seed=5)
    summary = say(practice, wordy, sampling=talkative, max_tokens=400, overflow=Overflow.ROLLING)
    print(summary.prompt_tokens, summary.tokens, summary.forgotten, summary.stop_reason)
    assert summary.forgotten is not None
    assert summary.forgotten.first == 1
    assert summary.forgotten.messages >= 2
    assert summary.prefill_tokens <= summary.prompt_tokens
    assert summary.acceptance is not None
    assert len(practice_pair.context.tokens) <= practice_pair.context.capacity
    following = (*wordy, ChatMessage(Role.ASSISTANT, summary.text), NEXT)
    after = say(practice, following, max_tokens=2, overflow=Overflow.ROLLING)
    assert after.prefill_tokens <= length(practice, NEXT) + SLACK
    assert after.draft_prefill_tokens <= length(practice, NEXT) + SLACK
