"""Messages of a chat, made by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count

import msgspec

from paceline.chat import Role
from paceline.history.records import Attachment, Message, MessageState
from paceline.provenance import ReplySummary, Round, StopReason
from paceline.tally import Tally

_ids = count(1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def question(text: str, *attachments: Attachment) -> Message:
    return Message(
        next(_ids), 1, None, Role.USER, text, MessageState.COMPLETE, NOON, attachments=attachments
    )


def reply(
    text: str,
    rounds: Sequence[Round] = (),
    *,
    state: MessageState = MessageState.COMPLETE,
    speaker: str = "Practice pair",
) -> Message:
    """A reply that has ended; its figures are those of the rounds."""
    return Message(
        next(_ids),
        1,
        None,
        Role.ASSISTANT,
        text,
        state,
        NOON,
        speaker=speaker,
        summary=summary_of(text, rounds) if rounds else None,
    )


def writing(speaker: str = "Practice pair") -> Message:
    """A reply of which nothing has been said yet."""
    return Message(
        next(_ids), 1, None, Role.ASSISTANT, "", MessageState.STREAMING, NOON, speaker=speaker
    )


def finished(
    message: Message, rounds: Sequence[Round], state: MessageState = MessageState.COMPLETE
) -> Message:
    """The same reply once it has ended."""
    text = message.content + text_of(rounds)
    return msgspec.structs.replace(
        message, content=text, state=state, summary=summary_of(text, rounds)
    )


def branch(message: Message, place: int, branches: int) -> Message:
    return msgspec.structs.replace(message, branch=place, branches=branches)


def text_of(rounds: Sequence[Round]) -> str:
    return "".join(token.text for round_ in rounds for token in round_.tokens)


def summary_of(text: str, rounds: Sequence[Round]) -> ReplySummary:
    tally = Tally()
    for round_ in rounds:
        tally.add(round_)
    return tally.summarize(
        text=text,
        stop_reason=StopReason.END,
        prompt_tokens=20,
        prefill_tokens=20,
        time_to_first_token_ms=120.0,
        seed=1,
    )
