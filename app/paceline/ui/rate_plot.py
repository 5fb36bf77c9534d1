"""The curve of tokens per second. Imports pyqtgraph, so `rate_graph` imports it late."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from paceline.ui.colours import Colours


class RatePlot(QWidget):
    """Tokens per second over seconds, and what plain decoding would give as a dashed line."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = pg.PlotWidget()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.getPlotItem().hideAxis("bottom")
        self._plot.getPlotItem().hideAxis("left")
        self._curve = self._plot.plot()
        self._plain = pg.InfiniteLine(angle=0)
        self._plain.hide()
        self._plot.addItem(self._plain)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        self.set_colours(colours)

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._plot.setBackground(None)
        self._curve.setPen(pg.mkPen(colours.accent, width=2))
        fill = pg.mkColor(colours.accent)
        fill.setAlpha(36)
        self._curve.setFillLevel(0)
        self._curve.setFillBrush(fill)
        self._plain.setPen(pg.mkPen(colours.muted, width=1, style=Qt.PenStyle.DashLine))

    def draw(self, seconds: list[float], rates: list[float], plain: float | None) -> None:
        """Show these points."""
        self._curve.setData(seconds, rates)
        self._plain.setVisible(plain is not None)
        if plain is not None:
            self._plain.setValue(plain)
        top = max([*rates, plain or 0.0, 1.0])
        self._plot.setYRange(0, top * 1.12, padding=0)
        first = seconds[0] if seconds else 0.0
        last = seconds[-1] if seconds else 1.0
        self._plot.setXRange(first, max(last, first + 1), padding=0)
