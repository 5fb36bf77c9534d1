"""The bodies of answers, in OpenAI's shape, whole and in pieces."""

import math
import secrets
import time
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

import msgspec
from msgspec import UNSET, UnsetType

from paceline import __version__
from paceline.provenance import ReplySummary, StopReason, Token
from paceline.server.provenance_field import Extension, outcome, token_facts

FINGERPRINT: Final = f"paceline-{__version__}"

_LEAST_P: Final = 1e-30
"""Keeps a logarithm finite, as JSON has no infinity."""


class PromptDetails(msgspec.Struct, frozen=True):
    """How much of the prompt was in the cache."""

    cached_tokens: int


class CompletionDetails(msgspec.Struct, frozen=True):
    """How much of the reply was thought aloud before the answer."""

    reasoning_tokens: int


class Usage(msgspec.Struct, frozen=True):
    """What a reply took, in tokens."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    prompt_tokens_details: PromptDetails
    completion_tokens_details: CompletionDetails


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


class Answer(msgspec.Struct, frozen=True):
    """Every body of an answer, and every piece of one."""

    id: str
    object: str
    created: int
    model: str
    system_fingerprint: str
    choices: tuple[ChatDelta, ...] | tuple[ChatChoice, ...] | tuple[TextChoice, ...]
    usage: Usage | UnsetType | None = UNSET
    paceline: Extension | UnsetType = UNSET


class ModelFacts(msgspec.Struct, frozen=True):
    """One model of `GET /v1/models`."""

    id: str
    created: int
    object: str = "model"
    owned_by: str = "paceline"


class ModelList(msgspec.Struct, frozen=True):
    """The body of `GET /v1/models`."""

    data: tuple[ModelFacts, ...]
    object: str = "list"


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

    def opening(self) -> tuple[ChatDelta, ...]:
        """Return the piece that says who speaks."""
        return (ChatDelta(0, Said(role="assistant", content=""), None, None),)

    def part(self, tokens: Sequence[Token], finish: str | None) -> tuple[ChatDelta, ...]:
        """Return what these tokens add."""
        said = Said(None, _answer(tokens) or None, _thought(tokens) or None)
        return (ChatDelta(0, said, self._chances(tokens), finish),)

    def all(self, tokens: Sequence[Token], finish: str) -> tuple[ChatChoice, ...]:
        """Return the message."""
        said = Said("assistant", _answer(tokens), _thought(tokens) or None)
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


class Answers:
    """Writes the answer to one request; `model` is the name that the client is told."""

    def __init__(self, form: Form, model: str, *, provenance: bool, usage_streams: bool) -> None:
        self._form = form
        self._id = f"{form.name}-{secrets.token_hex(12)}"
        self._created = int(time.time())
        self._model = model
        self._provenance = provenance
        self._usage: UnsetType | None = None if usage_streams else UNSET
        self._encoder = msgspec.json.Encoder()

    def opening(self) -> bytes:
        """Return what a stream begins with, perhaps nothing."""
        choices = self._form.opening()
        return self._piece(choices) if choices else b""

    def part(self, tokens: Sequence[Token]) -> bytes:
        """Return a piece of a stream."""
        extension = Extension(token_facts(tokens)) if self._provenance else UNSET
        return self._piece(self._form.part(tokens, None), extension)

    def ending(self, reply: ReplySummary) -> bytes:
        """Return what a stream ends with."""
        finish = self._form.part((), finish_reason(reply))
        summary = Extension(summary=outcome(reply))
        if self._usage is UNSET:
            pieces = self._piece(finish, summary)
        else:
            pieces = self._piece(finish) + self._piece((), summary, usage(reply))
        return pieces + b"data: [DONE]\n\n"

    def all(self, tokens: Sequence[Token], reply: ReplySummary) -> bytes:
        """Return the answer in one piece."""
        facts = token_facts(tokens) if self._provenance else ()
        return self._encoder.encode(
            Answer(
                self._id,
                self._form.whole,
                self._created,
                self._model,
                FINGERPRINT,
                self._form.all(tokens, finish_reason(reply)),
                usage(reply),
                Extension(facts, outcome(reply)),
            )
        )

    def _piece(
        self,
        choices: tuple[ChatDelta, ...] | tuple[ChatChoice, ...] | tuple[TextChoice, ...],
        extension: Extension | UnsetType = UNSET,
        used: Usage | None = None,
    ) -> bytes:
        answer = Answer(
            self._id,
            self._form.piece,
            self._created,
            self._model,
            FINGERPRINT,
            choices,
            used or self._usage,
            extension,
        )
        return b"data: " + self._encoder.encode(answer) + b"\n\n"


def finish_reason(reply: ReplySummary) -> str:
    """Return OpenAI's word for why a reply ended."""
    return "length" if reply.stop_reason in {StopReason.LENGTH, StopReason.CONTEXT} else "stop"


def usage(reply: ReplySummary) -> Usage:
    """Return what a reply took."""
    return Usage(
        reply.prompt_tokens,
        reply.tokens,
        reply.prompt_tokens + reply.tokens,
        PromptDetails(max(0, reply.prompt_tokens - reply.prefill_tokens)),
        CompletionDetails(reply.reasoning_tokens),
    )


def _answer(tokens: Iterable[Token]) -> str:
    return "".join(token.text for token in tokens if not token.reasoning)


def _thought(tokens: Iterable[Token]) -> str:
    return "".join(token.text for token in tokens if token.reasoning)


def _logprob(token: Token) -> float:
    return math.log(max(token.target_p or 0.0, _LEAST_P))
