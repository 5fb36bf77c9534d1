"""Who may ask: looked at before anything of a request is read.

- A page in a browser may not, unless its origin is allowed: pages of strangers can send requests to
  this computer, and browsers always say where from.
- On loopback, a name that only pretends to be this computer's (DNS rebinding) is refused.
- Where a key is set, it must be sent; only the health is told without one.
"""

import hashlib
import hmac
import ipaddress
from collections.abc import Collection
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from paceline.server.refusals import Refusal
from paceline.server.replying import send_refusal

OPEN_TO_ALL: Final = frozenset({"/health"})
"""What needs no key: whoever keeps the server alive asks it."""


class Gate:
    """An ASGI application before another one."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        key: str | None,
        loopback: bool,
        allowed_origins: Collection[str] = (),
    ) -> None:
        self._app = app
        self._key = None if key is None else _digest(key)
        self._loopback = loopback
        self._origins = frozenset(allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it."""
        if scope["type"] != "http":
            return
        try:
            self._check(scope["path"], scope["method"], Headers(scope=scope))
        except Refusal as refusal:
            await send_refusal(refusal, send)
        else:
            await self._app(scope, receive, send)

    def _check(self, path: str, method: str, headers: Headers) -> None:
        host = headers.get("host", "")
        if self._loopback and not is_this_computer(host):
            raise Refusal(403, "host_not_allowed", "Address this server as localhost or 127.0.0.1.")
        origin = headers.get("origin")
        if origin is not None and not self._origins & {origin.lower(), "*"}:
            raise Refusal(
                403,
                "origin_not_allowed",
                "Pages from there may not ask: start the server with --allow-origin.",
            )
        if self._key is None or path in OPEN_TO_ALL or method == "OPTIONS":
            return
        scheme, _, sent = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not sent.strip():
            raise _wrong_key("This server wants a key: send it as Authorization: Bearer KEY.")
        if not hmac.compare_digest(_digest(sent.strip()), self._key):
            raise _wrong_key("The key is not the one of this server.")


def is_this_computer(host: str) -> bool:
    """Whether a Host header names this computer by an address that never means another one."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    name = name.removeprefix("[").removesuffix("]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _wrong_key(message: str) -> Refusal:
    return Refusal(401, "invalid_api_key", message, headers={"WWW-Authenticate": "Bearer"})


def _digest(key: str) -> bytes:
    """Return bytes of one length, so that comparing tells nothing of the key's own."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
