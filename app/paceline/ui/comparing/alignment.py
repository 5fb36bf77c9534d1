"""Where two replies say the same and where they do not, token by token. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from paceline.provenance import Token


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of both texts; where it is not `same`, either side may be empty."""

    left: str
    right: str
    same: bool


def align(left: Sequence[Token], right: Sequence[Token]) -> tuple[Passage, ...]:
    """Return the passages that the texts consist of, in order.

    Put together, their sides are the texts; no two neighbours are both the same or both not.
    Tokens are told apart by their texts, for another model may have other numbers for them.
    """
    matcher = SequenceMatcher(
        None, [token.text for token in left], [token.text for token in right], autojunk=False
    )
    passages: list[Passage] = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        passage = Passage(
            _text(left[start:end]), _text(right[other_start:other_end]), kind == "equal"
        )
        if not passage.left and not passage.right:
            continue  # tokens that write nothing, as the end of a reply
        if passages and passages[-1].same == passage.same:
            last = passages.pop()
            passage = Passage(last.left + passage.left, last.right + passage.right, passage.same)
        passages.append(passage)
    return tuple(passages)


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)
