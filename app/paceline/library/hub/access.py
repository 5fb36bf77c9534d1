"""The one way to the Hub that a window or a command shares, as the person's settings have it."""

import os
import threading
from typing import TYPE_CHECKING

from paceline.library.hub.endpoints import endpoint, endpoint_in_use
from paceline.library.hub.tokens import TokenStore

if TYPE_CHECKING:
    from paceline.library.hub.hub import Hub


class HubAccess:
    """Makes the `Hub` when it is first wanted, and another one after a change of settings.

    Safe to use from several threads. `hub` takes long the first time; the rest never blocks.
    """

    def __init__(self, tokens: TokenStore | None = None) -> None:
        self.tokens = TokenStore() if tokens is None else tokens
        self._address: str | None = None
        self._offline = False
        self._hub: Hub | None = None
        self._former: list[Hub] = []
        self._lock = threading.Lock()

    def configure(self, *, address: str | None, offline: bool, use_shared_token: bool) -> None:
        """Follow the settings; requests that are under way end as they began. Never blocks."""
        self.tokens.use_shared(allowed=use_shared_token)
        with self._lock:
            if (address, offline) == (self._address, self._offline):
                return
            self._address, self._offline = address, offline
            if self._hub is not None:
                self._former.append(self._hub)
                self._hub = None

    @property
    def offline(self) -> bool:
        """Whether the settings keep everything at home."""
        return self._offline

    @property
    def endpoint(self) -> str:
        """The address in use, checked; raises HUB_ENDPOINT_UNSAFE."""
        return endpoint(endpoint_in_use(self._address, os.environ)).url

    def hub(self) -> "Hub":
        """Return the way to the Hub; raises HUB_ENDPOINT_UNSAFE. Not for the window's thread."""
        # Takes long to import, while `configure` should not have to wait.
        from paceline.library.hub.hub import Hub  # noqa: PLC0415

        with self._lock:
            if self._hub is None:
                self._hub = Hub(
                    endpoint_in_use(self._address, os.environ),
                    tokens=self.tokens,
                    offline=self._offline,
                )
            return self._hub

    def close(self) -> None:
        """Give back connections; a later call of `hub` makes new ones."""
        with self._lock:
            hubs = [*self._former, *([self._hub] if self._hub is not None else [])]
            self._former, self._hub = [], None
        for hub in hubs:
            hub.close()
