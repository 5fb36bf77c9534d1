"""Newer versions as a feature of the window: asks where that is allowed, and tells quietly.

Whatever fails while nobody asked is kept to the log; what the person asked for has an answer.
"""

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer

from paceline.installation import flavour
from paceline.library.hub.endpoints import why_offline
from paceline.library.updates.updates import Standing, Updates
from paceline.settings import Settings
from paceline.ui.failure import Failure
from paceline.ui.library.background import Background
from paceline.ui.updates.sheet import UpdateSheet
from paceline.ui.workbench import Workbench

START_DELAY_MS: Final = 20_000
"""The person came for something else; whoever closes the window before is not counted either."""
LOOK_MS: Final = 3_600_000
"""How often a window that stays open looks whether a day has passed."""

_log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


class UpdateNews(QObject):
    """Asks beside the window; `updates` remembers."""

    def __init__(self, workbench: Workbench, updates: Updates, clock: Clock = now) -> None:
        super().__init__(workbench.window)
        self._workbench = workbench
        self._updates = updates
        self._clock = clock
        self._background = Background(self, threads=1)
        self._sheet: UpdateSheet | None = None
        self._allowed = workbench.keeper.settings.check_for_updates
        workbench.actions.check_updates.triggered.connect(self.check)
        workbench.keeper.changed.connect(self._on_settings_changed)
        workbench.appearance.colours_changed.connect(self._on_colours_changed)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(START_DELAY_MS, self, self.begin)

    def check(self) -> None:
        """Ask now, because the person wants to know, and show what comes of it."""
        sheet = self._open()
        sheet.show_asking()
        self._background.start(
            lambda _call: self._updates.ask(self._clock(), offline=self._offline()),
            self._render,
            self._render_failure,
        )

    def begin(self) -> None:
        """Count this start; look for news, or ask once whether to do so."""
        self._background.start(
            lambda _call: self._updates.note_start(self._clock()), self._on_start_noted, _keep_quiet
        )

    def look(self) -> None:
        """Ask if that is allowed and due, and tell of news."""
        if not self._allowed:
            return
        if not self._updates.is_due(self._clock()) or self._offline():
            self._tell_news()
            return
        self._background.start(
            lambda _call: self._updates.ask(self._clock()),
            lambda _standing: self._tell_news(),
            _keep_quiet,
        )

    def close(self) -> None:
        """Wait for nobody."""
        self._timer.stop()
        self._background.close()

    def _offline(self) -> bool:
        setting = self._workbench.keeper.settings.library.offline
        return why_offline(os.environ, setting=setting) is not None

    def _on_start_noted(self, asks_consent: bool) -> None:  # noqa: FBT001 - a result
        if self._allowed:
            self.look()
        elif asks_consent:
            self._note(self._updates.note_consent_asked)
            self._workbench.notices.tell(
                self.tr(
                    "Shall Paceline look once a day whether there is a new version? The question "
                    "says nothing about you, and nothing is installed. The settings have this "
                    "under Privacy."
                ),
                self.tr("&Yes, look"),
                self._on_consent_given,
            )

    def _on_consent_given(self) -> None:
        keeper = self._workbench.keeper
        keeper.keep(msgspec.structs.replace(keeper.settings, check_for_updates=True))

    def _on_settings_changed(self, settings: Settings) -> None:
        before, self._allowed = self._allowed, settings.check_for_updates
        if self._allowed and not before:
            self.look()

    def _on_colours_changed(self) -> None:
        if self._sheet is not None:
            self._sheet.set_colours(self._workbench.appearance.colours)

    def _tell_news(self) -> None:
        found = self._updates.news(self._clock())
        if found is None:
            return
        self._note(lambda: self._updates.note_told(self._clock()))
        self._workbench.notices.tell(
            self.tr("Paceline {version} is there.").format(version=found.version),
            self.tr("&What has changed"),
            self._show_known,
        )

    def _show_known(self) -> None:
        sheet = self._open()
        sheet.show_standing(self._updates.standing())

    def _open(self) -> UpdateSheet:
        if self._sheet is None:
            bench = self._workbench
            self._sheet = sheet = UpdateSheet(flavour(), bench.appearance.colours, bench.window)
            sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            sheet.again_pressed.connect(self.check)
            sheet.skip_pressed.connect(self._on_skip_pressed)
            sheet.later_pressed.connect(self._on_later_pressed)
            sheet.finished.connect(self._on_finished)
        self._sheet.show()
        self._sheet.raise_()
        self._sheet.activateWindow()
        return self._sheet

    def _on_finished(self) -> None:
        self._sheet = None

    def _on_skip_pressed(self, version: str) -> None:
        self._note(lambda: self._updates.skip(version))

    def _on_later_pressed(self) -> None:
        self._note(lambda: self._updates.put_off(self._clock()))

    def _note(self, remember: Callable[[], None]) -> None:
        """Write beside the window; a disk that refuses costs no more than another mention."""
        self._background.start(lambda _call: remember(), lambda _done: None, _keep_quiet)

    def _render(self, standing: Standing) -> None:
        if self._sheet is not None:
            self._sheet.show_standing(standing)

    def _render_failure(self, failure: Failure) -> None:
        if self._sheet is not None:
            self._sheet.show_failure(failure)


def _keep_quiet(failure: Failure) -> None:
    _log.info("new versions: %s", failure.code)
