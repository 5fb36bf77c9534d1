"""Asks free drafters first, and the model where they are silent.

Idea: cascade speculative drafting (Chen et al. 2023), across drafters. A guess that was looked up
costs nothing, and where text repeats itself it is right more often than a small model's. Wins over
the model alone on text that repeats itself in part, as most conversations about a document or a
program do; loses where lookups guess often and wrongly, which the governor sees.

Its drafts bear the name of the drafter that guessed.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from paceline.engine.drafters.base import Guesser, Request
from paceline.engine.tokens import Confidences, Draft
from paceline.options import DrafterChoice

_UNTOLD: Final = 0.5
"""Taken for the confidence of a guess whose drafter cannot tell."""


def expected(confidences: Confidences) -> float:
    """Return how many guesses will be right, if each is as probable as its drafter says."""
    total, reached = 0.0, 1.0
    for each in confidences:
        reached *= _UNTOLD if each is None else each
        total += reached
    return total


class Lookup:
    """Implements `Guesser`: the most promising draft of several free drafters.

    Silent where no draft promises at least `least` right guesses. Not planned by itself.
    """

    name: Final = "lookup"

    def __init__(self, free: Sequence[Guesser], least: float = 0.0) -> None:
        self._free = tuple(free)
        self._least = least

    def propose(self, request: Request) -> Draft:
        """Ask all, as asking is free, and return the draft that promises most."""
        drafts = [guesser.propose(request) for guesser in self._free]
        best = max(drafts, key=lambda draft: expected(draft.confidences))
        return best if expected(best.confidences) >= self._least else Draft()


class Cascade:
    """Implements `Guesser` over drafters that are told by the panel."""

    name: Final = DrafterChoice.CASCADE.value

    def __init__(self, guessers: Sequence[Guesser]) -> None:
        self._guessers = tuple(guessers)

    def propose(self, request: Request) -> Draft:
        """Return the first draft that is not empty, with the time that all who were asked took."""
        catch_up_ms = decode_ms = 0.0
        draft = Draft()
        for guesser in self._guessers:
            draft = guesser.propose(request)
            catch_up_ms += draft.catch_up_ms
            decode_ms += draft.decode_ms
            if draft.tokens:
                break
        return replace(draft, catch_up_ms=catch_up_ms, decode_ms=decode_ms)
