"""What an answer of the Hub means that is none: refusals, trouble, requests to wait. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from http import HTTPStatus
from re import compile as pattern
from typing import Final

from paceline.errors import ErrorCode
from paceline.library.hub.failures import HubError
from paceline.library.hub.names import without_unshown

LONGEST_RETRY_AFTER: Final = 3600.0
"""Seconds; a server that asks for more is asked again after an hour."""
_RETRY_AFTER_UNSAID: Final = 30.0
"""Seconds to leave a server alone that is busy and does not say for how long."""
_PASSING: Final = frozenset({408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
_RATE_LIMIT: Final = pattern(r";\s*r=0\b.*?;\s*t=(?P<seconds>[0-9]{1,6})")
_TOKEN: Final = pattern(r"[A-Za-z0-9_.-]{20,}")
"""What may be a token, whoever made it."""
_SECONDS: Final = pattern(r"[0-9]{1,9}")
_MISSING: Final = frozenset({401, 404, 410, 451})
"""The Hub does not tell strangers what is private from what is not there."""
_EXPIRED: Final = frozenset({400, 401, 403, 404, 410})
"""How storage of different makers says that a signed address is too old."""


class Asker(Enum):
    """Who asked."""

    NOBODY = "nobody"
    TOKEN = "token"  # noqa: S105 - that one was sent along


def refusal(
    status: int,
    headers: Mapping[str, str],
    *,
    repository: str,
    path: str | None = None,
    asker: Asker = Asker.NOBODY,
) -> HubError:
    """Return what to tell of a status that is no success; headers are looked up in lower case."""
    code = headers.get("x-error-code", "")
    match status:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return busy(retry_after(headers))
        case _ if code == "GatedRepo":
            meaning, detail = ErrorCode.HUB_GATED, repository
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN if asker is Asker.TOKEN:
            meaning, detail = ErrorCode.HUB_TOKEN_REFUSED, _said(headers)
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE if path and code != "RepoNotFound":
            meaning, detail = ErrorCode.HUB_FILE_MISSING, f"“{path}” in {repository}"
        case HTTPStatus.NOT_FOUND if code == "RevisionNotFound":
            meaning, detail = ErrorCode.HUB_FILE_MISSING, f"in {repository}"
        case _ if status in _MISSING and repository:
            meaning, detail = ErrorCode.HUB_REPOSITORY_MISSING, repository
        case _:
            return trouble(status, headers)
    return HubError(meaning, detail, status=status)


def refusal_of_bytes(status: int, headers: Mapping[str, str], *, of: str) -> HubError:
    """Return what to tell of a status from the network that delivers files."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return busy(retry_after(headers))
    if status in _EXPIRED:
        return HubError(ErrorCode.HUB_LOCATION_EXPIRED, of, passing=True, status=status)
    return trouble(status, headers)


def trouble(status: int, headers: Mapping[str, str]) -> HubError:
    """Return what to tell of a server that is in trouble itself, or says what nobody expects."""
    if status in _PASSING or status >= 500:
        return HubError(
            ErrorCode.HUB_UNREACHABLE,
            f"it is in trouble itself: error {status}",
            passing=True,
            retry_after=retry_after(headers),
            status=status,
        )
    return HubError(ErrorCode.HUB_ANSWER_INVALID, f"error {status}", status=status)


def busy(seconds: float | None) -> HubError:
    """Return what to tell of a server that wants to be left alone."""
    wait = _RETRY_AFTER_UNSAID if seconds is None else seconds
    return HubError(
        ErrorCode.HUB_BUSY,
        _in_words(wait),
        passing=True,
        retry_after=wait,
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds the server wants to be left alone, None if it does not say.

    It says so in seconds or as a date (RFC 9110, 10.2.3), or with its limits in a RateLimit header.
    """
    said = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(said):
        return min(float(said), LONGEST_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        limits = _RATE_LIMIT.search(headers.get("ratelimit", "")[:200])
        return min(float(limits["seconds"]), LONGEST_RETRY_AFTER) if limits else None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    left = (moment - datetime.now(UTC)).total_seconds()
    return min(max(left, 0.0), LONGEST_RETRY_AFTER)


def _said(headers: Mapping[str, str]) -> str:
    """The server's own reason, without the token, should it have quoted that."""
    said = without_unshown(headers.get("x-error-message", "")).strip()
    said = _TOKEN.sub("…", said)
    return said[:120].rstrip(".") or "it gave no reason"


def _in_words(seconds: float) -> str:
    whole = max(1, round(seconds))
    if whole < 120:
        return f"{whole} seconds" if whole > 1 else "1 second"
    return f"{round(whole / 60)} minutes"
