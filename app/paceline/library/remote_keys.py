"""Keeps the API keys of servers: in the system's keyring, else in memory until the program ends.

Never in a file of ours, in settings, or in a command line. Each key belongs to one origin, scheme,
host and port, and is shown to no other.
"""

import os
import re
import threading
from collections.abc import Callable, Mapping
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.library.hub.endpoints import origin_of
from paceline.library.hub.tokens import Ring, system_ring
from paceline.loading import RemoteServer

KEY_VARIABLE: Final = "PACELINE_SERVER_KEY"
"""Where a terminal, which can be watched by `ps`, takes the key from."""

_KEY: Final = re.compile(r"[!-~]{1,2000}")
"""What fits into a header."""


def key_of(text: str) -> str:
    """Check what a person entered; raises REMOTE_KEY_INVALID, which does not quote it."""
    key = text.strip()
    if not key:
        raise AppError(ErrorCode.REMOTE_KEY_INVALID, "nothing was entered")
    if _KEY.fullmatch(key) is None:
        raise AppError(ErrorCode.REMOTE_KEY_INVALID, "it is too long or has other signs than a key")
    return key


def share_key(one: RemoteServer, other: RemoteServer) -> bool:
    """Whether both have the same key: it belongs to the origin, whatever the path."""
    return one.keyed and other.keyed and _entry(one.url) == _entry(other.url)


class RemoteKeys:
    """Keys by the origin that each was given for. Safe to use from several threads.

    The keyring may block while the system asks the person, so it is read once for each origin, and
    only for servers that are known to have a key there.
    """

    def __init__(self, ring: Callable[[], Ring | None] | None = None) -> None:
        self._find_ring = system_ring if ring is None else ring
        self._known: dict[str, str] = {}
        self._lock = threading.Lock()

    def key(self, server: RemoteServer) -> str | None:
        """Return the key of a server, None where it has none or it cannot be had."""
        entry = _entry(server.url)
        with self._lock:
            if entry not in self._known and server.keyed and (ring := self._find_ring()):
                try:
                    text = ring.read(entry)
                except OSError:
                    text = None
                if text is not None and _KEY.fullmatch(text):
                    self._known[entry] = text
            return self._known.get(entry)

    def keep(self, url: str, key: str) -> bool:
        """Keep a key; says whether it outlives the program, in the keyring."""
        entry = _entry(url)
        with self._lock:
            self._known[entry] = key
            ring = self._find_ring()
            if ring is None:
                return False
            try:
                ring.write(entry, key)
            except OSError:
                return False
            return True

    def forget(self, url: str) -> None:
        """Forget the key of an origin; raises TOKEN_NOT_FORGOTTEN where the keyring keeps it."""
        entry = _entry(url)
        with self._lock:
            self._known.pop(entry, None)
            ring = self._find_ring()
            if ring is None:
                return
            try:
                ring.delete(entry)
            except OSError:
                raise AppError(ErrorCode.TOKEN_NOT_FORGOTTEN, f"“{entry}”") from None


def key_of_environment(environment: Mapping[str, str] | None = None) -> str | None:
    """Return the key that the environment holds; raises REMOTE_KEY_INVALID where it is none."""
    text = (os.environ if environment is None else environment).get(KEY_VARIABLE)
    return key_of(text) if text else None


def _entry(url: str) -> str:
    """What the key is called in the keyring; apart from the Hub's token for the same address."""
    origin = origin_of(url)
    return f"server {origin.shown if origin else url}"
