"""Keeps the person's token for the Hub, and gives it to nobody else.

In the system's keyring where there is one, else in memory until the program ends: never in a file
of ours, in settings, or in a command line. The token that other programs of the Hub share is used
only if the person said so, and only for the Hub itself.
"""

import os
import re
import threading
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from paceline.errors import ErrorCode
from paceline.library.hub.endpoints import HUGGING_FACE
from paceline.library.hub.failures import HubError

SERVICE: Final = "Paceline"
"""What a person sees in the keyring, beside the endpoint."""

_TOKEN: Final = re.compile(r"[!-~]{8,500}")
"""What fits into a header. The Hub's own begin with hf_; mirrors make others."""
_MOST_FILE_BYTES: Final = 1000


class TokenPlace(StrEnum):
    """Where the token is kept."""

    NOWHERE = "nowhere"
    KEYRING = "keyring"
    SESSION = "session"
    """In memory, until the program ends."""
    SHARED = "shared"
    """In the environment or in the file that the Hub's programs share."""


class Secret:
    """A token that does not show in repr, formatted text, logs or comparisons that fail."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the token itself, for the header of a request or for the keyring."""
        return self._text

    def __repr__(self) -> str:
        return "Secret()"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written down")


class Ring(Protocol):
    """A keyring of the system. Each call may fail with `OSError`, as where the person says no."""

    def read(self, endpoint: str) -> str | None:
        """Return the token that is kept for the endpoint."""
        ...

    def write(self, endpoint: str, token: str) -> None:
        """Keep the token."""
        ...

    def delete(self, endpoint: str) -> None:
        """Forget the token; nothing happens if there is none."""
        ...


def token_of(text: str) -> Secret:
    """Check what a person entered or pasted; raises TOKEN_INVALID, which does not quote it."""
    token = text.strip()
    if not token:
        raise HubError(ErrorCode.TOKEN_INVALID, "nothing was entered")
    if _TOKEN.fullmatch(token) is None:
        raise HubError(
            ErrorCode.TOKEN_INVALID, "it is too short, too long or has other signs than a token"
        )
    return Secret(token)


class TokenStore:
    """Tokens by the endpoint that each was given for; never one endpoint's token for another.

    Safe to use from several threads. Reading the keyring may block while the system asks the
    person, so this happens once for each endpoint, when the token is first wanted.
    """

    def __init__(
        self,
        *,
        ring: Callable[[], Ring | None] | None = None,
        use_shared: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._find_ring = system_ring if ring is None else ring
        self._environment = os.environ if environment is None else environment
        self._use_shared = use_shared
        self._known: dict[str, tuple[Secret | None, TokenPlace]] = {}
        self._lock = threading.RLock()

    def token(self, endpoint: str) -> Secret | None:
        """Return the token for this endpoint, None without one."""
        return self._lookup(endpoint)[0]

    def place(self, endpoint: str) -> TokenPlace:
        """Return where the token for this endpoint is kept."""
        return self._lookup(endpoint)[1]

    def keep(self, endpoint: str, token: Secret) -> TokenPlace:
        """Keep a token for this endpoint, in the keyring if that works; says where."""
        with self._lock:
            ring = self._find_ring()
            place = TokenPlace.SESSION
            if ring is not None:
                try:
                    ring.write(endpoint, token.reveal())
                    place = TokenPlace.KEYRING
                except OSError:
                    place = TokenPlace.SESSION
            self._known[endpoint] = (token, place)
            return place

    def forget(self, endpoint: str) -> TokenPlace:
        """Forget the token for this endpoint; says where one is found after that.

        The shared one is not ours to delete. Raises TOKEN_NOT_FORGOTTEN where the keyring keeps it.
        """
        with self._lock:
            self._known[endpoint] = (None, TokenPlace.NOWHERE)
            ring = self._find_ring()
            if ring is not None:
                try:
                    ring.delete(endpoint)
                except OSError:
                    raise HubError(ErrorCode.TOKEN_NOT_FORGOTTEN, f"“{SERVICE}”") from None
            del self._known[endpoint]
            return self.place(endpoint)

    def use_shared(self, *, allowed: bool) -> None:
        """Use the token of other programs for the Hub, or stop doing so; never blocks."""
        self._use_shared = allowed  # without the lock, under which a keyring may ask the person

    def _lookup(self, endpoint: str) -> tuple[Secret | None, TokenPlace]:
        with self._lock:
            found = self._known.get(endpoint)
            if found is None:
                found = self._known[endpoint] = self._read_ring(endpoint)
            if found[0] is None and self._use_shared and endpoint == HUGGING_FACE:
                shared = shared_token(self._environment)
                return (shared, TokenPlace.SHARED if shared else TokenPlace.NOWHERE)
            return found

    def _read_ring(self, endpoint: str) -> tuple[Secret | None, TokenPlace]:
        ring = self._find_ring()
        if ring is not None:
            try:
                text = ring.read(endpoint)
            except OSError:
                text = None
            if text is not None and _TOKEN.fullmatch(text):
                return Secret(text), TokenPlace.KEYRING
        return None, TokenPlace.NOWHERE


def shared_token(environment: Mapping[str, str]) -> Secret | None:
    """Return the token that the Hub's programs share, as they look for it; None without one."""
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        if _TOKEN.fullmatch(text := environment.get(name, "").strip()):
            return Secret(text)
    try:
        with _shared_file(environment).open("rb") as file:
            text = file.read(_MOST_FILE_BYTES).decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return Secret(text) if _TOKEN.fullmatch(text) else None


def _shared_file(environment: Mapping[str, str]) -> Path:
    if chosen := environment.get("HF_TOKEN_PATH"):
        return Path(chosen).expanduser()
    if home := environment.get("HF_HOME"):
        return Path(home).expanduser() / "token"
    caches = environment.get("XDG_CACHE_HOME")
    return (Path(caches) if caches else Path.home() / ".cache") / "huggingface" / "token"


def system_ring() -> Ring | None:
    """Return the keyring of this system, None where there is none that keeps secrets."""
    from paceline.library.hub.keyrings import SystemRing  # noqa: PLC0415 - takes long to import

    return SystemRing.found()
