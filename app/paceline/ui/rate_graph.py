"""The place of the live graph; builds the curve after the window is on the screen."""

from collections import deque
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QSize, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from paceline.ui.colours import Colours

if TYPE_CHECKING:
    from paceline.ui.rate_plot import RatePlot

MOST_POINTS: Final = 600
"""A minute at ten points a second."""
WIDEST: Final = 420
"""Pixels; a hint of the course needs no more."""
BUILD_DELAY_MS: Final = 300
"""Importing the plot library takes about this long, so the window is painted first."""


class RateGraph(QWidget):
    """Tokens per second of the reply that runs, or of the last one."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Graph of tokens per second"))
        self.setToolTip(
            self.tr(
                "Tokens per second over this reply. The dashed line is what plain decoding would "
                "give, once this reply has measured it."
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumWidth(WIDEST)
        self._colours = colours
        self._points: deque[tuple[float, float]] = deque(maxlen=MOST_POINTS)
        self._plain: float | None = None
        self._plot: RatePlot | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._timer = QTimer(self, singleShot=True, interval=BUILD_DELAY_MS)
        self._timer.timeout.connect(self._build)

    def sizeHint(self) -> QSize:
        """Small: a hint of the course, not a report."""
        return QSize(220, 52)

    def minimumSizeHint(self) -> QSize:
        """Enough to see a curve."""
        return QSize(110, 44)

    def showEvent(self, event: QShowEvent) -> None:
        """Build the curve a moment after the window is shown."""
        super().showEvent(event)
        if self._plot is None:
            self._timer.start()

    def clear(self) -> None:
        """Begin a new reply."""
        self._points.clear()
        self._plain = None
        self._draw()

    def add(self, seconds: float, rate: float, plain: float | None) -> None:
        """Add a point, and what is known of the plain rate."""
        self._points.append((seconds, rate))
        self._plain = plain
        told = self.tr("{rate} tokens per second after {seconds} seconds")
        self.setAccessibleDescription(
            told.format(rate=QLocale().toString(rate, "f", 1), seconds=f"{seconds:.0f}")
        )
        self._draw()

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._colours = colours
        if self._plot is not None:
            self._plot.set_colours(colours)

    def _draw(self) -> None:
        if self._plot is not None:
            seconds = [second for second, _ in self._points]
            self._plot.draw(seconds, [rate for _, rate in self._points], self._plain)

    def _build(self) -> None:
        from paceline.ui.rate_plot import RatePlot  # noqa: PLC0415 - keeps the start fast

        self._plot = RatePlot(self._colours)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._plot)
        self._draw()
