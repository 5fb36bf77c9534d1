"""From the loop's bare rounds to those that a person gets: with text, and never taken back.

A token is final once it is sent. So a round is held back while the end of its text may still turn
out to be part of a stop string, or of the tag that begins a block of reasoning; it is given out
whole in the round that resolves it. Where a stop string comes up, the reply keeps the shortest run
of tokens that writes all the text before it: the last of them with only a part of its text, if the
stop string begins inside it. What was said behind is gone from text, tokens and figures; of the
passes that said it only the time remains.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from paceline.engine.detokenizer import Detokenizer
from paceline.engine.reasoning import Reasoning
from paceline.engine.stop_strings import Match, StopStrings
from paceline.provenance import Round, Token


@dataclass(slots=True)
class _Page:
    """A round with its texts, and where each of its tokens begins in the reply's text."""

    round: Round
    starts: list[int]
    end: int


class Manuscript:
    """The text of one reply, its tokens and where it was cut.

    `match` is the stop string before which the reply ends; nothing may be added behind it.
    """

    def __init__(self, detokenizer: Detokenizer, stops: StopStrings, reasoning: Reasoning) -> None:
        self.match: Match | None = None
        self.tokens: list[Token] = []
        self._detokenizer = detokenizer
        self._stops = stops
        self._reasoning = reasoning
        self._held: deque[_Page] = deque()
        self._length = 0
        self._ends_inside_token = False

    @property
    def text(self) -> str:
        """What the rounds given out so far say."""
        return "".join(token.text for token in self.tokens)

    @property
    def ids(self) -> list[int]:
        """The tokens kept so far, those held back too."""
        held = (token for page in self._held for token in page.round.tokens)
        return [token.id for token in (*self.tokens, *held)]

    def whole(self) -> tuple[str, list[int]]:
        """Return the text given out that whole tokens wrote, and these tokens.

        Left out at the end is what wrote nothing yet, as an end token or half a character, and a
        token that was cut.
        """
        given_out = self.match is not None and not self._held
        tokens = self.tokens[: -1 if given_out and self._ends_inside_token else None]
        while tokens and not tokens[-1].text:
            tokens.pop()
        return "".join(token.text for token in tokens), [token.id for token in tokens]

    def add(self, bare: Round) -> None:
        """Write a round of the loop, up to the end of the first stop string."""
        self._held.append(self._write(bare))
        if self.match is not None:
            self._cut(self.match.start)

    def final(self) -> Iterator[Round]:
        """Yield, in order, the rounds that can be given out now."""
        while self._held and self._is_final(self._held[0]):
            yield self._give_out(self._held.popleft())

    def finish(self) -> Iterator[Round]:
        """Yield what was held back: the reply ends here."""
        while self._held:
            yield self._give_out(self._held.popleft())

    def _write(self, bare: Round) -> _Page:
        """Fill in the texts; what was said behind a stop string is dropped."""
        tokens: list[Token] = []
        starts: list[int] = []
        for token in bare.tokens:
            text = self._detokenizer.write(token.id)
            ghost = token.rejected
            if ghost is not None:
                ghost = replace(ghost, text=self._detokenizer.alone(ghost.id))
            tokens.append(replace(token, text=text, rejected=ghost))
            starts.append(self._length)
            self._length += len(text)
            self._reasoning.read(text)
            self.match = self._stops.read(text)
            if self.match is not None:
                break
        return _Page(replace(bare, tokens=tuple(tokens)), starts, self._length)

    def _is_final(self, page: _Page) -> bool:
        """Whether nothing that follows can change or remove any of the page's tokens."""
        if self.match is not None:
            return True
        if self._reasoning.undecided:
            return False
        if not self._stops:
            return True
        # A token that writes nothing may hold the first bytes of what begins a stop string.
        return page.end <= self._length - self._stops.held and bool(page.round.tokens[-1].text)

    def _cut(self, length: int) -> None:
        """Keep the shortest run of the tokens held that writes the text up to there."""
        for page in self._held:
            kept: list[Token] = []
            for token, start in zip(page.round.tokens, page.starts, strict=True):
                self._ends_inside_token |= start < length < start + len(token.text)
                kept.append(replace(token, text=token.text[: max(0, length - start)]))
            page.round = _shortened(page.round, kept)
        # The run ends with the last token that still writes something.
        for page in reversed(self._held):
            kept = list(page.round.tokens)
            while kept and not kept[-1].text:
                kept.pop()
            page.round = _shortened(page.round, kept)
            if kept:
                break

    def _give_out(self, page: _Page) -> Round:
        tokens = tuple(
            replace(token, reasoning=True) if self._reasoning.covers(start) else token
            for token, start in zip(page.round.tokens, page.starts, strict=False)
        )
        self.tokens.extend(tokens)
        return replace(page.round, tokens=tokens)


def _shortened(round_: Round, kept: list[Token]) -> Round:
    """Return a round as if its pass had ended with these tokens, as an end token ends it."""
    return replace(
        round_,
        tokens=tuple(kept),
        accepted=min(round_.accepted, len(kept)),
        tested=min(round_.tested, len(kept)),
    )
