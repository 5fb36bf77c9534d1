"""Writes rows into a QTextDocument, tints each character, and knows which source stands where.

Rows change only at the end: what is new is compared with what stands there, and as little as
possible is written again. Positions are the document's, in UTF-16 units.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace
from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
    QTextTableFormat,
)

from paceline.provenance import Token
from paceline.ui.colours import Colours
from paceline.ui.reply_text.drawn_rows import drawn
from paceline.ui.reply_text.formats import Formats, shared_formats
from paceline.ui.reply_text.formula_drawings import shared_drawings
from paceline.ui.reply_text.formula_object import FORMULA_OBJECT, Band, FormulaObject
from paceline.ui.reply_text.piece_places import (
    characters_before,
    piece_within,
    seen_at,
    units,
)
from paceline.ui.reply_text.rows import Cell, Grid, Kind, Line, Piece, Row
from paceline.ui.reply_text.token_line import TokenLine

REWRITTEN_AT_ONCE: Final = 16
"""Rows whose formulas are replaced by drawings in one turn of the event loop."""


class _Written(msgspec.Struct, gc=False):
    """A row in the document; `end` is behind its last character, of a table behind its frame.

    `shown` is the row with drawings in place of its formulas, as far as they are made; `awaits`
    says that some are not.
    """

    row: Row
    shown: Row
    awaits: bool
    start: int
    end: int
    table: QTextTable | None = None


class ReplyDocument:
    """One message's document, which it alone changes."""

    def __init__(
        self, document: QTextDocument, tokens: TokenLine, colours: Colours, *, show_tints: bool
    ) -> None:
        self._document = document
        self._document.setUndoRedoEnabled(False)
        self._document.setDocumentMargin(0)
        self._tokens = tokens
        self._written: list[_Written] = []
        self.code_heads: list[int] = []
        """Numbers of the rows that begin code blocks."""
        self._starts: list[int] = []
        self._formats = shared_formats(colours, document.defaultFont(), show_tints=show_tints)
        self._drawings = shared_drawings()
        self._formulas = FormulaObject(
            self._drawings, self._bands, colours, show_tints=show_tints, parent=document
        )
        document.documentLayout().registerHandler(FORMULA_OBJECT, self._formulas)
        self.awaits_drawings = False
        """Whether a formula is shown as it was written until its drawing is made."""

    @property
    def formats(self) -> Formats:
        """How things look now."""
        return self._formats

    def __len__(self) -> int:
        return len(self._written)

    # Writing ------------------------------------------------------------------------------

    def replace(self, first: int, rows: Sequence[Row], *, more: bool = False) -> None:
        """From row number `first` on, the document now consists of these rows.

        With `more`, others will follow, and what stands there may stay until then.
        """
        same = 0
        old = self._written[first:]
        while same < len(rows) and same < len(old) and old[same].row == rows[same]:
            same += 1
        if same == len(rows) and (more or same == len(old)):
            return
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        index = first + same
        rest = rows[same:]
        if index < len(self._written) and rest and self._grow(cursor, index, rest[0]):
            index += 1
            rest = rest[1:]
        self._cut(cursor, index)
        for row in rest:
            self._append(cursor, row)
        cursor.endEditBlock()

    def clear(self) -> None:
        """Show nothing."""
        self._document.clear()
        self._written.clear()
        self._starts.clear()
        self.code_heads.clear()

    def use_tokens(self, tokens: TokenLine) -> None:
        """The tokens of another text; nothing may be shown."""
        self._tokens = tokens

    def draw_formulas(self, time_is_up: Callable[[], bool]) -> bool:
        """Put drawings that were made by now in the place of their formulas.

        True if it stopped after some of them for lack of time: then go on once others had their
        turn. Where not even one was replaced, nothing is gained by asking again at once.
        """
        self.awaits_drawings = False
        rewritten = 0
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()  # laid out once for all
        for index, one in enumerate(self._written):
            if not one.awaits:
                continue
            if rewritten == REWRITTEN_AT_ONCE or time_is_up():
                self.awaits_drawings = True
                break
            shown, one.awaits = drawn(one.row, self._drawings)
            self.awaits_drawings |= one.awaits
            if shown != one.shown:
                self._rewrite(index, shown)
                rewritten += 1
        cursor.endEditBlock()
        return rewritten == REWRITTEN_AT_ONCE or (rewritten > 0 and time_is_up())

    def set_formats(self, colours: Colours, font: QFont, *, show_tints: bool) -> None:
        """Use other colours for what is written from now on; see `recolour`."""
        self._formulas.set_looks(colours, show_tints=show_tints)
        self._formats = shared_formats(colours, font, show_tints=show_tints)

    def recolour(self, first: int, last: int) -> None:
        """Give rows that were written the looks now in force."""
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for index in range(first, min(last, len(self._written))):
            one = self._written[index]
            match one.shown:
                case Line(_, pieces):
                    cursor.setPosition(one.start)
                    cursor.setBlockFormat(self._block_format(index))
                    self._recolour(cursor, one.start, pieces, one.row)
                case Grid() as grid:
                    assert one.table is not None
                    one.table.setFormat(self._table_format(index, grid))
                    for number, cells in enumerate(grid.rows):
                        for column, cell in enumerate(cells):
                            start = one.table.cellAt(number, column).firstPosition()
                            head = grid.headed and number == 0
                            self._recolour(cursor, start, cell, grid, head=head)
        cursor.endEditBlock()

    # Asking -------------------------------------------------------------------------------

    def place_of(self, position: int) -> tuple[int, int] | None:
        """The stretch of the source that the character at a position stands for."""
        found = self.piece_at(position)
        if found is None:
            return None
        piece, start = found
        if not piece.exact:
            return piece.start, piece.end
        place = piece.start + characters_before(piece.text, position - start)
        return place, place + 1

    def token_at(self, position: int) -> Token | None:
        """The token whose text stands at a position, or None."""
        place = self.place_of(position)
        return None if place is None else self._tokens.token_at(place[0])

    def position_of(self, place: int) -> int | None:
        """Where the character at a place of the source is seen, or the first one behind it."""
        for one in self._written:
            found: int | None = None
            match one.row:
                case Line(_, pieces):
                    found = seen_at(pieces, one.start, place)
                case Grid() as grid:
                    assert one.table is not None
                    for number, cells in enumerate(grid.rows):
                        for column, cell in enumerate(cells):
                            start = one.table.cellAt(number, column).firstPosition()
                            found = seen_at(cell, start, place) if found is None else found
            if found is not None:
                return found
        return None

    def piece_at(self, position: int) -> tuple[Piece, int] | None:
        """The piece that holds a position, and where it begins."""
        index = bisect_right(self._starts, position) - 1
        if index < 0 or position >= self._written[index].end:
            return None
        one = self._written[index]
        match one.shown:
            case Line(_, pieces):
                return piece_within(pieces, one.start, position)
            case Grid() as grid:
                assert one.table is not None
                cell = one.table.cellAt(position)
                if not cell.isValid():
                    return None
                pieces = grid.rows[cell.row()][cell.column()]
                return piece_within(pieces, cell.firstPosition(), position)

    def plain_text(self) -> str:
        """What is seen, line by line; formulas as they were written."""
        return "\n".join(one.row.plain for one in self._written)

    def code_below(self, head: int) -> tuple[str, str]:
        """Language and text of the code block whose head is row number `head`."""
        row = self._written[head].row
        assert isinstance(row, Line)
        language = "".join(piece.text for piece in row.pieces)
        parts: list[str] = []
        last: Piece | None = None
        for one in self._written[head + 1 :]:
            if not isinstance(one.row, Line) or one.row.shape.kind is not Kind.CODE:
                break
            pieces = one.row.pieces
            if parts and not (last and pieces and last.end == pieces[0].start):
                parts.append("\n")
            parts.append("".join(piece.text for piece in pieces))
            last = pieces[-1] if pieces else None
        return language, "".join(parts) + "\n"

    def position_of_row(self, index: int) -> int:
        """Where a row begins."""
        return self._written[index].start

    # Inside -------------------------------------------------------------------------------

    def _append(self, cursor: QTextCursor, row: Row) -> None:
        cursor.movePosition(QTextCursor.MoveOperation.End)
        index = len(self._written)
        fresh = not self._written or self._written[-1].table is not None
        match row:
            case Line():
                one = self._new(row)
                self._written.append(one)
                if row.shape.kind is Kind.CODE_HEAD:
                    self.code_heads.append(index)
                format_ = self._block_format(index)
                if fresh:
                    self._part_from_table(index)
                    cursor.movePosition(QTextCursor.MoveOperation.End)
                    cursor.setBlockFormat(format_)
                else:
                    cursor.insertBlock(format_)
                one.start = cursor.position()
                self._starts.append(one.start)
                assert isinstance(one.shown, Line)
                self._insert(cursor, one.shown.pieces, row)
                one.end = cursor.position()
            case Grid():
                self._append_grid(cursor, row, fresh=fresh)

    def _part_from_table(self, index: int) -> None:
        """Leave room between a line and the table before it."""
        before = self._written[index - 1] if index else None
        if before is not None and before.table is not None and isinstance(before.shown, Grid):
            before.table.setFormat(self._table_format(index - 1, before.shown))

    def _append_grid(self, cursor: QTextCursor, grid: Grid, *, fresh: bool) -> None:
        index = len(self._written)
        one = self._new(grid)
        assert isinstance(one.shown, Grid)
        if fresh:
            cursor.setBlockFormat(self._formats.between_tables())
        format_ = self._table_format(index, grid)
        table = cursor.insertTable(max(len(grid.rows), 1), len(grid.alignments), format_)
        one.start, one.table = table.firstPosition() - 1, table
        self._written.append(one)
        self._starts.append(one.start)
        for number, cells in enumerate(one.shown.rows):
            for column, cell in enumerate(cells):
                self._write_cell(table, grid, number, column, cell)
        one.end = table.lastPosition() + 1
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.setBlockFormat(self._formats.between_tables())

    def _write_cell(
        self, table: QTextTable, grid: Grid, number: int, column: int, cell: Cell
    ) -> None:
        place = table.cellAt(number, column)
        cursor = place.firstCursorPosition()
        end = place.lastCursorPosition().position()
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        cursor.setBlockFormat(self._formats.cell(grid.alignments[column]))
        self._insert(cursor, cell, grid, head=grid.headed and number == 0)

    def _grow(self, cursor: QTextCursor, index: int, row: Row) -> bool:
        """Turn the row at `index` into this one by changing its end, if that is possible."""
        one = self._written[index]
        shown, awaits = drawn(row, self._drawings)
        match one.shown, shown:
            case Line(shape, before), Line(other, after) if shape == other:
                self._cut(cursor, index + 1)
                self._grow_line(cursor, one, before, after)
            case Grid() as old, Grid() as new if one.table is not None and old.may_grow_into(new):
                self._cut(cursor, index + 1)
                self._grow_grid(one, one.table, old, new)
            case _:
                return False
        one.row, one.shown, one.awaits = row, shown, awaits
        self.awaits_drawings |= awaits
        return True

    def _grow_line(self, cursor: QTextCursor, one: _Written, before: Cell, after: Cell) -> None:
        same = 0
        while same < len(before) and same < len(after) and before[same] == after[same]:
            same += 1
        position = one.start + sum(units(piece.text) for piece in before[:same])
        rest = list(after[same:])
        if same < len(before) and rest:
            kept = _shared(before[same], rest[0])
            position += units(rest[0].text[:kept])
            text = rest[0].text[kept:]
            if kept:
                rest[0] = replace(rest[0], text=text, start=rest[0].start + kept)
        cursor.setPosition(position)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self._insert(cursor, tuple(rest), one.row)
        one.end = cursor.position()

    def _grow_grid(self, one: _Written, table: QTextTable, old: Grid, new: Grid) -> None:
        if len(new.rows) > len(old.rows):
            table.appendRows(len(new.rows) - len(old.rows))
        for number, cells in enumerate(new.rows):
            known = old.rows[number] if number < len(old.rows) else None
            if known == cells:
                continue
            for column, cell in enumerate(cells):
                if known is None or known[column] != cell:
                    self._write_cell(table, new, number, column, cell)
        one.end = table.lastPosition() + 1

    def _rewrite(self, index: int, shown: Row) -> None:
        """Show the row at `index` in another way; what follows it moves."""
        one = self._written[index]
        before = one.end
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        match one.shown, shown:
            case Line(), Line(_, pieces):
                cursor.setPosition(one.start)
                cursor.setPosition(one.end, QTextCursor.MoveMode.KeepAnchor)
                cursor.removeSelectedText()
                self._insert(cursor, pieces, shown)
                one.end = cursor.position()
            case Grid() as old, Grid() as new:
                assert one.table is not None
                self._grow_grid(one, one.table, old, new)
            case _:
                pass
        cursor.endEditBlock()
        one.shown = shown
        moved = one.end - before
        for number in range(index + 1, len(self._written)):
            self._written[number].start += moved
            self._written[number].end += moved
            self._starts[number] += moved

    def _new(self, row: Row) -> _Written:
        shown, awaits = drawn(row, self._drawings)
        self.awaits_drawings |= awaits
        return _Written(row, shown, awaits, 0, 0)

    def _bands(self, position: int) -> list[Band]:
        """How the tokens of the formula at a position share its width."""
        found = self.piece_at(position)
        if found is None:
            return []
        piece, _ = found
        length = piece.end - piece.start
        return [
            Band((start - piece.start) / length, (end - piece.start) / length, origin)
            for start, end, origin in self._tokens.runs(piece.start, piece.end)
        ]

    def _cut(self, cursor: QTextCursor, index: int) -> None:
        """Remove the rows from `index` on."""
        if index >= len(self._written):
            return
        position = self._written[index - 1].end if index else 0
        cursor.setPosition(position)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        del self._written[index:]
        del self._starts[index:]
        while self.code_heads and self.code_heads[-1] >= index:
            self.code_heads.pop()

    def _insert(self, cursor: QTextCursor, pieces: Cell, row: Row, *, head: bool = False) -> None:
        for piece in pieces:
            for text, format_ in self._tinted(piece, row, head=head):
                cursor.insertText(text, format_)

    def _tinted(
        self, piece: Piece, row: Row, *, head: bool
    ) -> Iterator[tuple[str, QTextCharFormat]]:
        text = piece.text.replace("\n", "\u2028") if "\n" in piece.text else piece.text
        if not piece.exact:
            origin = next(self._tokens.runs(piece.start, piece.start + 1))[2]
            yield text, self._formats.text(piece, row.shape, origin, head=head)
            return
        for start, end, origin in self._tokens.runs(piece.start, piece.end):
            said = text[start - piece.start : end - piece.start]
            yield said, self._formats.text(piece, row.shape, origin, head=head)

    def _recolour(
        self, cursor: QTextCursor, start: int, pieces: Cell, row: Row, *, head: bool = False
    ) -> None:
        cursor.setPosition(start)
        for piece in pieces:
            for text, format_ in self._tinted(piece, row, head=head):
                cursor.setPosition(cursor.position() + units(text), QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(format_)
                cursor.setPosition(cursor.position())

    def _block_format(self, index: int) -> QTextBlockFormat:
        shape = self._written[index].row.shape
        return self._formats.block(shape, first=index == 0, after_code=self._after_code(index))

    def _table_format(self, index: int, grid: Grid) -> QTextTableFormat:
        below = self._written[index + 1].row if index + 1 < len(self._written) else None
        return self._formats.table(
            grid,
            after_code=self._after_code(index),
            below=below.shape if isinstance(below, Line) else None,
        )

    def _after_code(self, index: int) -> bool:
        if index == 0:
            return False
        before = self._written[index - 1].row.shape.kind
        return before in {Kind.CODE, Kind.CODE_HEAD}


def _shared(before: Piece, after: Piece) -> int:
    """How many characters at their beginning two pieces have in common, looks included."""
    alike = (
        before.start == after.start
        and before.exact
        and after.exact
        and before.style == after.style
        and before.link == after.link
        and before.paint == after.paint
    )
    if not alike:
        return 0
    if after.text.startswith(before.text):
        return len(before.text)
    length = 0
    for one, other in zip(before.text, after.text, strict=False):
        if one != other:
            break
        length += 1
    return length
