"""Explains the tints, in the tints themselves, and switches them on and off."""

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from paceline.provenance import TOLD_ORIGINS, Origin
from paceline.ui.centred_row import centred_row
from paceline.ui.colours import Colours
from paceline.ui.switch import Switch
from paceline.ui.token_description import meaning, name, word

_PENS: Final = {
    Origin.DRAFTED: Qt.PenStyle.DotLine,
    Origin.CORRECTED: Qt.PenStyle.SolidLine,
    Origin.BONUS: Qt.PenStyle.DashLine,
    Origin.PLAIN: Qt.PenStyle.NoPen,
    Origin.UNREPORTED: Qt.PenStyle.NoPen,
}


class Legend(QWidget):
    """One row below the transcript."""

    tints_toggled = Signal(bool)

    def __init__(
        self, colours: Colours, *, show_tints: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Legend of token origins"))
        row = centred_row(self)
        row.setContentsMargins(4, 6, 4, 6)
        row.setSpacing(10)
        self._samples = [Sample(origin, colours) for origin in TOLD_ORIGINS]
        for sample in self._samples:
            row.addWidget(sample)
        row.addStretch()
        self._switch = Switch(self.tr("Show &origins"))
        self._switch.setAccessibleName(self.tr("Show where tokens came from"))
        self._switch.setToolTip(self.tr("Tint every token by its origin"))
        self._switch.setChecked(show_tints)
        self._switch.toggled.connect(self.tints_toggled)
        row.addWidget(self._switch)

    def set_show_tints(self, *, show_tints: bool) -> None:
        """Follow a change made elsewhere."""
        self._switch.setChecked(show_tints)

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        for sample in self._samples:
            sample.set_colours(colours)


class Sample(QLabel):
    """An origin's name as a token of that origin would look."""

    def __init__(self, origin: Origin, colours: Colours) -> None:
        super().__init__(word(origin))
        self._origin = origin
        self._colours = colours
        self._pen_style = _PENS[origin]
        told = self.tr("{origin}, {look}: {meaning}.").format(
            origin=name(origin), look=self._look(), meaning=meaning(origin)
        )
        self.setContentsMargins(5, 2, 5, 3)
        self.setToolTip(told)
        self.setAccessibleName(told)

    def _look(self) -> str:
        match self._origin:
            case Origin.DRAFTED:
                return self.tr("green with a dotted underline")
            case Origin.CORRECTED:
                return self.tr("amber with a solid underline")
            case Origin.BONUS:
                return self.tr("faint blue with a dashed underline")
            case Origin.PLAIN | Origin.UNREPORTED:
                return self.tr("without a mark")

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._colours = colours
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint tint and underline below the word."""
        tint = self._colours.tint(self._origin)
        if tint:
            painter = QPainter(self)
            painter.fillRect(self.rect(), QColor(tint[0]))
            pen = QPen(QColor(tint[1]), 1.4)
            pen.setStyle(self._pen_style)
            painter.setPen(pen)
            line = QRectF(self.rect()).adjusted(5, 0, -5, -2)
            painter.drawLine(line.bottomLeft(), line.bottomRight())
            painter.end()
        super().paintEvent(event)
