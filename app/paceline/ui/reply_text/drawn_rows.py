"""Rows as they are shown: with drawings in the place of formulas, as far as these are made."""

from msgspec.structs import replace

from paceline.markdown.blocks import Style
from paceline.ui.reply_text.formula_drawings import REFUSED, Drawing, FormulaDrawings
from paceline.ui.reply_text.rows import Cell, Grid, Line, Piece, Row


def drawn(row: Row, drawings: FormulaDrawings) -> tuple[Row, bool]:
    """The row with drawings in place of its formulas, and whether some are still to come."""
    match row:
        case Line(_, pieces):
            if not any(piece.style & Style.MATH for piece in pieces):
                return row, False
            shown, awaits = _drawn_pieces(pieces, drawings)
            return replace(row, pieces=shown), awaits
        case Grid(_, _, rows):
            cells = [cell for line in rows for cell in line]
            if not any(piece.style & Style.MATH for cell in cells for piece in cell):
                return row, False
            found = [[_drawn_pieces(cell, drawings) for cell in line] for line in rows]
            lines = tuple(tuple(cell for cell, _ in line) for line in found)
            return replace(row, rows=lines), any(one for line in found for _, one in line)


def _drawn_pieces(pieces: Cell, drawings: FormulaDrawings) -> tuple[Cell, bool]:
    shown: list[Piece] = []
    awaits = False
    for piece in pieces:
        found: object = REFUSED
        if piece.style & Style.MATH:
            found = drawings.find(piece.text, display=bool(piece.style & Style.DISPLAY))
        awaits |= found is None
        is_drawn = isinstance(found, Drawing)
        shown.append(replace(piece, text="\ufffc", tex=piece.text) if is_drawn else piece)
    return tuple(shown), awaits
