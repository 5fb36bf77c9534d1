"""One question to the server that tells of releases: bounded in time and size, and anonymous.

The request is a plain GET with the name of the program and without its version, cookies or anything
else about the person; what is newer is decided here.
"""

import logging
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import httpx2 as httpx

from paceline.errors import AppError, ErrorCode
from paceline.library.hub.endpoints import Origin, origin_of
from paceline.library.updates.releases import Release, read_feed

USER_AGENT: Final = "Paceline"
MOST_BYTES: Final = 1 << 20
"""Ten releases of GitHub's API with all their files take a tenth of it."""
MOST_REDIRECTS: Final = 3
_LONGEST_MARK: Final = 200

for _name in ("httpx2", "httpcore2"):  # they log every address
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that things may take; nobody waits for this answer."""

    connect: float = 10.0
    silence: float = 10.0
    """Between two pieces of the answer."""
    answer: float = 20.0
    """For all of it; a server that drips is given up."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the server said; `mark` (ETag) lets the next question ask for what changed since."""

    releases: tuple[Release, ...]
    mark: str


class Unchanged:
    """The server has nothing else to say than the last time."""


def safe_origin(address: str) -> Origin:
    """Return who is asked; raises UPDATES_ADDRESS_UNSAFE for anything but https or this computer.

    Raises UPDATES_NOT_TOLD where there is no address at all.
    """
    if not address:
        raise AppError(ErrorCode.UPDATES_NOT_TOLD)
    origin = origin_of(address)
    if origin is None or (origin.scheme == "http" and not origin.is_loopback):
        raise AppError(ErrorCode.UPDATES_ADDRESS_UNSAFE, f"“{origin.shown}”" if origin else "“…”")
    return origin


def ask(address: str, mark: str = "", patience: Patience | None = None) -> Told | Unchanged:
    """Ask which releases there are; blocks. `mark` is that of the answer that is known already.

    Raises UPDATES_NOT_TOLD, UPDATES_ADDRESS_UNSAFE, UPDATES_UNREACHABLE or UPDATES_ANSWER_INVALID.
    """
    origin = safe_origin(address)
    limits = patience or Patience()
    try:
        # A proxy would see in the clear what is asked of this computer without https.
        with httpx.Client(
            follow_redirects=False,
            timeout=httpx.Timeout(limits.silence, connect=limits.connect),
            trust_env=not origin.is_loopback,
        ) as client:
            return _ask(client, address, origin, mark, limits)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ImportError) as error:
        raise AppError(ErrorCode.UPDATES_UNREACHABLE, _why(error)) from None
    except ValueError:  # of a proxy that is set wrongly; its message may quote a password
        raise AppError(ErrorCode.UPDATES_UNREACHABLE, "the proxy cannot be used") from None


def _ask(
    client: httpx.Client, address: str, origin: Origin, mark: str, limits: Patience
) -> Told | Unchanged:
    deadline = time.monotonic() + limits.answer
    for _ in range(MOST_REDIRECTS + 1):
        with client.stream("GET", address, headers=_headers(mark)) as response:
            location = response.headers.get("location")
            if response.is_redirect and location is not None:
                address = str(response.request.url.join(location))
                if origin_of(address) != origin:
                    raise AppError(
                        ErrorCode.UPDATES_ANSWER_INVALID, "it sends us on to somebody else"
                    )
                continue
            if response.status_code == HTTPStatus.NOT_MODIFIED and mark:
                return Unchanged()
            _require_success(response)
            told = read_feed(_body(response, deadline, limits))
            return Told(told, _mark(response))
    raise AppError(ErrorCode.UPDATES_ANSWER_INVALID, "it redirects without end")


def _headers(mark: str) -> dict[str, str]:
    every = {
        "User-Agent": USER_AGENT,
        "Accept": "application/json",
        "Accept-Encoding": "identity",
    }
    return {**every, "If-None-Match": mark} if mark else every


def _require_success(response: httpx.Response) -> None:
    status = response.status_code
    if status == HTTPStatus.OK:
        return
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.FORBIDDEN):
        raise AppError(ErrorCode.UPDATES_UNREACHABLE, "it is asked too often at present")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise AppError(ErrorCode.UPDATES_UNREACHABLE, f"it is in trouble, status {status}")
    raise AppError(ErrorCode.UPDATES_ANSWER_INVALID, f"status {status}")


def _body(response: httpx.Response, deadline: float, limits: Patience) -> bytes:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise AppError(ErrorCode.UPDATES_ANSWER_INVALID, "it is packed, which was not asked for")
    parts: list[bytes] = []
    size = 0
    for part in response.iter_raw():
        size += len(part)
        if size > MOST_BYTES:
            raise AppError(ErrorCode.UPDATES_ANSWER_INVALID, "it is far too long")
        if time.monotonic() > deadline:
            raise AppError(
                ErrorCode.UPDATES_UNREACHABLE, f"it did not finish within {limits.answer:g} seconds"
            )
        parts.append(part)
    return b"".join(parts)


def _mark(response: httpx.Response) -> str:
    mark: str = response.headers.get("etag", "")
    usable = len(mark) <= _LONGEST_MARK and mark.isascii() and mark.isprintable()
    return mark if usable else ""


def _why(error: Exception) -> str:
    match error:
        case httpx.ConnectTimeout():
            return "no connection came about in time"
        case httpx.TimeoutException():
            return "it fell silent"
        case httpx.ProxyError():
            return "the proxy refused"
        case httpx.ConnectError():
            return "no connection came about"
        case _:
            return "the connection was lost"
