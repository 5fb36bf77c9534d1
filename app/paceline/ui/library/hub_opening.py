"""Opens the Hub that the settings name, once for all who ask it, on whatever thread asks first."""

import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from paceline.library.hub.endpoints import endpoint_in_use
from paceline.ui.settings_keeper import SettingsKeeper

if TYPE_CHECKING:
    from paceline.library.hub.hub import Hub
    from paceline.library.hub.tokens import TokenStore

HubMaker = Callable[[], "Hub"]
"""Gives the Hub, on any thread but the window's."""


class HubOpening:
    """Called off the window's thread alone: the client takes long to import."""

    def __init__(self, keeper: SettingsKeeper) -> None:
        self._keeper = keeper
        self._lock = threading.Lock()
        self._hub: Hub | None = None
        self._made_for: tuple[str, bool] | None = None
        self._tokens: TokenStore | None = None

    def __call__(self) -> "Hub":
        """Return the Hub as the settings are now."""
        from paceline.library.hub.hub import Hub  # noqa: PLC0415 - brings the client

        wanted = self.address, self._keeper.settings.library.offline
        with self._lock:
            tokens = self._store()
            if self._hub is None or self._made_for != wanted:
                address, offline = wanted
                self._hub = Hub(address, tokens=tokens, offline=offline)
                self._made_for = wanted
            return self._hub

    @property
    def address(self) -> str:
        """The Hub's address, as settings and environment are now."""
        return endpoint_in_use(self._keeper.settings.library.endpoint, os.environ)

    def tokens(self) -> "TokenStore":
        """Return where the tokens are kept."""
        with self._lock:
            return self._store()

    def _store(self) -> "TokenStore":
        from paceline.library.hub.tokens import TokenStore  # noqa: PLC0415 - may ask a keyring

        shared = self._keeper.settings.library.use_shared_token
        if self._tokens is None:
            self._tokens = TokenStore(use_shared=shared)
        self._tokens.use_shared(allowed=shared)
        return self._tokens
