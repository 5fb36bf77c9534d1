"""Who the person is to the Hub: the token is entered, tried, kept, forgotten through here.

What a dialogue and a command share. Calls block: they ask the Hub, and a keyring that may ask the
person.
"""

from dataclasses import dataclass
from typing import Final

from paceline.errors import ErrorCode
from paceline.library.hub.access import HubAccess
from paceline.library.hub.failures import HubError
from paceline.library.hub.tokens import Secret, TokenPlace

_NOT_ITS_FAULT: Final = frozenset(
    {ErrorCode.HUB_OFFLINE, ErrorCode.HUB_UNREACHABLE, ErrorCode.HUB_BUSY}
)
"""Failures that say nothing about a token."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the token is kept, and whose it is as far as the Hub could be asked."""

    place: TokenPlace
    account: str | None = None
    doubt: HubError | None = None
    """Why the Hub did not say whose token it is."""


class Identity:
    """The token for the endpoint in use."""

    def __init__(self, access: HubAccess) -> None:
        self._access = access

    @property
    def endpoint(self) -> str:
        """Whom the token is for; raises HUB_ENDPOINT_UNSAFE."""
        return self._access.endpoint

    @property
    def tokens_page(self) -> str:
        """The address of the page where tokens are made; raises HUB_ENDPOINT_UNSAFE."""
        return f"{self.endpoint}/settings/tokens"

    def place(self) -> TokenPlace:
        """Return where the token is kept, without asking the Hub."""
        return self._access.tokens.place(self.endpoint)

    def check(self) -> Standing:
        """Ask the Hub whose the kept token is; a refused one is a doubt, too."""
        place = self.place()
        if place is TokenPlace.NOWHERE:
            return Standing(place)
        try:
            return Standing(place, self._access.hub().whoami().name)
        except HubError as error:
            return Standing(place, None, error)

    def keep(self, token: Secret) -> Standing:
        """Keep a token unless the Hub refuses it; where it cannot be asked, keep it unchecked.

        Raises HUB_TOKEN_REFUSED, HUB_ENDPOINT_UNSAFE or what else speaks against it.
        """
        account, doubt = None, None
        try:
            account = self._access.hub().whoami(token).name
        except HubError as error:
            if error.code not in _NOT_ITS_FAULT:
                raise
            doubt = error
        return Standing(self._access.tokens.keep(self.endpoint, token), account, doubt)

    def forget(self) -> Standing:
        """Forget the token; raises TOKEN_NOT_FORGOTTEN where the keyring keeps it."""
        return Standing(self._access.tokens.forget(self.endpoint))
