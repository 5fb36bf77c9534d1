"""The rounds of one reply, and what all views of the inspector look up in them. Knows no Qt."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from paceline.provenance import Decision, Round, Token
from paceline.tally import Tally


class Recording:
    """Grows with a reply; each view remembers how far it has read.

    A pass goes by its place in this recording, from 0, and a token by its own: a reply that was
    stopped and continued has rounds with the same `index`.
    """

    def __init__(self, rounds: Iterable[Round] = ()) -> None:
        self.rounds: list[Round] = []
        self.tokens: list[Token] = []
        self.tally = Tally()
        self.drafters: Counter[str] = Counter()
        self.lengths: Counter[int] = Counter()
        """How many passes that took time for guessing had so many guesses."""
        self.guessing_ms = 0.0
        """What these passes took, all in all."""
        self.threads: Counter[int] = Counter()
        self.draft_threads: Counter[int] = Counter()
        self.decision: Decision | None = None
        self._starts: list[int] = []
        self._ends_ms: list[float] = []
        self._places: dict[Token, int] = {}
        for round_ in rounds:
            self.append(round_)

    def append(self, round_: Round) -> None:
        """Add a round; costs the same however long the reply is."""
        self._starts.append(len(self.tokens))
        self.rounds.append(round_)
        self.tokens.extend(round_.tokens)
        self.tally.add(round_)
        self._ends_ms.append(self.tally.wall_ms)
        self.decision = round_.decision or self.decision
        if round_.drafter and round_.drafted:
            self.drafters[round_.drafter] += round_.drafted
        if round_.drafted or round_.draft_ms:
            self.lengths[round_.drafted] += 1
            self.guessing_ms += round_.wall_ms
        if round_.threads:
            self.threads[round_.threads] += 1
        if round_.draft_threads:
            self.draft_threads[round_.draft_threads] += 1

    def first_token(self, place: int) -> int:
        """The place of the first token that the pass said."""
        return self._starts[place]

    def pass_of(self, token: int) -> int:
        """The place of the pass that said the token at this place."""
        return bisect_right(self._starts, token) - 1

    def seconds(self, place: int) -> float:
        """When the pass ended, from the beginning of the first."""
        return self._ends_ms[place] / 1000

    def stretch(self, token: int) -> tuple[int, int]:
        """Where the text of the token at a place begins and ends, in characters of the reply's."""
        start = sum(len(each.text) for each in islice(self.tokens, token))
        return start, start + len(self.tokens[token].text)

    def place_of(self, token: Token) -> int | None:
        """Where this token, or one that is equal in every figure, stands in the reply."""
        for place in range(len(self._places), len(self.tokens)):
            self._places.setdefault(self.tokens[place], place)
        return self._places.get(token)

    def text(self, first: int = 0, end: int | None = None) -> str:
        """The text of these tokens."""
        return "".join(token.text for token in islice(self.tokens, first, end))
