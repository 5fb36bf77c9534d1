"""Blocks of Markdown as rows of a text document, from top to bottom. Pure.

A row is a line of text (which may wrap) or a table. Containers become indentation, bars and
markers, so that a reply that grows only ever changes at its end.
"""

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Final, assert_never

import msgspec
from msgspec.structs import replace

from paceline.markdown.blocks import (
    Alignment,
    Block,
    Code,
    Footnote,
    Heading,
    Item,
    ItemList,
    Paragraph,
    Quote,
    Rule,
    Span,
    Style,
    Table,
    Verbatim,
)
from paceline.markdown.stream import LONGEST_LINE, rows_together
from paceline.ui.reply_text.highlighting import Paint, paints


class Kind(IntEnum):
    """What a line is."""

    TEXT = 1
    HEADING = 2
    CODE_HEAD = 3
    """Above the first line of a code block: its language, and room for its buttons."""
    CODE = 4
    DISPLAY = 5
    """A formula on a line of its own."""
    RULE = 6
    RAW = 7
    """A line of the source, as it was written."""


class Shape(msgspec.Struct, frozen=True, gc=False):
    """How a row stands; `bars` are the columns of indentation in which a quotation's bar stands.

    `above` is free space in tenths of the font's height; `hanging` says that a marker and a tab
    come first, and `aside` that it belongs to the reasoning.
    """

    kind: Kind = Kind.TEXT
    level: int = 0
    indent: int = 0
    bars: tuple[int, ...] = ()
    above: int = 6
    hanging: bool = False
    aside: bool = False


class Piece(msgspec.Struct, frozen=True, gc=False):
    """Text in one look; as a `Span`, with the paint of its part of speech in code.

    Where a formula is drawn, `text` is the one character that stands for it, and `tex` the formula.
    """

    text: str
    start: int
    end: int
    style: Style = Style.NONE
    link: str = ""
    paint: Paint = Paint.NONE
    tex: str = ""

    @property
    def exact(self) -> bool:
        """Whether the text agrees with its stretch of the source, character by character."""
        return self.end - self.start == len(self.text)


class Line(msgspec.Struct, frozen=True, gc=False):
    """One paragraph of the document."""

    shape: Shape
    pieces: tuple[Piece, ...]

    @property
    def plain(self) -> str:
        """What it says, without looks."""
        return "".join(piece.text for piece in self.pieces)


Cell = tuple[Piece, ...]


class Grid(msgspec.Struct, frozen=True, gc=False):
    """A table, or some rows of it; the first row is its head if `headed`."""

    shape: Shape
    alignments: tuple[Alignment, ...]
    rows: tuple[tuple[Cell, ...], ...]
    headed: bool
    continues: bool

    @property
    def plain(self) -> str:
        """What it says, without looks; cells apart by tabs."""
        lines = ("\t".join("".join(one.text for one in cell) for cell in row) for row in self.rows)
        return "\n".join(lines)

    def may_grow_into(self, other: "Grid") -> bool:
        """Whether another one may be this with more rows."""
        return (
            self.shape == other.shape
            and self.alignments == other.alignments
            and self.headed == other.headed
            and len(self.rows) <= len(other.rows)
        )


Row = Line | Grid

MARKER_END: Final = "\t"


def rows(blocks: Iterable[Block], *, aside: bool = False) -> Iterator[Row]:
    """The rows of some blocks."""
    shape = Shape(aside=aside)
    for block in blocks:
        yield from _rows(block, shape)


def _rows(block: Block, shape: Shape) -> Iterator[Row]:  # noqa: C901 - one case for each block
    match block:
        case Paragraph(spans):
            yield from _paragraph(spans, shape)
        case Heading(level, spans):
            above = 12 if level <= 2 else 9
            head = replace(shape, kind=Kind.HEADING, level=level, above=above)
            yield Line(head, _pieces(spans))
        case ItemList():
            for number, item in enumerate(block.items):
                first = number == 0 and not block.continues
                yield from _item(item, replace(shape, above=5 if first else 2))
        case Quote(blocks):
            inside = replace(shape, indent=shape.indent + 1, bars=(*shape.bars, shape.indent))
            for one in blocks:
                yield from _rows(one, inside)
        case Code():
            yield from _code(block, shape)
        case Table():
            yield from _table(block, shape)
        case Rule(start, end):
            yield Line(replace(shape, kind=Kind.RULE, above=6), (Piece("\u00a0", start, end),))
        case Footnote(label, blocks):
            marker = replace(label, style=Style.RAISED)
            yield from _item(Item(marker, None, blocks), shape)
        case Verbatim(spans):
            yield from _verbatim(spans, shape)
        case _:
            assert_never(block)


