"""Looks for drafts that suit a target, a moment after it was chosen."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from paceline.library.doctor.drafts import DraftCandidate
from paceline.ui.failure import Failure
from paceline.ui.library.background import Background, Call

PAUSE_MS: Final = 250
"""A target must stay chosen this long: nobody reads the drafts of rows in passing."""

Drafts = tuple[DraftCandidate, ...]

FindDrafts = Callable[[Call[Drafts]], Drafts]
"""Blocks; tells what is at hand before it returns all."""


class DraftSearch(QObject):
    """One search at a time, the newest."""

    found = Signal(object)
    """Carries the `DraftCandidate`s, best first."""
    failed = Signal(object)
    """Carries the `Failure`."""

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._find: FindDrafts | None = None
        self._call: Call[Drafts] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._start)

    def look(self, find: FindDrafts) -> None:
        """Look with this, if nothing else is wanted for a moment."""
        self.stop()
        self._find = find
        self._pause.start()

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._pause.stop()
        if self._call is not None:
            self._call.cancel()
            self._call = None

    def _start(self) -> None:
        find = self._find
        assert find is not None

        self._call = self._background.start(find, self._on_found, self._on_failed, self.found.emit)

    def _on_found(self, drafts: Drafts) -> None:
        self._call = None
        self.found.emit(drafts)

    def _on_failed(self, failure: Failure) -> None:
        self._call = None
        self.failed.emit(failure)
