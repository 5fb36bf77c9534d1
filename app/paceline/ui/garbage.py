"""Collects Python's garbage on the window's thread alone, in small steps between events.

Left to itself Python collects on whichever thread allocates next, and a cycle with a widget in it,
freed away from Qt's thread, ends the process. Here the
collector rests, and a timer does its work where widgets may be destroyed.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS: Final = 500
"""Long enough to be nothing in the processor's time, short enough for the memory of a stream."""


class GarbageCollection(QObject):
    """Takes the place of Python's own collecting until `stop`.

    What exists when it starts counts as kept for good, so that no collection visits it again.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.collect()
        gc.freeze()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def stop(self) -> None:
        """Leave collecting to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _on_timeout(self) -> None:
        """Collect the oldest generation that is due by Python's own thresholds."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                gc.collect(generation)
                return
