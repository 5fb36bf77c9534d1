"""The net gain as a number, and the acceptance beside the line from which on it pays."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from paceline.ui.colours import Colours
from paceline.ui.figures import UNKNOWN
from paceline.ui.inspector.payoff import Payoff, payoff_sentence
from paceline.ui.numbers import decimal

_BAR: Final = 14
_MARK: Final = 6


class GainMeter(QWidget):
    """Headline, scale, and one sentence that says what they mean."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headline")
        self._gain = QLabel(UNKNOWN)
        self._gain.setObjectName("meter")
        caption = QLabel(self.tr("net gain"))
        caption.setObjectName("caption")
        self._scale = _Scale(colours)
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        numbers = QVBoxLayout()
        numbers.setSpacing(0)
        numbers.addWidget(self._gain)
        numbers.addWidget(caption)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addLayout(numbers)
        row.addWidget(self._scale, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._sentence)
        self.show_payoff(Payoff())

    def show_payoff(self, payoff: Payoff) -> None:
        """Show these figures."""
        gain = UNKNOWN if payoff.net_gain is None else decimal(payoff.net_gain, 1) + "x"
        self._gain.setText(gain)
        self._gain.setAccessibleName(
            self.tr("Net gain: not measured yet")
            if payoff.net_gain is None
            else self.tr("Net gain: {gain}").format(gain=gain)
        )
        sentence = payoff_sentence(payoff)
        self._sentence.setText(sentence)
        self._scale.show_payoff(payoff)
        self._scale.setAccessibleDescription(sentence)

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._scale.colours = colours
        self._scale.update()


class _Scale(QWidget):
    """Acceptance from 0 to 100 %, hatched where it loses, and the break-even line."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self.colours = colours
        self._payoff = Payoff()
        self.setAccessibleName(self.tr("Acceptance and break-even"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_payoff(self, payoff: Payoff) -> None:
        self._payoff = payoff
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, 2 * self.fontMetrics().height() + _BAR + _MARK + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        bar = QRectF(1, line + _MARK, self.width() - 2, _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colours.hover))
        painter.drawRoundedRect(bar, 4, 4)
        self._paint_acceptance(painter, bar)
        self._paint_break_even(painter, bar)
        painter.end()

    def _paint_acceptance(self, painter: QPainter, bar: QRectF) -> None:
        acceptance = self._payoff.acceptance
        below = QRectF(bar.left(), bar.bottom() + 2, bar.width(), self.fontMetrics().height())
        painter.setPen(QColor(self.colours.text))
        if acceptance is None:
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self.tr("acceptance: none yet"))
            return
        even = self._payoff.break_even
        loses = self._payoff.hopeless or (even is not None and acceptance < even)
        colour = QColor(self.colours.danger if loses else self.colours.good)
        filled = QRectF(bar.left(), bar.top(), bar.width() * acceptance, _BAR)
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern) if loses else QBrush(colour))
        painter.setPen(QPen(colour, 1))
        painter.drawRoundedRect(filled, 4, 4)
        painter.setPen(QColor(self.colours.text))
        said = self.tr("{acceptance} % accepted").format(acceptance=f"{100 * acceptance:.0f}")
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, said)

    def _paint_break_even(self, painter: QPainter, bar: QRectF) -> None:
        even = self._payoff.break_even
        if even is None:
            return
        x = bar.left() + bar.width() * even
        painter.setPen(QPen(QColor(self.colours.text), 2))
        painter.drawLine(QPointF(x, bar.top() - 2), QPointF(x, bar.bottom() + 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colours.text))
        top = bar.top() - _MARK
        painter.drawPolygon(
            QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, bar.top())])
        )
        painter.setPen(QColor(self.colours.text))
        said = self.tr("pays from {even} % on").format(even=f"{100 * even:.0f}")
        width = self.fontMetrics().horizontalAdvance(said)
        left = min(max(x - width / 2, bar.left()), bar.right() - width)
        painter.drawText(QPointF(left, self.fontMetrics().ascent() - 1), said)
