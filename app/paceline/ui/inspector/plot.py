"""A small curve over time, painted at a cost that depends on its points alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from paceline.ui.colours import Colours
from paceline.ui.inspector.pace import Mark
from paceline.ui.numbers import decimal, shortest

_HEIGHT: Final = 96
_GUTTER: Final = 34
_MARK: Final = 5
_REACH: Final = 9
"""Pixels around a mark in which the mouse finds it."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Points from left to right; None is a gap. `reference` is a level to compare with."""

    points: Sequence[tuple[float, float | None]]
    seconds: float
    marks: Sequence[Mark] = ()
    reference: float | None = None


class Plot(QWidget):
    """One quantity over the seconds of a reply; diamonds above it are the governor's decisions."""

    def __init__(
        self,
        title: str,
        unit: str,
        colours: Colours,
        *,
        most: float | None = None,
        places: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = title
        self._unit = unit
        self._most = most
        self._places = places
        self._colours = colours
        self._curve = Curve((), 0.0)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As low as three of them fit below each other."""
        return QSize(280, _HEIGHT + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Enough to see a course."""
        return QSize(160, self.sizeHint().height())

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._colours = colours
        self.update()

    def draw(self, curve: Curve) -> None:
        """Show this curve."""
        self._curve = curve
        self.setAccessibleDescription(self._described())
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell the governor's reason at a mark."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._mark_near(event.pos().x())
            if found is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), found.decision.sentence, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title and value, grid, reference, curve, marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        top = self._top()
        self._paint_title(painter, area)
        self._paint_grid(painter, area, top)
        self._paint_curve(painter, area, top)
        self._paint_marks(painter, area)
        painter.end()

    # Inside -------------------------------------------------------------------------------

    def _area(self) -> QRectF:
        line = self.fontMetrics().height()
        left = _GUTTER
        above = line + 2 * _MARK + 4
        return QRectF(left, above, self.width() - left - 4, self.height() - above - line - 2)

    def _top(self) -> float:
        if self._most is not None:
            return self._most
        highest = max((y for _, y in self._curve.points if y is not None), default=1.0)
        return _round_up(max(highest, self._curve.reference or 0.0))

    def _last(self) -> float | None:
        return next((y for _, y in reversed(self._curve.points) if y is not None), None)

    def _described(self) -> str:
        last = self._last()
        if last is None:
            return self.tr("Nothing measured yet.")
        said = self.tr("{value} {unit} after {seconds} seconds.").format(
            value=decimal(last, self._places),
            unit=self._unit,
            seconds=f"{self._curve.seconds:.0f}",
        )
        if self._curve.marks:
            said += " " + self._curve.marks[-1].decision.sentence
        return said

    def _paint_title(self, painter: QPainter, area: QRectF) -> None:
        line = QRectF(0, 0, self.width() - 4, self.fontMetrics().height())
        painter.setPen(QColor(self._colours.muted))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, self._title)
        last = self._last()
        painter.setPen(QColor(self._colours.text))
        value = self.tr("not measured yet")
        if last is not None:
            value = f"{decimal(last, self._places)} {self._unit}"
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, value)
        if self._curve.seconds:
            painter.setPen(QColor(self._colours.muted))
            feet = QRectF(area.left(), area.bottom() + 1, area.width(), line.height())
            end = self.tr("{seconds} s").format(seconds=f"{self._curve.seconds:.0f}")
            painter.drawText(feet, Qt.AlignmentFlag.AlignRight, end)
            painter.drawText(feet, Qt.AlignmentFlag.AlignLeft, self.tr("0 s"))

    def _paint_grid(self, painter: QPainter, area: QRectF, top: float) -> None:
        for share in (0.0, 0.5, 1.0):
            y = area.bottom() - share * area.height()
            painter.setPen(QPen(QColor(self._colours.border), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(self._colours.muted))
            label = QRectF(0, y - 9, _GUTTER - 5, 18)
            painter.drawText(
                label,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                shortest(share * top),
            )
        if self._curve.reference is not None and top:
            y = area.bottom() - min(self._curve.reference / top, 1.0) * area.height()
            painter.setPen(QPen(QColor(self._colours.muted), 1.4, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _paint_curve(self, painter: QPainter, area: QRectF, top: float) -> None:
        stretch = QPolygonF()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._colours.accent), 1.6))
        for seconds, value in self._curve.points:
            if value is None:
                painter.drawPolyline(stretch)
                stretch = QPolygonF()
                continue
            x = self._across(seconds, area)
            stretch.append(QPointF(x, area.bottom() - min(value / top, 1.0) * area.height()))
        painter.drawPolyline(stretch)

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.warning))
        painted = -1e9
        for mark in self._curve.marks:
            x = self._across(mark.seconds, area)
            if x - painted < 3:
                continue
            painted = x
            y = area.top() - _MARK - 1
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(x, y - _MARK),
                        QPointF(x + _MARK, y),
                        QPointF(x, y + _MARK),
                        QPointF(x - _MARK, y),
                    ]
                )
            )

    def _across(self, seconds: float, area: QRectF) -> float:
        return area.left() + area.width() * seconds / max(self._curve.seconds, 1e-9)

    def _mark_near(self, x: int) -> Mark | None:
        area = self._area()
        near = [m for m in self._curve.marks if abs(self._across(m.seconds, area) - x) <= _REACH]
        return min(near, key=lambda m: abs(self._across(m.seconds, area) - x), default=None)


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 4, 6, 8, 10, 20, 40, ..., so that the scale seldom changes."""
    step = 1.0
    while 10 * step < value:
        step *= 10
    return next(step * each for each in (1, 2, 4, 6, 8, 10) if step * each >= value)
