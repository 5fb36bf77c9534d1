"""Which stretch of a reply came how, for export. Pure."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paceline.provenance import Origin, Round, Token


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` to `end` of a reply that came in the same way.

    `title` tells of a correction what the guess had been.
    """

    start: int
    end: int
    origin: Origin
    title: str = ""


class Tints:
    """Answers for any part of a reply how it came; plain where its rounds are not known."""

    def __init__(self, content: str, rounds: Sequence[Round]) -> None:
        self._stretches = _stretches(rounds)
        said = self._stretches[-1].end if self._stretches else 0
        tokens = "".join(token.text for each in rounds for token in each.tokens)
        if said > len(content) or not content.startswith(tokens):
            self._stretches = []
        self._starts = [each.start for each in self._stretches]

    def within(self, start: int, end: int) -> Iterator[Stretch]:
        """Yield the stretches from `start` to `end`, cut to fit, without a gap."""
        place = max(0, bisect_right(self._starts, start) - 1)
        position = start
        for stretch in self._stretches[place:]:
            if stretch.start >= end:
                break
            if stretch.end > position:
                stop = min(stretch.end, end)
                yield Stretch(position, stop, stretch.origin, stretch.title)
                position = stop
        if position < end:
            yield Stretch(position, end, Origin.PLAIN)


def _stretches(rounds: Sequence[Round]) -> list[Stretch]:
    made: list[Stretch] = []
    position = 0
    for token in (token for each in rounds for token in each.tokens):
        if not token.text:
            continue
        end = position + len(token.text)
        title = _title(token)
        last = made[-1] if made else None
        if last and not title and not last.title and last.origin is token.origin:
            made[-1] = Stretch(last.start, end, token.origin)
        else:
            made.append(Stretch(position, end, token.origin, title))
        position = end
    return made


def _title(token: Token) -> str:
    ghost = token.rejected
    if ghost is None:
        return ""
    said = f"said “{_shown(token.text)}”"
    if token.target_p is not None:
        said += f" ({token.target_p:.0%})"
    guessed = f"The draft guessed “{_shown(ghost.text)}”"
    if ghost.draft_p is not None:
        guessed += f" ({ghost.draft_p:.0%} sure)"
    return f"{guessed}; the target gave that {ghost.target_p:.0%} and {said}"


def _shown(text: str) -> str:
    """White space made visible."""
    return text.replace("\n", "↵").replace("\t", "⇥").replace(" ", "·") or "nothing"
