"""What stands in a column: a widget that knows its height for a width."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget


class Row(QWidget):
    """One entry of a `Column`; lays its parts out by itself, so that a change shows at once."""

    resized = Signal()
    """Its height may be another one now."""
    place_wanted = Signal(QRect)
    """A stretch of it, in its own coordinates, should come into view."""
    entered = Signal()
    """The mouse has come."""

    @property
    def settled(self) -> bool:
        """Whether its height is final unless somebody changes something."""
        return True

    @property
    def pinned(self) -> bool:
        """Whether it must go on living out of sight, for what it holds exists nowhere else."""
        return False

    def fit(self, width: int) -> int:
        """Lay the parts out for a width; the height that they take."""
        raise NotImplementedError

    def stops(self) -> Sequence[QWidget]:
        """Where the keyboard may go inside, in this order."""
        return ()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that the mouse has come."""
        self.entered.emit()
        super().enterEvent(event)
