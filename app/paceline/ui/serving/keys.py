"""The key that others in the network must send: made here, kept in the system's keyring."""

import secrets
from collections.abc import Callable
from typing import Final

from paceline.library.hub.tokens import Ring, Secret, TokenPlace, TokenStore

ENTRY: Final = "local server"
"""What the keyring calls it, beside the name of the program."""
RANDOM_BYTES: Final = 24


class ServerKeys:
    """One key; its calls may block while the system asks the person."""

    def __init__(self, ring: Callable[[], Ring | None] | None = None) -> None:
        self._store = TokenStore(ring=ring)

    def kept(self) -> Secret | None:
        """Return the key, None where there is none."""
        return self._store.token(ENTRY)

    def place(self) -> TokenPlace:
        """Return where it is kept."""
        return self._store.place(ENTRY)

    def make(self) -> Secret:
        """Make a new key, which takes the place of the old one."""
        key = Secret(f"pl-{secrets.token_urlsafe(RANDOM_BYTES)}")
        self._store.keep(ENTRY, key)
        return key
