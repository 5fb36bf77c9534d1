"""A reply pass by pass: the text so far, the guesses, and what became of them. Knows no Qt."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from paceline.provenance import Origin, Round, Token
from paceline.ui.inspector.recording import Recording

MOST_BEFORE: Final = 400
"""Tokens of the text so far that a frame shows; so each step costs the same in a long reply."""


class PieceKind(StrEnum):
    """What a piece of a pass is."""

    ACCEPTED = "accepted"
    """A guess that the target agreed with."""
    GHOST = "ghost"
    """The guess that it refused."""
    OWN = "own"
    """The token that the target said itself."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a pass; a ghost is no part of the reply."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What one pass did.

    `before` are the tokens that stood already, without the first `left_out` ones. `untested`
    guesses stood behind the refused one, and nobody knows whether they were right.
    """

    place: int
    round: Round
    before: tuple[Token, ...]
    left_out: int
    pieces: tuple[Piece, ...]
    untested: int
    seconds: float


def frame_of(recording: Recording, place: int) -> Frame:
    """Return what the pass at this place did."""
    round_ = recording.rounds[place]
    first = recording.first_token(place)
    left_out = max(0, first - MOST_BEFORE)
    return Frame(
        place=place,
        round=round_,
        before=tuple(recording.tokens[left_out:first]),
        left_out=left_out,
        pieces=pieces_of(round_),
        untested=round_.drafted - round_.tested,
        seconds=recording.seconds(place),
    )


def pieces_of(round_: Round) -> tuple[Piece, ...]:
    """Return accepted guesses, the refused one, and the target's own token, in this order."""
    pieces = []
    for token in round_.tokens:
        if token.origin is Origin.DRAFTED:
            pieces.append(Piece(PieceKind.ACCEPTED, token.text))
            continue
        if token.rejected is not None:
            pieces.append(Piece(PieceKind.GHOST, token.rejected.text))
        pieces.append(Piece(PieceKind.OWN, token.text))
    return tuple(pieces)
