"""A shape for every origin, so that colour is never the only difference."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from paceline.provenance import Origin
from paceline.ui.colours import Colours

SIZE: Final = 14
_SHARPNESS: Final = 2
"""Drawn at twice the size, for screens with fine pixels."""


def origin_icon(origin: Origin, colours: Colours) -> QIcon:
    """A disc (drafted), triangle (corrected), square (bonus), ring (plain), dash (unreported)."""
    pixmap = QPixmap(SIZE * _SHARPNESS, SIZE * _SHARPNESS)
    pixmap.setDevicePixelRatio(_SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_origin(painter, origin, QPointF(SIZE / 2, SIZE / 2), SIZE / 2 - 2.5, colours)
    painter.end()
    return QIcon(pixmap)


def draw_origin(
    painter: QPainter, origin: Origin, centre: QPointF, radius: float, colours: Colours
) -> None:
    """Draw an origin's shape in its colour."""
    tint = colours.tint(origin)
    colour = QColor(tint[1] if tint else colours.muted)
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(QBrush(colour))
    match origin:
        case Origin.DRAFTED:
            painter.drawEllipse(centre, radius, radius)
        case Origin.UNREPORTED:
            painter.drawLine(centre - QPointF(radius, 0), centre + QPointF(radius, 0))
        case Origin.CORRECTED:
            painter.drawPolygon(
                QPolygonF(
                    [
                        centre + QPointF(0, -radius),
                        centre + QPointF(radius, radius),
                        centre + QPointF(-radius, radius),
                    ]
                )
            )
        case Origin.BONUS:
            side = 1.8 * radius
            painter.drawRect(QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side))
        case Origin.PLAIN:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius, radius)
