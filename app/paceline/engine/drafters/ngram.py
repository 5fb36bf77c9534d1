"""Looks the last few tokens up earlier in the text and guesses that it goes on as it did then.

Idea: prompt lookup decoding (Saxena 2023), as llama.cpp's ngram-simple, but with keys from four
tokens down to two and the longest match first. Costs nothing to ask and needs no second model.
Wins where text repeats itself: edits of code, quotations, lists, summaries; rarely guesses in free
prose.

It is the surer, the more tokens before it agree.
"""

from collections.abc import Callable
from typing import Final

from paceline.engine.drafters.base import Request
from paceline.engine.drafters.occurrences import ConversationDrafter, confidence
from paceline.engine.tokens import Draft
from paceline.options import DrafterChoice

KEY_LENGTHS: Final = (4, 3, 2)
"""Longest first: a longer match is right more often. Single tokens match by accident."""

_LONGEST_AGREEMENT: Final = 32
"""Tokens compared to tell how sure a guess is; beyond them it hardly grows surer."""


class NgramDrafter(ConversationDrafter):
    """Implements `Drafter` over the tokens of the conversation alone."""

    name: Final = DrafterChoice.NGRAM.value

    def __init__(self, is_end: Callable[[int], bool]) -> None:
        super().__init__(KEY_LENGTHS, is_end)

    def propose(self, request: Request) -> Draft:
        """Copy what followed the latest earlier match of the longest key, up to an end token."""
        for length in KEY_LENGTHS:
            start = next(self._occurrences.find(length), None)
            if start is not None:
                return self._copy(start, request.limit)
        return Draft()

    def _copy(self, start: int, limit: int) -> Draft:
        guesses = self._occurrences.tokens[start : start + limit]
        ends = [slot for slot, token in enumerate(guesses) if self._is_end(token)]
        guesses = guesses[: ends[0] + 1] if ends else guesses
        agreed = self._occurrences.agreement(start, _LONGEST_AGREEMENT)
        # Each further guess is tested only if those before were right, which agree then too.
        confidences = tuple(confidence(1, 1, agreed + slot) for slot in range(len(guesses)))
        return Draft(self.name, tuple(guesses), confidences)