def _paragraph(spans: tuple[Span, ...], shape: Shape) -> Iterator[Line]:
    """A paragraph, cut where a formula has a line of its own."""
    begun = 0
    for number, span in enumerate(spans):
        if not span.style & Style.DISPLAY:
            continue
        before = _stripped(spans[begun:number])
        if before or shape.hanging:
            yield Line(shape, _pieces(before))
            shape = replace(shape, hanging=False, above=4)
        yield Line(replace(shape, kind=Kind.DISPLAY), _pieces((span,)))
        begun = number + 1
    rest = _stripped(spans[begun:]) if begun else spans
    if rest:
        yield Line(shape, _pieces(rest))


def _stripped(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Without the line breaks around a formula that has a line of its own anyway."""
    parts = list(spans)
    while parts and not parts[0].text.strip():
        parts.pop(0)
    while parts and not parts[-1].text.strip():
        parts.pop()
    if parts and len(parts[0].text) == parts[0].end - parts[0].start:
        text = parts[0].text.lstrip()
        parts[0] = replace(parts[0], text=text, start=parts[0].end - len(text))
    if parts and len(parts[-1].text) == parts[-1].end - parts[-1].start:
        text = parts[-1].text.rstrip()
        parts[-1] = replace(parts[-1], text=text, end=parts[-1].start + len(text))
    return tuple(parts)


def _item(item: Item, shape: Shape) -> Iterator[Row]:
    marker = item.marker
    inside = replace(shape, indent=shape.indent + 1)
    lead = (
        Piece(marker.text, marker.start, marker.end, marker.style),
        Piece(MARKER_END, marker.end - 1, marker.end),
    )
    first, *others = item.blocks or (None,)
    if isinstance(first, Paragraph):
        begun, *rest = _paragraph(first.spans, replace(inside, hanging=True))
        yield Line(begun.shape, (*lead, *begun.pieces))
        yield from rest
    else:
        yield Line(replace(inside, hanging=True), lead)
        if first is not None:
            yield from _rows(first, replace(inside, above=3))
    for block in others:
        assert block is not None
        yield from _rows(block, replace(inside, above=4))


def _code(code: Code, shape: Shape) -> Iterator[Line]:
    if not code.continues:
        label = () if code.label is None else _pieces((code.label,))
        yield Line(replace(shape, kind=Kind.CODE_HEAD), label)
    inside = replace(shape, kind=Kind.CODE, above=0)
    text = "".join(span.text for span in code.spans)
    if not text:
        return
    painted = paints(text, code.language)
    for line in _code_lines(code.spans, painted):
        yield Line(inside, line)


def _code_lines(spans: tuple[Span, ...], painted: list[tuple[int, Paint]]) -> Iterator[Cell]:
    """Cut code into lines, and these where the paint changes; without the newlines."""
    line: list[Piece] = []
    length = 0
    offset = 0
    paint_index = 0
    for span in spans:
        position = 0
        while position < len(span.text):
            while (
                paint_index + 1 < len(painted) and painted[paint_index + 1][0] <= offset + position
            ):
                paint_index += 1
            newline = span.text.find("\n", position)
            stop = len(span.text) if newline < 0 else newline
            if paint_index + 1 < len(painted):
                stop = min(stop, painted[paint_index + 1][0] - offset)
            stop = min(stop, position + LONGEST_LINE - length)
            if stop > position:
                where = span.start + position
                text = span.text[position:stop]
                paint = painted[paint_index][1] if painted else Paint.NONE
                line.append(Piece(text, where, where + len(text), Style.CODE, "", paint))
                length += len(text)
                position = stop
            if position == newline or length >= LONGEST_LINE:
                yield tuple(line)
                line, length = [], 0
                if position == newline:
                    position += 1
        offset += len(span.text)
    if line:
        yield tuple(line)


def _table(table: Table, shape: Shape) -> Iterator[Grid]:
    cells = [tuple(_pieces(cell) for cell in row) for row in table.rows]
    head = tuple(_pieces(cell) for cell in table.head)
    together = rows_together(table)
    for begun in range(0, max(len(cells), 1), together):
        stretch = tuple(cells[begun : begun + together])
        headed = begun == 0 and bool(head)
        yield Grid(
            shape,
            table.alignments,
            (head, *stretch) if headed else stretch,
            headed,
            continues=begun > 0 or table.continues,
        )


def _verbatim(spans: tuple[Span, ...], shape: Shape) -> Iterator[Line]:
    for number, line in enumerate(_code_lines(spans, [])):
        plain = tuple(replace(piece, style=Style.HTML) for piece in line)
        yield Line(shape if number == 0 else replace(shape, above=0), plain)


def _pieces(spans: Iterable[Span]) -> Cell:
    return tuple(
        Piece(span.text, span.start, span.end, span.style, span.link) for span in spans if span.text
    )


def raw_rows(span: Span, *, aside: bool = False) -> Iterator[Line]:
    """The source itself, line by line."""
    shape = Shape(kind=Kind.RAW, above=0, aside=aside)
    for line in _code_lines((span,), []):
        yield Line(shape, tuple(replace(piece, style=Style.NONE) for piece in line))
