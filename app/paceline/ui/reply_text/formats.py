"""How rows and pieces look in a text document, from the colours in force."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTableFormat,
)

from paceline.markdown.blocks import Alignment, Style
from paceline.provenance import Origin
from paceline.ui.colours import Colours
from paceline.ui.reply_text.formula_object import DISPLAY, FORMULA_OBJECT, TEX
from paceline.ui.reply_text.highlighting import Paint
from paceline.ui.reply_text.rows import Grid, Kind, Piece, Shape

KIND: Final = QTextFormat.Property.UserProperty.value + 1
"""Property of a block: its `Kind`."""
BARS: Final = QTextFormat.Property.UserProperty.value + 2
"""Property of a block: the columns in which quotations' bars stand, as text."""

LINES: Final = {
    Origin.DRAFTED: QTextCharFormat.UnderlineStyle.DotLine,
    Origin.CORRECTED: QTextCharFormat.UnderlineStyle.SingleUnderline,
    Origin.BONUS: QTextCharFormat.UnderlineStyle.DashUnderline,
}
_HEADINGS: Final = {1: 1.5, 2: 1.3, 3: 1.15, 4: 1.05, 5: 1.0, 6: 0.95}
_CODE_SIZE: Final = 0.94
_PAINTS: Final = {
    Paint.KEYWORD: "code_keyword",
    Paint.NAME: "code_name",
    Paint.STRING: "code_string",
    Paint.NUMBER: "code_number",
    Paint.COMMENT: "code_comment",
    Paint.INSERTED: "code_string",
    Paint.DELETED: "danger",
}
"""The colour of each paint."""
CODE_PADDING: Final = 12.0
"""Pixels between the edge of a code block and its text."""


@cache
def fixed_families() -> list[str]:
    """The system's fixed-width font."""
    return [QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()]


@dataclass(frozen=True, slots=True)
class _Look:
    """All that a character format depends on."""

    style: Style
    is_link: bool
    paint: Paint
    kind: Kind
    level: int
    aside: bool
    head: bool
    origin: Origin | None


def shared_formats(colours: Colours, font: QFont, *, show_tints: bool) -> "Formats":
    """Return the formats for these colours and this font, the same ones for every message."""
    return _formats(colours, font.toString(), show_tints=show_tints)


@lru_cache(maxsize=8)
def _formats(colours: Colours, font: str, *, show_tints: bool) -> "Formats":
    described = QFont()
    described.fromString(font)
    return Formats(colours, described, show_tints=show_tints)


