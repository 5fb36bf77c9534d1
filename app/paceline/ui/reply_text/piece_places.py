"""Where pieces stand: positions of a document are UTF-16 units, places of a source characters."""

from paceline.ui.reply_text.rows import Cell, Piece


def piece_within(pieces: Cell, start: int, position: int) -> tuple[Piece, int] | None:
    """Return the piece that holds a position, and where it begins; the first one is at `start`."""
    for piece in pieces:
        end = start + units(piece.text)
        if position < end:
            return piece, start
        start = end
    return None


def seen_at(pieces: Cell, start: int, place: int) -> int | None:
    """Return where a place of the source, or the first one behind it, is seen in these pieces."""
    for piece in pieces:
        if place < piece.end:
            inside = max(place - piece.start, 0) if piece.exact else 0
            return start + units(piece.text[:inside])
        start += units(piece.text)
    return None


def units(text: str) -> int:
    """Return the length in UTF-16."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def characters_before(text: str, unit: int) -> int:
    """Return how many characters lie before the one that holds this UTF-16 unit."""
    if text.isascii():
        return unit
    for count, character in enumerate(text):
        unit -= 2 if character > "\uffff" else 1
        if unit < 0:
            return count
    return len(text)
