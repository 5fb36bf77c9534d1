"""What a comparison asks, and what came of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from paceline.chat import ChatMessage
from paceline.history.records import Message
from paceline.options import Overflow, Sampling
from paceline.provenance import ReplySummary, Round, StopReason, Token


@dataclass(frozen=True, slots=True)
class Question:
    """A conversation to be answered, and how; asked more than once, the seed should be fixed.

    `entry` is its last message as the chat has it, None where it is not to be answered there.
    """

    entry: Message | None
    messages: tuple[ChatMessage, ...]
    sampling: Sampling
    max_tokens: int | None = None
    overflow: Overflow = Overflow.STOP

    @property
    def text(self) -> str:
        """The last message, on one line."""
        return " ".join(self.messages[-1].content.split()) if self.messages else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One finished reply."""

    rounds: tuple[Round, ...]
    summary: ReplySummary

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Everything said."""
        return tokens_of(self.rounds)

    @property
    def cancelled(self) -> bool:
        """Whether it was stopped before its end."""
        return self.summary.stop_reason is StopReason.CANCELLED


def tokens_of(rounds: Sequence[Round]) -> tuple[Token, ...]:
    """Return the tokens of some rounds in order."""
    return tuple(token for round_ in rounds for token in round_.tokens)
