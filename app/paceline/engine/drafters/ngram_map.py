"""Lets all earlier occurrences of the last few tokens vote on how the text goes on.

Idea: llama.cpp's ngram-map-k4v keeps the continuations of a key with counts and drafts only where
one of them clearly leads. Here the places where the key occurred vote for every next token, and
only those that were right so far go on voting; this narrows as a walk down a suffix tree does
(Oliaro et al. 2024, "SuffixDecoding"). Keys of several lengths are tried, the longest first.

Wins over plain lookup where a phrase came back in several ways, as in code, tables and forms: the
latest one is then often wrong, and where they disagree it is silent and costs nothing.
"""

from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Final

from paceline.engine.drafters.base import Request
from paceline.engine.drafters.occurrences import ConversationDrafter, confidence
from paceline.engine.tokens import Draft
from paceline.options import DrafterChoice

KEY_LENGTHS: Final = (8, 4, 3, 2)
"""Longest first, as what followed a longer one tells more."""

_VOTERS: Final = 16
"""The latest so many occurrences vote: enough to see a majority, and cheap."""

_LEAD: Final = 2
"""A guess needs at least so many times the votes of all others together."""


class NgramMapDrafter(ConversationDrafter):
    """Implements `Drafter` over the tokens of the conversation alone."""

    name: Final = DrafterChoice.NGRAM_MAP.value

    def __init__(self, is_end: Callable[[int], bool]) -> None:
        super().__init__(KEY_LENGTHS, is_end)

    def propose(self, request: Request) -> Draft:
        """Follow the majority from the longest key that occurred before, up to an end token."""
        for length in KEY_LENGTHS:
            voters = list(islice(self._occurrences.find(length), _VOTERS))
            if voters:
                return self._follow(voters, length, request.limit)
        return Draft()

    def _follow(self, voters: list[int], agreed: int, limit: int) -> Draft:
        """Guess from the places in `voters`, which the last `agreed` tokens precede as well."""
        sequence = self._occurrences.tokens
        guesses: list[int] = []
        confidences: list[float] = []
        while voters and len(guesses) < limit:
            votes = Counter([sequence[index] for index in voters])
            (guess, count), *_ = votes.most_common(1)
            if count < _LEAD * (len(voters) - count):
                break
            guesses.append(guess)
            confidences.append(confidence(count, len(voters), agreed))
            if self._is_end(guess):
                break
            agreed += 1
            voters = [
                index + 1
                for index in voters
                if sequence[index] == guess and index + 1 < len(sequence)
            ]
        return Draft(self.name if guesses else None, tuple(guesses), tuple(confidences))
