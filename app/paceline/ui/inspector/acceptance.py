"""How often guesses were right, by place in the draft and by kind of text. Knows no Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paceline.provenance import Origin, Round, Token
from paceline.ui.inspector.text_kinds import KindSpan, TextKind


@dataclass(frozen=True, slots=True)
class Share:
    """What became of some guesses.

    `count` are the guesses that were drafted in a slot, or the tokens that were said of a kind;
    `tested` the guesses among them that the target judged.
    """

    count: int
    tested: int
    accepted: int

    @property
    def acceptance(self) -> float | None:
        """Accepted over tested guesses, 0 to 1; None where none was tested."""
        return self.accepted / self.tested if self.tested else None


class ByPosition:
    """Counts guesses by their slot in the draft, a round at a time."""

    def __init__(self, rounds: Iterable[Round] = ()) -> None:
        self._counts: list[list[int]] = []
        for round_ in rounds:
            self.append(round_)

    @property
    def shares(self) -> list[Share]:
        """The share of each slot, the first guess of a draft first."""
        return [Share(*counts) for counts in self._counts]

    def append(self, round_: Round) -> None:
        """Add a round."""
        while len(self._counts) < round_.drafted:
            self._counts.append([0, 0, 0])
        for stage, count in enumerate((round_.drafted, round_.tested, round_.accepted)):
            for slot in range(min(count, round_.drafted)):
                self._counts[slot][stage] += 1


def by_kind(tokens: Sequence[Token], spans: Sequence[KindSpan]) -> dict[TextKind, Share]:
    """Return the share of each kind that occurs, by the kind of text where the guess stood.

    `spans` cover the tokens' text from its beginning, in order. A token belongs to the kind at its
    first character that is no blank.
    """
    counts: dict[TextKind, list[int]] = {}
    position = 0
    place = 0
    for token in tokens:
        blanks = len(token.text) - len(token.text.lstrip())
        start = position + (blanks if blanks < len(token.text) else 0)
        while place + 1 < len(spans) and spans[place].end <= start:
            place += 1
        position += len(token.text)
        if token.reasoning:
            kind = TextKind.REASONING
        else:
            kind = spans[place].kind if spans else TextKind.PROSE
        tested = token.origin is Origin.DRAFTED or token.rejected is not None
        accepted = token.origin is Origin.DRAFTED
        count = counts.setdefault(kind, [0, 0, 0])
        count[0] += 1
        count[1] += tested
        count[2] += accepted
    return {kind: Share(*counts[kind]) for kind in TextKind if kind in counts}
