"""What lies behind the text of a message: panels of code, bars of quotations, rules.

Painted, not part of the document: only what is to be seen is looked at.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextBlock
from PySide6.QtWidgets import QTextEdit

from paceline.ui.colours import Colours
from paceline.ui.reply_text.formats import BARS, CODE_PADDING, KIND, Formats
from paceline.ui.reply_text.rows import Kind

_RADIUS = 8.0
_BAR = 3.0
_BEYOND = 40.0
"""Pixels that a panel goes on outside what is seen."""


def paint_backdrop(edit: QTextEdit, colours: Colours, formats: Formats, area: QRect) -> None:
    """Paint it on the viewport, as far as it lies in an area."""
    painter = QPainter(edit.viewport())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    boxes = list(_boxes(edit, area))
    for panel in _panels(boxes, area):
        _paint_panel(painter, colours, panel)
    bottom = 0.0
    for block, box in boxes:
        if block.blockFormat().hasProperty(BARS):
            joined = block.previous().blockFormat().hasProperty(BARS)
            top = min(bottom, box.top()) if joined and bottom else box.top()
            _paint_bars(painter, colours, formats, block, box.adjusted(0, top - box.top(), 0, 0))
        if block.blockFormat().intProperty(KIND) == Kind.RULE:
            _paint_rule(painter, colours, box)
        bottom = box.bottom()
    painter.end()


def _boxes(edit: QTextEdit, area: QRect) -> Iterator[tuple[QTextBlock, QRectF]]:
    """The blocks within an area, and one before, and where each one's text may stand."""
    block = edit.cursorForPosition(QPoint(0, area.top())).block()
    if block.previous().isValid():
        block = block.previous()
    while block.isValid():
        box = _box(edit, block)
        if box.top() > area.bottom() + CODE_PADDING:
            break
        yield block, box
        block = block.next()


def _panels(boxes: Sequence[tuple[QTextBlock, QRectF]], area: QRect) -> Iterator[QRectF]:
    """Where code blocks are; what goes on outside the area is only hinted at."""
    panel: QRectF | None = None
    for block, box in boxes:
        kind = block.blockFormat().intProperty(KIND)
        if kind == Kind.CODE and panel is not None:
            panel.setBottom(box.bottom())
            continue
        if panel is not None:
            yield panel
        panel = None
        if kind in {Kind.CODE_HEAD, Kind.CODE}:
            above = CODE_PADDING if kind == Kind.CODE_HEAD else _BEYOND
            panel = box.adjusted(0, -above, 0, 0)
    if panel is not None:
        yield panel.adjusted(0, 0, 0, _BEYOND if panel.bottom() > area.bottom() else 0)


def _box(edit: QTextEdit, block: QTextBlock) -> QRectF:
    """Where a block's text may stand, from its left margin to the right edge."""
    layout = edit.document().documentLayout()
    box = layout.blockBoundingRect(block)
    box.translate(0, -edit.verticalScrollBar().value())
    format_ = block.blockFormat()
    inset = format_.rightMargin()
    left = format_.leftMargin() - inset
    return QRectF(left, box.top(), edit.viewport().width() - left, box.height())


def _paint_panel(painter: QPainter, colours: Colours, box: QRectF) -> None:
    painter.setPen(QColor(colours.code_border))
    painter.setBrush(QColor(colours.code))
    shown = box.adjusted(0.5, 0, -0.5, CODE_PADDING - 0.5)
    painter.drawRoundedRect(shown, _RADIUS, _RADIUS)


def _paint_bars(
    painter: QPainter, colours: Colours, formats: Formats, block: QTextBlock, box: QRectF
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.quote_bar))
    for bar in block.blockFormat().stringProperty(BARS).split(","):
        left = int(bar) * formats.column + 2
        painter.drawRect(QRectF(left, box.top(), _BAR, box.height()))


def _paint_rule(painter: QPainter, colours: Colours, box: QRectF) -> None:
    painter.setPen(QColor(colours.border))
    middle = round(box.center().y()) + 0.5
    painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
