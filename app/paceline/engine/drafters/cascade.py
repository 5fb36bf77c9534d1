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
from paceline.engine.tokens import Draft
from paceline.options import DrafterChoice


class Cascade:
    """Implements `Guesser` over drafters that are told by the panel."""

    def __init__(
        self, guessers: Sequence[Guesser], name: str = DrafterChoice.CASCADE.value
    ) -> None:
        self.name: Final = name
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
