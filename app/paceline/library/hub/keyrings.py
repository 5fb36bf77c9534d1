"""The keyring of the system: Windows' Credential Manager, the Keychain, Secret Service, KWallet."""

from typing import Final, Self

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from paceline.library.hub.tokens import SERVICE

_LEAST_PRIORITY: Final = 1
"""What a keyring recommends itself with; those that write plain text are below it."""


class SystemRing:
    """Puts failures of whatever kind of keyring into one: `OSError`."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    @classmethod
    def found(cls) -> Self | None:
        """Return what this system has; None on a server without a desktop, for one."""
        try:
            backend = keyring.get_keyring()
            return cls(backend) if float(backend.priority) >= _LEAST_PRIORITY else None
        except (KeyringError, RuntimeError, OSError):
            return None

    def read(self, endpoint: str) -> str | None:
        """Return the token that is kept for the endpoint."""
        try:
            return self._backend.get_password(SERVICE, endpoint)
        except KeyringError:
            raise _refused() from None

    def write(self, endpoint: str, token: str) -> None:
        """Keep the token."""
        try:
            self._backend.set_password(SERVICE, endpoint, token)
        except KeyringError:
            raise _refused() from None

    def delete(self, endpoint: str) -> None:
        """Forget the token."""
        try:
            if self._backend.get_password(SERVICE, endpoint) is not None:
                self._backend.delete_password(SERVICE, endpoint)
        except KeyringError:
            raise _refused() from None


def _refused() -> OSError:
    return OSError("the keyring refused")
