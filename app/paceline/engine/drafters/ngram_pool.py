"""Remembers, across chats, which token followed the last few.

Idea: llama.cpp's ngram-mod, a fixed array from the hash of the last n tokens to the next one, which
takes the same memory and time however much was said. Wins on what comes back from chat to chat:
the person's forms, files and phrases, and a model's own habits. It lives in memory as long as the
pair does (token ids mean nothing to another vocabulary).

What upstream lacks: every entry holds a check, other bits of the hash, so that another key in the
same place is not taken for its own. Upstream wipes everything when a quarter is taken or guesses
fail; here entries age singly. One that is contradicted, or whose place another key wants, loses one
of its confirmations, and goes when it has none left.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from paceline.engine.drafters.base import Request
from paceline.engine.tokens import Draft, Outcome, common_prefix
from paceline.options import DrafterChoice

KEY_LENGTHS: Final = (6, 3)
"""Longest first. Across chats shorter keys match by accident."""

PLACES: Final = 1 << 20
"""A power of two; with nine bytes each. Half a million tokens fit before any has to go."""

_CHECK_SHIFT: Final = 32
_CHECK_BITS: Final = (1 << 32) - 1
_MOST_CONFIRMATIONS: Final = 255

_DOUBT: Final = 4.0
"""Confirmations for what never followed yet, shared out over the length of the key. Twice what it
is within one conversation: another one may go on otherwise."""


class NgramPool:
    """A table of fixed size: key to next token, with how often that was confirmed."""

    def __init__(self, places: int = PLACES) -> None:
        """Make an empty table; `places` is a power of two."""
        if places.bit_count() != 1:
            raise ValueError(f"{places} places are not a power of two")
        self._mask = places - 1
        # Single elements are read and written faster through memory views than through numpy.
        self._tokens = np.zeros(places, np.int32).data
        self._checks = np.zeros(places, np.uint32).data
        self._confirmed = np.zeros(places, np.uint8).data

    def find(self, key: tuple[int, ...]) -> tuple[int, int] | None:
        """Return the token that followed the key and how often it did, None where unknown."""
        code = hash(key)
        place = code & self._mask
        confirmed = self._confirmed[place]
        if confirmed and self._checks[place] == (code >> _CHECK_SHIFT) & _CHECK_BITS:
            return self._tokens[place], confirmed
        return None

    def learn(self, key: tuple[int, ...], token: int) -> None:
        """Confirm, contradict or enter what follows the key."""
        code = hash(key)
        place = code & self._mask
        check = (code >> _CHECK_SHIFT) & _CHECK_BITS
        confirmed = self._confirmed[place]
        if confirmed and self._checks[place] == check and self._tokens[place] == token:
            self._confirmed[place] = min(confirmed + 1, _MOST_CONFIRMATIONS)
        elif confirmed > 1:
            self._confirmed[place] = confirmed - 1
        else:
            self._tokens[place] = token
            self._checks[place] = check
            self._confirmed[place] = 1

    def clear(self) -> None:
        """Forget everything."""
        np.asarray(self._confirmed).fill(0)


class NgramPoolDrafter:
    """Implements `Drafter` over everything that was read and said since the pair was loaded."""

    name: Final = DrafterChoice.NGRAM_POOL.value

    def __init__(self, is_end: Callable[[int], bool], pool: NgramPool | None = None) -> None:
        self._is_end = is_end
        self._pool = pool or NgramPool()
        self._sequence: list[int] = []

    def begin(self, prompt: Sequence[int]) -> None:
        """Learn what the prompt adds to the conversation so far; nothing is forgotten."""
        shared = common_prefix(self._sequence, prompt)
        del self._sequence[shared:]
        self._learn(prompt[shared:])

    @property
    def lag(self) -> int:
        """Nothing has to be read."""
        return 0

    def warm_up(self) -> None:
        """Nothing has to be read."""

    def observe(self, outcome: Outcome) -> None:
        """Learn what was said."""
        self._learn(outcome.said)

    def forget(self) -> None:
        """Empty the pool."""
        self._pool.clear()
        self._sequence.clear()

    def _learn(self, tokens: Sequence[int]) -> None:
        sequence, learn = self._sequence, self._pool.learn
        for token in tokens:
            end = len(sequence)
            for length in KEY_LENGTHS:
                if end >= length:
                    learn(tuple(sequence[end - length :]), token)
            sequence.append(token)

    def propose(self, request: Request) -> Draft:
        """Follow the pool from key to key, up to an end token or where it knows no more."""
        recent = self._sequence[-KEY_LENGTHS[0] :]
        guesses: list[int] = []
        confidences: list[float] = []
        while len(guesses) < request.limit:
            found = self._next(recent)
            if found is None:
                break
            guess, confidence = found
            guesses.append(guess)
            confidences.append(confidence)
            recent.append(guess)
            if self._is_end(guess):
                break
        return Draft(self.name if guesses else None, tuple(guesses), tuple(confidences))

    def _next(self, recent: list[int]) -> tuple[int, float] | None:
        """Return the token behind the longest known key, and how sure it is."""
        for length in KEY_LENGTHS:
            found = self._pool.find(tuple(recent[-length:]))
            if found is not None:
                token, confirmed = found
                return token, confirmed / (confirmed + _DOUBT / length)
        return None
