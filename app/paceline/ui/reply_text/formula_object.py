"""Puts drawings of formulas into a text document, each standing on the line's baseline.

A drawing covers several tokens, so its tint is drawn in stretches as long as theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer

from paceline.provenance import Origin
from paceline.ui.colours import Colours
from paceline.ui.reply_text.formula_drawings import Drawing, FormulaDrawings

FORMULA_OBJECT: Final = QTextFormat.ObjectTypes.UserObject.value + 1
TEX: Final = QTextFormat.Property.UserProperty.value + 11
DISPLAY: Final = QTextFormat.Property.UserProperty.value + 12
MOST_PIXMAPS: Final = 200

_PENS: Final = {
    Origin.DRAFTED: Qt.PenStyle.DotLine,
    Origin.CORRECTED: Qt.PenStyle.SolidLine,
    Origin.BONUS: Qt.PenStyle.DashLine,
}


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a formula, in parts of its width, whose tokens are of one origin."""

    start: float
    end: float
    origin: Origin


class FormulaObject(QPyTextObject):
    """Tells Qt how large a formula is, and draws it."""

    def __init__(
        self,
        drawings: FormulaDrawings,
        bands: Callable[[int], list[Band]],
        colours: Colours,
        *,
        show_tints: bool,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._drawings = drawings
        self._bands = bands
        self._pixmaps: dict[tuple[str, bool, float, str, float], QPixmap] = {}
        self.set_looks(colours, show_tints=show_tints)

    def set_looks(self, colours: Colours, *, show_tints: bool) -> None:
        """Draw in these colours from now on."""
        self._colours = colours
        self._show_tints = show_tints

    def intrinsicSize(
        self,
        document: QTextDocument,
        position: int,  # noqa: ARG002 - Qt passes it
        format_: QTextFormat,
    ) -> QSizeF:
        """The room that the formula takes, so that Qt's middle alignment meets the baseline.

        Qt centres such an object half an x-height above the baseline.
        """
        drawing = self._drawing(format_)
        if drawing is None:
            return QSizeF(1, 1)
        size = _font_size(document, format_)
        half = _metrics(document, format_).xHeight() / 2
        ascent, depth = drawing.ascent * size, drawing.depth * size
        return QSizeF(drawing.width * size, max(2 * ascent - half, 2 * depth + half))

    def drawObject(
        self,
        painter: QPainter,
        rectangle: QRectF | QRect,
        document: QTextDocument,
        position: int,
        format_: QTextFormat,
    ) -> None:
        """Draw the tints of the formula's tokens, then the formula."""
        drawing = self._drawing(format_)
        if drawing is None:
            return
        size = _font_size(document, format_)
        half = _metrics(document, format_).xHeight() / 2
        baseline = rectangle.top() + (rectangle.height() + half) / 2
        box = QRectF(
            float(rectangle.left()),
            baseline - drawing.ascent * size,
            drawing.width * size,
            (drawing.ascent + drawing.depth) * size,
        )
        painter.save()
        if self._show_tints:
            for band in self._bands(position):
                self._draw_band(painter, box, band)
        pixmap = self._pixmap(drawing, format_, size, painter.device().devicePixelRatioF())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))
        painter.restore()

    # Inside -------------------------------------------------------------------------------

    def _draw_band(self, painter: QPainter, box: QRectF, band: Band) -> None:
        tint = self._colours.tint(band.origin)
        if tint is None:
            return
        left = box.left() + band.start * box.width()
        right = box.left() + band.end * box.width()
        painter.fillRect(QRectF(left, box.top(), right - left, box.height()), QColor(tint[0]))
        painter.setPen(QPen(QColor(tint[1]), 1.0, _PENS[band.origin]))
        bottom = round(box.bottom()) + 0.5
        painter.drawLine(QPointF(left, bottom), QPointF(right, bottom))

    def _drawing(self, format_: QTextFormat) -> Drawing | None:
        tex, display = format_.stringProperty(TEX), format_.boolProperty(DISPLAY)
        found = self._drawings.find(tex, display=display)
        return found if isinstance(found, Drawing) else None

    def _pixmap(self, drawing: Drawing, format_: QTextFormat, size: float, ratio: float) -> QPixmap:
        colour = format_.foreground().color()
        tex, display = format_.stringProperty(TEX), format_.boolProperty(DISPLAY)
        key = (tex, display, size, colour.name(), ratio)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            height = (drawing.ascent + drawing.depth) * size
            pixmap = QPixmap(
                max(round(drawing.width * size * ratio), 1), max(round(height * ratio), 1)
            )
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            QSvgRenderer(QByteArray(drawing.svg)).render(painter, QRectF(pixmap.rect()))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
            painter.fillRect(pixmap.rect(), colour)
            painter.end()
            if len(self._pixmaps) > MOST_PIXMAPS:
                self._pixmaps.clear()
            self._pixmaps[key] = pixmap
        return pixmap


def _font_size(document: QTextDocument, format_: QTextFormat) -> float:
    """Pixels of an em; the font of formulas looks smaller than that of the text."""
    larger = 1.15 if format_.boolProperty(DISPLAY) else 1.0
    return _metrics(document, format_).height() * larger


def _metrics(document: QTextDocument, format_: QTextFormat) -> QFontMetricsF:
    font = document.defaultFont()
    size = QTextCharFormat(format_.toCharFormat()).fontPointSize()
    if size > 0:
        font.setPointSizeF(size)
    return QFontMetricsF(font)
