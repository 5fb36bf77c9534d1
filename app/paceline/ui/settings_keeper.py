"""Holds the settings while the window is open, and saves them a moment after they change."""

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from paceline.errors import AppError
from paceline.history.records import ConversationId
from paceline.loading import PairChoice, RemoteServer
from paceline.options import Speculation
from paceline.settings import Settings, Theme
from paceline.ui.failure import Failure

SAVE_DELAY_MS: Final = 500
"""Turning a knob through many values writes the file once."""


class SettingsKeeper(QObject):
    """The one place in the window that changes settings."""

    changed = Signal(object)
    """Carries the `Settings`, right after any of them changed."""
    save_failed = Signal(object)
    """Carries a `Failure`."""

    def __init__(
        self, settings: Settings, save: Callable[[Settings], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._saved: Settings | None = settings
        self._save = save
        self._timer = QTimer(self, singleShot=True, interval=SAVE_DELAY_MS)
        self._timer.timeout.connect(self.flush)

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self._settings

    def keep(self, settings: Settings) -> None:
        """Remember all of these."""
        self._keep(settings)

    def keep_theme(self, theme: Theme) -> None:
        """Remember the theme."""
        self._keep(msgspec.structs.replace(self._settings, theme=theme))

    def keep_show_tints(self, *, show_tints: bool) -> None:
        """Remember whether tints are shown."""
        self._keep(msgspec.structs.replace(self._settings, show_tints=show_tints))

    def keep_pair(self, pair: PairChoice) -> None:
        """Remember the pair to open at the next start."""
        self._keep(msgspec.structs.replace(self._settings, pair=pair))

    def keep_servers(self, servers: tuple[RemoteServer, ...]) -> None:
        """Remember these servers, the last one used first."""
        self._keep(msgspec.structs.replace(self._settings, servers=servers))

    def keep_speculation(self, speculation: Speculation) -> None:
        """Remember how to speculate."""
        self._keep(msgspec.structs.replace(self._settings, speculation=speculation))

    def keep_learn_from_chats(self, *, learn_from_chats: bool) -> None:
        """Remember whether to learn."""
        self._keep(msgspec.structs.replace(self._settings, learn_from_chats=learn_from_chats))

    def keep_open_chat(self, open_chat: ConversationId | None) -> None:
        """Remember the chat to show at the next start."""
        self._keep(msgspec.structs.replace(self._settings, open_chat=open_chat))

    def keep_show_chats(self, *, show_chats: bool) -> None:
        """Remember whether the list of chats is shown."""
        self._keep(msgspec.structs.replace(self._settings, show_chats=show_chats))

    def keep_show_inspector(self, *, show_inspector: bool) -> None:
        """Remember whether the inspector is shown."""
        self._keep(msgspec.structs.replace(self._settings, show_inspector=show_inspector))

    def keep_inspector_width(self, inspector_width: int) -> None:
        """Remember the width of the inspector."""
        self._keep(msgspec.structs.replace(self._settings, inspector_width=inspector_width))

    def keep_chats_width(self, chats_width: int) -> None:
        """Remember how wide the list of chats is, in pixels."""
        self._keep(msgspec.structs.replace(self._settings, chats_width=chats_width))

    def save_again(self) -> None:
        """Save although nothing changed, after a failure."""
        self._saved = None
        self.flush()

    def flush(self) -> None:
        """Save what has not been saved yet."""
        self._timer.stop()
        if self._settings is self._saved:
            return
        self._saved = self._settings
        try:
            self._save(self._settings)
        except AppError as error:
            self.save_failed.emit(Failure(error.code, error.detail))

    def _keep(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self._timer.start()
            self.changed.emit(settings)
