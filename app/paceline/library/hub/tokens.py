"""Keeps the person's token for the Hub, and gives it to nobody else.

In the system's keyring where there is one, else in memory until the program ends. The file that
other programs of the Hub share is read only if the person said so.
"""

from enum import StrEnum


class TokenPlace(StrEnum):
    """Where the token is kept."""

    NOWHERE = "nowhere"
    KEYRING = "keyring"
    SESSION = "session"
    SHARED_FILE = "shared-file"


class Secret:
    """A token that does not show in repr, logs, tracebacks with locals, or formatted text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the token itself, for the header of one request."""
        return self._text

    def __repr__(self) -> str:
        return "Secret()"


class TokenStore:
    """Tokens by the endpoint that each was given for; never one endpoint's token for another."""

    def token(self, endpoint: str) -> Secret | None:
        """Return the token for this endpoint, None without one."""
        raise NotImplementedError
