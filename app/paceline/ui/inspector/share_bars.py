"""Rows of a name, a bar and the counts behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from paceline.ui.colours import Colours
from paceline.ui.inspector.acceptance import Share
from paceline.ui.numbers import whole

_GAP: Final = 8
_LEAST_BAR: Final = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A named share."""

    name: str
    share: Share


class ShareBars(QWidget):
    """Acceptance of every row: filled what was accepted, outlined what was tested."""

    def __init__(self, name: str, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._rows: Sequence[Row] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these."""
        if len(rows) != len(self._rows):
            self.updateGeometry()
        self._rows = rows
        self.setAccessibleDescription(
            " ".join(f"{row.name}: {self._counted(row.share)}." for row in rows)
        )
        self.update()

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._colours = colours
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(280, max(1, len(self._rows)) * self._row_height)

    def minimumSizeHint(self) -> QSize:
        """Names, counts, and a short bar."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        names = max((metrics.horizontalAdvance(row.name) for row in self._rows), default=0)
        counts = max(
            (metrics.horizontalAdvance(self._counted(row.share)) for row in self._rows), default=0
        )
        width = max(_LEAST_BAR, self.width() - names - counts - 2 * _GAP)
        for number, row in enumerate(self._rows):
            top = number * self._row_height
            line = QRectF(0, top, names, self._row_height)
            painter.setPen(QColor(self._colours.text))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, row.name)
            self._paint_bar(painter, QRectF(names + _GAP, top + 6, width, line.height() - 12), row)
            painter.setPen(QColor(self._colours.muted))
            right = QRectF(self.width() - counts, top, counts, self._row_height)
            painter.drawText(
                right,
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                self._counted(row.share),
            )
        painter.end()

    @property
    def _row_height(self) -> int:
        return self.fontMetrics().height() + 10

    def _paint_bar(self, painter: QPainter, area: QRectF, row: Row) -> None:
        acceptance = row.share.acceptance
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if acceptance is None:
            painter.setPen(QPen(QColor(self._colours.border), 1, Qt.PenStyle.DotLine))
            painter.drawRect(area)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours.drafted_line))
        painter.drawRect(QRectF(area.left(), area.top(), area.width() * acceptance, area.height()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._colours.drafted_line), 1))
        painter.drawRect(area)

    def _counted(self, share: Share) -> str:
        if share.acceptance is None:
            return self.tr("not tested")
        return self.tr("{percent} % of {tested}").format(
            percent=f"{100 * share.acceptance:.0f}", tested=whole(share.tested)
        )
