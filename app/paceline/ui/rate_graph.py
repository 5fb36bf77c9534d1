"""The small live graph in the strip: how fast the reply came so far."""

from collections import deque
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from paceline.ui.colours import Colours
from paceline.ui.numbers import decimal

MOST_POINTS: Final = 600
"""A minute at ten points a second."""
WIDEST: Final = 420
"""Pixels; a hint of the course needs no more."""
HEADROOM: Final = 1.12
"""The scale goes this far beyond the highest point."""
FILLING: Final = 36
"""How opaque the area below the curve is, of 255."""


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

    def sizeHint(self) -> QSize:
        """Small: a hint of the course, not a report."""
        return QSize(220, 52)

    def minimumSizeHint(self) -> QSize:
        """Enough to see a curve."""
        return QSize(110, 44)

    def clear(self) -> None:
        """Begin a new reply."""
        self._points.clear()
        self._plain = None
        self.setAccessibleDescription("")
        self.update()

    def add(self, seconds: float, rate: float, plain: float | None) -> None:
        """Add a point, and what is known of the plain rate."""
        self._points.append((seconds, rate))
        self._plain = plain
        told = self.tr("{rate} tokens per second after {seconds} seconds")
        self.setAccessibleDescription(told.format(rate=decimal(rate, 1), seconds=f"{seconds:.0f}"))
        self.update()

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._colours = colours
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the curve over its filling, and the plain rate as a dashed line."""
        if not self._points:
            return
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        top = HEADROOM * max(*(rate for _, rate in self._points), self._plain or 0.0, 1.0)
        curve = self._curve(area, top)
        accent = QColor(self._colours.accent)
        filling = QColor(accent)
        filling.setAlpha(FILLING)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(filling)
        feet = [QPointF(end.x(), area.bottom()) for end in (curve[-1], curve[0])]
        painter.drawPolygon(QPolygonF([*curve, *feet]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)  # the filling's edge is covered
        if self._plain is not None:
            y = area.bottom() - area.height() * self._plain / top
            painter.setPen(QPen(QColor(self._colours.muted), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
        painter.setPen(QPen(accent, 2))
        painter.drawPolyline(QPolygonF(curve))
        painter.end()

    def _curve(self, area: QRectF, top: float) -> list[QPointF]:
        """The points, from edge to edge once there is more than a second of them."""
        first, last = self._points[0][0], self._points[-1][0]
        across = area.width() / max(last - first, 1.0)
        up = area.height() / top
        return [
            QPointF(area.left() + across * (seconds - first), area.bottom() - up * rate)
            for seconds, rate in self._points
        ]
