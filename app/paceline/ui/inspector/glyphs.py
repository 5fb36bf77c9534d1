"""The small drawn icons of the inspector, in the colours of the theme."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from paceline.ui.colours import Colours

SIZE: Final = 16
_SHARPNESS: Final = 2
"""Drawn at twice the size, for screens with fine pixels."""


def close_icon(colours: Colours) -> QIcon:
    """A cross."""

    def draw(painter: QPainter) -> None:
        painter.drawLine(QPointF(4, 4), QPointF(12, 12))
        painter.drawLine(QPointF(12, 4), QPointF(4, 12))

    return _icon(colours, draw)


def detach_icon(colours: Colours) -> QIcon:
    """A window before another."""

    def draw(painter: QPainter) -> None:
        painter.drawRect(QRectF(2.5, 5.5, 8, 8))
        painter.drawPolyline([QPointF(5.5, 5), QPointF(5.5, 2.5), QPointF(13.5, 2.5)])
        painter.drawPolyline([QPointF(13.5, 2.5), QPointF(13.5, 10.5), QPointF(11, 10.5)])

    return _icon(colours, draw)


def play_icon(colours: Colours) -> QIcon:
    """A triangle that points on."""

    def draw(painter: QPainter) -> None:
        painter.setBrush(QColor(colours.text))
        painter.drawPolygon(QPolygonF([QPointF(5, 3), QPointF(13, 8), QPointF(5, 13)]))

    return _icon(colours, draw)


def pause_icon(colours: Colours) -> QIcon:
    """Two bars."""

    def draw(painter: QPainter) -> None:
        painter.setBrush(QColor(colours.text))
        painter.drawRect(QRectF(4, 3.5, 2.5, 9))
        painter.drawRect(QRectF(9.5, 3.5, 2.5, 9))

    return _icon(colours, draw)


def back_icon(colours: Colours) -> QIcon:
    """An angle that points back."""

    def draw(painter: QPainter) -> None:
        painter.drawPolyline([QPointF(10, 3), QPointF(5, 8), QPointF(10, 13)])

    return _icon(colours, draw)


def on_icon(colours: Colours) -> QIcon:
    """An angle that points on."""

    def draw(painter: QPainter) -> None:
        painter.drawPolyline([QPointF(6, 3), QPointF(11, 8), QPointF(6, 13)])

    return _icon(colours, draw)


def _icon(colours: Colours, draw: Callable[[QPainter], None]) -> QIcon:
    pixmap = QPixmap(SIZE * _SHARPNESS, SIZE * _SHARPNESS)
    pixmap.setDevicePixelRatio(_SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours.text), 1.6))
    draw(painter)
    painter.end()
    return QIcon(pixmap)
