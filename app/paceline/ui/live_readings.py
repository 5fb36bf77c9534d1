"""Collects rounds at full speed and refreshes the strip about ten times a second."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from paceline.provenance import Decision, Round
from paceline.tally import Tally

REFRESH_MS: Final = 100
"""A person reads no faster; painting per round would take time from the engine."""


class LiveReadings(QObject):
    """The tally of the reply that runs; emits `refreshed` at the pace of a reader."""

    refreshed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tally = Tally()
        self.last_round: Round | None = None
        self.draftless_rounds = 0
        self.decision: Decision | None = None
        self._timer = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refreshed)

    def begin(self) -> None:
        """A new reply."""
        self.tally = Tally()
        self.last_round = None
        self.draftless_rounds = 0
        self.decision = None
        self._timer.stop()

    def add(self, round_: Round) -> None:
        """Count a round."""
        self.tally.add(round_)
        self.last_round = round_
        self.decision = round_.decision or self.decision
        self.draftless_rounds = 0 if round_.drafted else self.draftless_rounds + 1
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Show the final figures now."""
        self._timer.stop()
        self.refreshed.emit()
