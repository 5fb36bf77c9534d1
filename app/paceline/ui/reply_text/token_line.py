"""The tokens of a reply along its source text. Pure; places are characters of the Python string."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from paceline.provenance import Origin, Token


class TokenLine:
    """Tokens in the order of their text; text may stand before, between and behind them."""

    def __init__(self) -> None:
        self._starts = array("Q")
        self._tokens: list[Token | None] = []
        self.end = 0

    def append(self, token: Token) -> None:
        """The token's text follows what there is; empty text has no place."""
        if token.text:
            self._starts.append(self.end)
            self._tokens.append(token)
            self.end += len(token.text)

    def skip(self, length: int) -> None:
        """Text follows of which nobody knows the tokens."""
        if length > 0:
            self._starts.append(self.end)
            self._tokens.append(None)
            self.end += length

    def cut_to(self, end: int) -> "TokenLine":
        """The same tokens up to a place."""
        count = bisect_left(self._starts, end)
        line = TokenLine()
        line._starts = self._starts[:count]
        line._tokens = self._tokens[:count]
        line.end = min(self.end, end)
        return line

    def token_at(self, place: int) -> Token | None:
        """The token whose text holds the character at a place."""
        if not 0 <= place < self.end:
            return None
        return self._tokens[bisect_right(self._starts, place) - 1]

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, Origin]]:
        """Start, end and origin of each stretch with one origin, in order, covering all."""
        index = bisect_right(self._starts, start) - 1
        begun = start
        now = self._origin(index)
        while begun < end:
            index += 1
            known = index < len(self._starts)
            until = min(self._starts[index], end) if known else end
            following = self._origin(index)
            if following is not now or until == end:
                if until > begun:
                    yield begun, until, now
                begun, now = until, following

    def _origin(self, index: int) -> Origin:
        if 0 <= index < len(self._tokens):
            token = self._tokens[index]
            if token is not None:
                return token.origin
        return Origin.PLAIN
