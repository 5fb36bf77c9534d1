"""What a server's refusal means for a person. Pure."""

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from time import time
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.remote.answers import ErrorFacts, shown

_CONTEXT_CODES: Final = frozenset(
    {"context_length_exceeded", "exceed_context_size_error", "context_window_exceeded"}
)
_CONTEXT_WORDS: Final = re.compile(
    r"context (length|size|window)|maximum context|exceeds? the (available )?context", re.IGNORECASE
)
_MODEL_CODES: Final = frozenset({"model_not_found", "model_not_available"})
_MOST_SECONDS_SHOWN: Final = 100
"""From there on minutes are read more easily."""
_LONGEST_WAIT: Final = 24 * 3600.0
"""Seconds; whoever says more has made a mistake."""


def refusal(  # noqa: PLR0911 - one meaning each
    status: int, headers: Mapping[str, str], said: ErrorFacts, *, host: str, model: str
) -> AppError:
    """Return the failure that a status other than 200 stands for."""
    words = shown(said.message)
    told = f"{status}: {words}" if words else f"status {status}"
    if exceeds_context(said):
        return AppError(ErrorCode.REMOTE_CONTEXT_EXCEEDED, words or told)
    match status:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return AppError(ErrorCode.REMOTE_KEY_REFUSED, host)
        case HTTPStatus.NOT_FOUND:
            return AppError(ErrorCode.REMOTE_MODEL_MISSING, f"“{shown(model)}”")
        case HTTPStatus.TOO_MANY_REQUESTS | HTTPStatus.SERVICE_UNAVAILABLE:
            return AppError(ErrorCode.REMOTE_BUSY, _wait(headers))
        case _ if said.code in _MODEL_CODES:
            return AppError(ErrorCode.REMOTE_MODEL_MISSING, f"“{shown(model)}”")
        case _ if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return AppError(ErrorCode.REMOTE_TROUBLED, told)
        case _:
            return AppError(ErrorCode.REMOTE_REFUSED, words.rstrip(".") or told)


def trouble(said: ErrorFacts) -> AppError:
    """Return the failure that an error in the middle of a stream stands for."""
    words = shown(said.message) or "it gave no reason"
    if exceeds_context(said):
        return AppError(ErrorCode.REMOTE_CONTEXT_EXCEEDED, words)
    return AppError(ErrorCode.REMOTE_TROUBLED, words.rstrip("."))


def exceeds_context(said: ErrorFacts) -> bool:
    """Whether the conversation is too long; servers say so in different ways."""
    return (
        said.code in _CONTEXT_CODES
        or said.type in _CONTEXT_CODES
        or _CONTEXT_WORDS.search(said.message or "") is not None
    )


def _wait(headers: Mapping[str, str]) -> str:
    seconds = _retry_after(headers.get("retry-after", ""))
    if seconds is None:
        return "a moment"
    if seconds < _MOST_SECONDS_SHOWN:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min"


def _retry_after(text: str) -> float | None:
    """Seconds, given as such or as a date (RFC 9110, 10.2.3)."""
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - time()
        except (ValueError, TypeError, OverflowError):
            return None
    return min(max(0.0, seconds), _LONGEST_WAIT) if seconds == seconds else None  # noqa: PLR0124
