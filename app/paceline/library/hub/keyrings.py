"""The keyring of the system: Windows' Credential Manager, the Keychain, Secret Service, KWallet."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Self

import keyring
from keyring.backend import KeyringBackend

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
            with _one_kind_of_failure():
                backend = keyring.get_keyring()
                return cls(backend) if float(backend.priority) >= _LEAST_PRIORITY else None
        except OSError:
            return None

    def read(self, endpoint: str) -> str | None:
        """Return the token that is kept for the endpoint."""
        with _one_kind_of_failure():
            return self._backend.get_password(SERVICE, endpoint)

    def write(self, endpoint: str, token: str) -> None:
        """Keep the token."""
        with _one_kind_of_failure():
            self._backend.set_password(SERVICE, endpoint, token)

    def delete(self, endpoint: str) -> None:
        """Forget the token."""
        with _one_kind_of_failure():
            if self._backend.get_password(SERVICE, endpoint) is not None:
                self._backend.delete_password(SERVICE, endpoint)


@contextmanager
def _one_kind_of_failure() -> Iterator[None]:
    """Each keyring raises errors of its own, of the library that it speaks through besides."""
    try:
        yield
    except Exception:
        raise OSError("the keyring refused") from None
