"""An on-off switch: a check box in all but its looks, so that every tool knows what it is."""

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox

_DISABLED: Final = 0.45
"""How much of it is seen while it cannot be switched."""


class Switch(QCheckBox):
    """The knob's place and the word beside it say the state, not the colour alone."""

    def sizeHint(self) -> QSize:
        """Track, gap, and the longer of the two words."""
        return QSize(self._track().right() + 10 + self._text_width(), self._height())

    def minimumSizeHint(self) -> QSize:
        """It does not shrink."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """All of it can be clicked."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, knob, word and focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        track = QRectF(self._track())
        track.moveTop((self.height() - track.height()) / 2)
        if not self.isEnabled():
            painter.setOpacity(_DISABLED)
        on = self.isChecked()
        fill = palette.color(QPalette.ColorRole.Accent if on else QPalette.ColorRole.Mid)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        radius = track.height() / 2
        painter.drawRoundedRect(track, radius, radius)
        knob_role = QPalette.ColorRole.HighlightedText if on else QPalette.ColorRole.Text
        painter.setBrush(palette.color(knob_role))
        centre = track.right() - radius if on else track.left() + radius
        painter.drawEllipse(QPointF(centre, track.center().y()), radius - 3.5, radius - 3.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2))
            painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), radius + 2, radius + 2)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        painter.drawText(
            self.rect().adjusted(int(track.right()) + 8, 0, 0, 0),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic),
            self.text(),
        )
        painter.end()

    def _height(self) -> int:
        return self._track().height() + 4

    def _track(self) -> QRect:
        height = max(20, round(self.fontMetrics().height() * 1.25))
        return QRect(3, 0, round(height * 1.8), height)

    def _text_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.text().replace("&", "")) + 2
