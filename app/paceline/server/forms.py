"""How the choice of an answer looks: that of a chat and that of a completion."""

import math
from collections.abc import Sequence
from typing import Final, Protocol

import msgspec

from paceline.provenance import Token
from paceline.server.thoughts import Parting

_LEAST_P: Final = 1e-30
"""Keeps a logarithm finite, as JSON has no infinity."""


class TokenLogprob(msgspec.Struct, frozen=True):
    """The logarithm of one token's probability; there are no others beside it."""

    token: str
    logprob: float
    bytes: tuple[int, ...]
    top_logprobs: tuple[()] = ()


class ChatLogprobs(msgspec.Struct, frozen=True):
    """The probabilities of a stretch of a chat's reply."""

    content: tuple[TokenLogprob, ...]
    refusal: None = None


class TextLogprobs(msgspec.Struct, frozen=True):
    """The probabilities of a stretch of a completion; offsets count characters of the reply."""

    tokens: tuple[str, ...]
    token_logprobs: tuple[float, ...]
    text_offset: tuple[int, ...]
    top_logprobs: None = None


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was said, as a delta of a stream or as the message itself."""

    role: str | None = None
    content: str | None = None
    reasoning_content: str | None = None


class ChatDelta(msgspec.Struct, frozen=True):
    """The one choice of a streamed chat's piece."""

    index: int
    delta: Said
    logprobs: ChatLogprobs | None
    finish_reason: str | None


class ChatChoice(msgspec.Struct, frozen=True):
    """The one choice of a whole chat's answer."""

    index: int
    message: Said
    logprobs: ChatLogprobs | None
    finish_reason: str | None


class TextChoice(msgspec.Struct, frozen=True):
    """The one choice of a completion, whole or in pieces."""

    index: int
    text: str
    logprobs: TextLogprobs | None
    finish_reason: str | None


class Form(Protocol):
    """How one kind of answer looks."""

    name: str
    """What begins its id."""
    whole: str
    """The `object` of an answer in one piece."""
    piece: str
    """The `object` of a piece."""

    def opening(self) -> tuple[ChatDelta, ...]:
        """Return the choices of the piece before the first word, empty where there is none."""

    def part(
        self, tokens: Sequence[Token], finish: str | None
    ) -> tuple[ChatDelta, ...] | tuple[TextChoice, ...]:
        """Return the choice that a piece with these tokens carries."""

    def all(
        self, tokens: Sequence[Token], finish: str
    ) -> tuple[ChatChoice, ...] | tuple[TextChoice, ...]:
        """Return the choice of an answer in one piece."""


class ChatForm:
    """Chat completions; what the model thinks aloud stands apart from what it answers."""

    name = "chatcmpl"
    whole = "chat.completion"
    piece = "chat.completion.chunk"

    def __init__(self, *, logprobs: bool) -> None:
        self._logprobs = logprobs
        self._parting = Parting()

    def opening(self) -> tuple[ChatDelta, ...]:
        """Return the piece that says who speaks."""
        return (ChatDelta(0, Said(role="assistant", content=""), None, None),)

    def part(self, tokens: Sequence[Token], finish: str | None) -> tuple[ChatDelta, ...]:
        """Return what these tokens add."""
        thought, answer = self._parting.read(tokens)
        said = Said(None, answer or None, thought or None)
        return (ChatDelta(0, said, self._chances(tokens), finish),)

    def all(self, tokens: Sequence[Token], finish: str) -> tuple[ChatChoice, ...]:
        """Return the message."""
        thought, answer = self._parting.read(tokens)
        said = Said("assistant", answer, thought or None)
        return (ChatChoice(0, said, self._chances(tokens), finish),)

    def _chances(self, tokens: Sequence[Token]) -> ChatLogprobs | None:
        if not self._logprobs:
            return None
        return ChatLogprobs(
            tuple(
                TokenLogprob(token.text, _logprob(token), tuple(token.text.encode()))
                for token in tokens
            )
        )


class TextForm:
    """Completions of a raw prompt."""

    name = "cmpl"
    whole = "text_completion"
    piece = "text_completion"

    def __init__(self, *, logprobs: bool) -> None:
        self._logprobs = logprobs
        self._offset = 0

    def opening(self) -> tuple[ChatDelta, ...]:
        """Return nothing: the first piece is the first text."""
        return ()

    def part(self, tokens: Sequence[Token], finish: str | None) -> tuple[TextChoice, ...]:
        """Return what these tokens add."""
        text = "".join(token.text for token in tokens)
        return (TextChoice(0, text, self._chances(tokens), finish),)

    def all(self, tokens: Sequence[Token], finish: str) -> tuple[TextChoice, ...]:
        """Return the whole text."""
        return self.part(tokens, finish)

    def _chances(self, tokens: Sequence[Token]) -> TextLogprobs | None:
        if not self._logprobs:
            return None
        offsets = []
        for token in tokens:
            offsets.append(self._offset)
            self._offset += len(token.text)
        return TextLogprobs(
            tuple(token.text for token in tokens),
            tuple(map(_logprob, tokens)),
            tuple(offsets),
        )


def _logprob(token: Token) -> float:
    return math.log(max(token.target_p or 0.0, _LEAST_P))
