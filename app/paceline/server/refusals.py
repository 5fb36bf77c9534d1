"""What a client is told when it gets no answer: an HTTP status and OpenAI's error object."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from paceline.errors import ErrorCode, sentence

_NO_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})

RETRY_SECONDS: Final = 2
"""When a client that was sent away may come back."""

CLIENT_GONE: Final = 499
"""What the figures call a client that went away; nobody is left to be told."""


class ErrorFacts(msgspec.Struct, frozen=True):
    """OpenAI's error object; `param` is the field of the request that is at fault."""

    message: str
    type: str
    param: str | None
    code: str | None


class ErrorBody(msgspec.Struct, frozen=True):
    """What a body with an error holds."""

    error: ErrorFacts


class Refusal(Exception):  # noqa: N818 - an answer
    """A request that gets no reply, and why; `code` is for programs, `message` for people."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        param: str | None = None,
        headers: Mapping[str, str] = _NO_HEADERS,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.param = param
        self.headers = dict(headers)

    @property
    def body(self) -> bytes:
        """The JSON that says so."""
        kind = _TYPES.get(self.status, "server_error" if self.status >= 500 else _INVALID)
        facts = ErrorFacts(self.message, kind, self.param, self.code)
        return msgspec.json.encode(ErrorBody(facts))


_INVALID: Final = "invalid_request_error"
_TYPES: Final = {
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
}


def unsupported(param: str, message: str) -> Refusal:
    """Return the refusal of something that OpenAI's API knows and this server does not do."""
    return Refusal(400, "unsupported_parameter", message, param=param)


def invalid(message: str, param: str | None = None) -> Refusal:
    """Return the refusal of a request that makes no sense."""
    return Refusal(400, "invalid_value", message, param=param)


def come_back(status: int, code: str, message: str, seconds: int = RETRY_SECONDS) -> Refusal:
    """Return the refusal of a request that may succeed later."""
    return Refusal(status, code, message, headers={"Retry-After": str(seconds)})


def stopping() -> Refusal:
    """Return what is said while the server ends."""
    return come_back(503, "server_stopping", "The server is being stopped.")


def engine_failed(code: ErrorCode, detail: str, *, param: str) -> Refusal:
    """Return what a failure of the engine means for the client; `param` holds what it had asked."""
    match code:
        case ErrorCode.PROMPT_TOO_LONG:
            message = (
                f"The prompt is longer than the context of this model ({detail}). Shorten it, or "
                "start the server with a larger --context."
            )
            return Refusal(400, "context_length_exceeded", message, param=param)
        case ErrorCode.PROMPT_UNRENDERABLE:
            message = f"The model's chat template refused these messages: {detail}."
            return invalid(message, param)
        case ErrorCode.ENGINE_CRASHED | ErrorCode.ENGINE_NOT_STARTED | ErrorCode.ENGINE_SILENT:
            message = (
                f"The engine was lost in the middle of this reply ({detail}). It is being started "
                "again: ask again in a moment."
            )
            return come_back(502, "engine_lost", message)
        case ErrorCode.NODE_LOST:
            message = (
                f"The connection to a node was lost in the middle of this reply ({detail}). The "
                "engine is being started again: ask again in a moment."
            )
            return come_back(502, "engine_lost", message)
        case ErrorCode.NO_PAIR:
            return come_back(503, "engine_not_ready", "The model is not loaded yet.")
        case _:
            return Refusal(500, code.value.replace("-", "_"), sentence(code, detail))
