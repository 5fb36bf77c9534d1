"""The bodies of answers, in OpenAI's shape, whole and in pieces."""

import secrets
import time
from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from paceline import __version__
from paceline.provenance import ReplySummary, StopReason, Token
from paceline.server.forms import ChatChoice, ChatDelta, Form, TextChoice
from paceline.server.provenance_field import Extension, outcome, token_facts

FINGERPRINT: Final = f"paceline-{__version__}"


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
        """Return a piece of a stream, nothing where these tokens add nothing that is told."""
        if not (self._provenance or any(token.text for token in tokens)):
            return b""
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
