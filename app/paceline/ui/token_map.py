"""Which token stands at a position of the document. Pure; positions are UTF-16 units."""

from bisect import bisect_right

from paceline.provenance import Token


class TokenMap:
    """The tokens of one reply in the order of their text; nothing may move text before its end.

    `outset` is where the reply begins with its label, `start` where its tokens begin.
    """

    def __init__(self, outset: int) -> None:
        self.outset = outset
        self.start = outset
        self.end = outset
        self._starts: list[int] = []
        self._tokens: list[Token] = []

    def open(self, start: int) -> None:
        """The tokens' text begins here."""
        self.start = self.end = start

    def append(self, token: Token, end: int) -> None:
        """The token's text goes from the end so far up to `end`; empty text has no place."""
        if end > self.end:
            self._starts.append(self.end)
            self._tokens.append(token)
            self.end = end

    def token_at(self, position: int) -> Token | None:
        """The token whose text holds the unit at `position`."""
        if not self.start <= position < self.end:
            return None
        return self._tokens[bisect_right(self._starts, position) - 1]

    def runs(self) -> list[tuple[int, int, Token]]:
        """Start, end and first token of each stretch with one origin, in order."""
        runs: list[tuple[int, int, Token]] = []
        for index, token in enumerate(self._tokens):
            start = self._starts[index]
            end = self._starts[index + 1] if index + 1 < len(self._starts) else self.end
            if runs and runs[-1][2].origin is token.origin:
                runs[-1] = (runs[-1][0], end, runs[-1][2])
            else:
                runs.append((start, end, token))
        return runs