class Formats:
    """Formats for one set of colours and one font; made once each."""

    def __init__(self, colours: Colours, font: QFont, *, show_tints: bool) -> None:
        self._colours = colours
        self._font = font
        self._show_tints = show_tints
        self._looks: dict[_Look, QTextCharFormat] = {}
        self._shapes: dict[tuple[Shape, bool], QTextBlockFormat] = {}
        metrics = QFontMetricsF(font)
        self.column = round(metrics.height() * 1.35)
        """Pixels of one step of indentation."""
        self._tenth = metrics.height() / 10

    def text(
        self, piece: Piece, shape: Shape, origin: Origin, *, head: bool = False
    ) -> QTextCharFormat:
        """The format of a piece where its tokens are of one origin."""
        if piece.tex:
            return self._formula(piece, shape, origin, head=head)
        tinted = origin if self._show_tints and origin is not Origin.PLAIN else None
        is_link = bool(piece.link)
        look = _Look(
            piece.style, is_link, piece.paint, shape.kind, shape.level, shape.aside, head, tinted
        )
        format_ = self._looks.get(look)
        if format_ is None:
            format_ = self._looks[look] = self._make(look)
        if is_link:
            format_ = QTextCharFormat(format_)
            format_.setAnchorHref(piece.link)
        return format_

    def _formula(
        self, piece: Piece, shape: Shape, origin: Origin, *, head: bool
    ) -> QTextCharFormat:
        """The format of the object that a formula is; its tints are drawn with it."""
        format_ = QTextCharFormat(self.text(replace(piece, tex=""), shape, origin, head=head))
        format_.setObjectType(FORMULA_OBJECT)
        format_.setProperty(TEX, piece.tex)
        format_.setProperty(DISPLAY, bool(piece.style & Style.DISPLAY))
        format_.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        return format_

    def block(self, shape: Shape, *, first: bool, after_code: bool) -> QTextBlockFormat:
        """The format of a line; the `first` one of a document has no space above."""
        format_ = self._shapes.get((shape, after_code))
        if format_ is None:
            format_ = self._shapes[shape, after_code] = self._make_block(
                shape, after_code=after_code
            )
        if first:
            format_ = QTextBlockFormat(format_)
            format_.setTopMargin(CODE_PADDING if shape.kind is Kind.CODE_HEAD else 0)
        return format_

    def between_tables(self) -> QTextBlockFormat:
        """The empty line that a document needs beside a table, next to invisible."""
        format_ = QTextBlockFormat()
        format_.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return format_

    def table(self, grid: Grid, *, after_code: bool, below: Shape | None) -> QTextTableFormat:
        """The format of a table; `below` is the line behind it, whose own margin Qt ignores."""
        format_ = QTextTableFormat()
        format_.setBorder(1)
        format_.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        format_.setBorderBrush(QColor(self._colours.border))
        format_.setBorderCollapse(True)
        format_.setCellPadding(5)
        format_.setCellSpacing(0)
        format_.setLeftMargin(grid.shape.indent * self.column)
        above = 0 if grid.continues else self._tenth * grid.shape.above
        format_.setTopMargin(above + (CODE_PADDING if after_code else 0))
        if below is not None:
            padding = CODE_PADDING if below.kind is Kind.CODE_HEAD else 0
            format_.setBottomMargin(below.above * self._tenth + padding)
        format_.setHeaderRowCount(int(grid.headed))
        return format_

    def cell(self, alignment: Alignment) -> QTextBlockFormat:
        """The format of the text in a table's cell."""
        format_ = QTextBlockFormat()
        match alignment:
            case Alignment.CENTER:
                format_.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            case Alignment.RIGHT:
                format_.setAlignment(Qt.AlignmentFlag.AlignRight)
            case Alignment.LEFT | Alignment.NONE:
                format_.setAlignment(Qt.AlignmentFlag.AlignLeft)
        return format_

    def widths(self, shares: tuple[int, ...]) -> list[QTextLength]:
        """Column widths from percentages."""
        return [QTextLength(QTextLength.Type.PercentageLength, share) for share in shares]

    # Inside -------------------------------------------------------------------------------

    def _make_block(self, shape: Shape, *, after_code: bool) -> QTextBlockFormat:
        format_ = QTextBlockFormat()
        format_.setProperty(KIND, int(shape.kind))
        if shape.bars:
            format_.setProperty(BARS, ",".join(map(str, shape.bars)))
        inset = CODE_PADDING if shape.kind in {Kind.CODE, Kind.CODE_HEAD} else 0
        format_.setLeftMargin(shape.indent * self.column + inset)
        format_.setRightMargin(inset)
        above = shape.above * self._tenth
        if after_code and shape.kind is not Kind.CODE:
            above += CODE_PADDING
        if shape.kind is Kind.CODE_HEAD:
            above += CODE_PADDING
            format_.setBottomMargin(4)
        format_.setTopMargin(above)
        height = 122.0 if shape.kind in {Kind.CODE, Kind.CODE_HEAD, Kind.HEADING} else 140.0
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        if shape.kind is Kind.DISPLAY:
            format_.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        else:
            format_.setLineHeight(height, proportional)
        if shape.kind in {Kind.CODE, Kind.CODE_HEAD}:
            format_.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
            format_.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if shape.hanging:
            format_.setTextIndent(-float(self.column))
            tab = QTextOption.Tab(self.column, QTextOption.TabType.LeftTab)
            format_.setTabPositions([tab])
        if shape.kind is Kind.HEADING:
            format_.setHeadingLevel(shape.level)
        return format_

    def _make(self, look: _Look) -> QTextCharFormat:
        format_ = QTextCharFormat()
        size = self._font.pointSizeF() * self._size(look)
        if size != self._font.pointSizeF():
            format_.setFontPointSize(size)
        self._set_font(format_, look)
        format_.setForeground(QColor(self._foreground(look)))
        if look.style & Style.CODE and look.kind is not Kind.CODE and look.origin is None:
            format_.setBackground(QColor(self._colours.code))
        if look.is_link:
            format_.setAnchor(True)
            format_.setFontUnderline(look.origin is None)
        self._tint(format_, look.origin)
        return format_

    def _size(self, look: _Look) -> float:
        """In parts of the document's font."""
        size = {Kind.HEADING: _HEADINGS.get(look.level, 1.0), Kind.CODE_HEAD: 0.82, Kind.RULE: 0.3}
        return size.get(look.kind, 1.0) * (_CODE_SIZE if _is_fixed(look) else 1.0)

    def _set_font(self, format_: QTextCharFormat, look: _Look) -> None:
        if look.kind is Kind.HEADING or look.head:
            format_.setFontWeight(QFont.Weight.DemiBold)
        if _is_fixed(look):
            format_.setFontFamilies(fixed_families())
            format_.setFontFixedPitch(True)
        if look.style & Style.STRONG:
            format_.setFontWeight(QFont.Weight.Bold)
        if look.style & Style.EMPHASIS or look.paint is Paint.COMMENT:
            format_.setFontItalic(True)
        if look.style & Style.STRUCK:
            format_.setFontStrikeOut(True)
        if look.style & Style.RAISED:
            format_.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)

    def _foreground(self, look: _Look) -> str:
        if look.kind is Kind.RULE:
            return "transparent"
        if look.is_link:
            return self._colours.accent
        if look.paint is not Paint.NONE:
            return str(getattr(self._colours, _PAINTS[look.paint]))
        muted = look.aside or look.kind is Kind.CODE_HEAD or look.style & Style.HTML
        return self._colours.muted if muted else self._colours.text

    def _tint(self, format_: QTextCharFormat, origin: Origin | None) -> None:
        tint = None if origin is None else self._colours.tint(origin)
        if tint is not None and origin is not None:
            format_.setBackground(QBrush(QColor(tint[0])))
            format_.setUnderlineStyle(LINES[origin])
            format_.setUnderlineColor(QColor(tint[1]))


def _is_fixed(look: _Look) -> bool:
    return bool(look.style & (Style.CODE | Style.HTML | Style.MATH)) or look.kind is Kind.RAW
