"""Looks the last few tokens up earlier in the text and guesses that it goes on as it did then.

Idea: prompt lookup decoding, as llama.cpp's ngram-simple, but with keys from four tokens down to
two and the longest match first. Costs nothing to ask and needs no second model. Wins where text
repeats itself: edits of code, quotations, lists, summaries; rarely guesses in free prose.
"""

from collections.abc import Callable, Sequence
from typing import Final

from paceline.engine.drafters.base import Request
from paceline.engine.tokens import Draft, Outcome
from paceline.options import DrafterChoice

KEY_LENGTHS: Final = (4, 3, 2)
"""Longest first: a longer match is right more often. Single tokens match by accident."""


class NgramDrafter:
    """Implements `Drafter` over the tokens of the conversation alone."""

    name: Final = DrafterChoice.NGRAM.value

    def __init__(self, is_end: Callable[[int], bool]) -> None:
        self._is_end = is_end
        self._sequence: list[int] = []
        # Where a key was last followed by something: the index of the token behind it.
        self._continuation: dict[tuple[int, ...], int] = {}

    def begin(self, prompt: Sequence[int]) -> None:
        """Index the prompt."""
        self._sequence = []
        self._continuation.clear()
        self._append(prompt)

    @property
    def lag(self) -> int:
        """Nothing has to be read."""
        return 0

    def warm_up(self) -> None:
        """Nothing has to be read."""

    def observe(self, outcome: Outcome) -> None:
        """Append what was said."""
        self._append(outcome.said)

    def _append(self, said: Sequence[int]) -> None:
        """Append tokens; each makes the keys that end before it findable."""
        sequence = self._sequence
        for token in said:
            end = len(sequence)
            for length in KEY_LENGTHS:
                if end >= length:
                    self._continuation[tuple(sequence[end - length :])] = end
            sequence.append(token)

    def propose(self, request: Request) -> Draft:
        """Copy what followed the latest earlier match of the longest key, up to an end token."""
        for length in KEY_LENGTHS:
            start = self._continuation.get(tuple(self._sequence[-length:]))
            if start is not None:
                guesses = self._sequence[start : start + request.limit]
                ends = [slot for slot, token in enumerate(guesses) if self._is_end(token)]
                guesses = guesses[: ends[0] + 1] if ends else guesses
                return Draft(self.name, tuple(guesses), (None,) * len(guesses))
        return Draft()
