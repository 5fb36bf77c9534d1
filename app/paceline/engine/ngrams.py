"""Which token followed which few tokens, and how often: rows in numpy columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

KEY_LENGTHS: Final = (2, 3, 4)
"""Single tokens cost more passes' width than they gain; keys beyond four gained nothing more."""

LONGEST_KEY: Final = max(KEY_LENGTHS)

NO_TOKEN: Final = -1
"""Stands in front of the tokens of a shorter key."""

ONCE: Final = 4
"""The weight of one observation: it survives two halvings, so that old rows go before new ones."""

Columns = npt.NDArray[np.int32]
Weights = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Ngrams:
    """Rows in any order: keys of shape (n, LONGEST_KEY), continuations and weights of (n,)."""

    keys: Columns
    nexts: Columns
    weights: Weights

    def __len__(self) -> int:
        return len(self.nexts)

    @classmethod
    def of(cls, sequence: Sequence[int], first: int = 0) -> Self:
        """Return what a sequence teaches about its tokens from index `first` on."""
        tokens = np.asarray(sequence, np.int32)
        keys, nexts = [], []
        for length in KEY_LENGTHS:
            start = max(0, first - length)
            if len(tokens) - start <= length:
                continue
            windows = np.lib.stride_tricks.sliding_window_view(tokens[start:], length + 1)
            padded = np.full((len(windows), LONGEST_KEY), NO_TOKEN, np.int32)
            padded[:, LONGEST_KEY - length :] = windows[:, :-1]
            keys.append(padded)
            nexts.append(windows[:, -1])
        if not nexts:
            return cls.none()
        count = sum(map(len, nexts))
        return cls(np.concatenate(keys), np.concatenate(nexts), np.full(count, ONCE, np.uint32))

    @classmethod
    def none(cls) -> Self:
        """Return no rows."""
        return cls(
            np.empty((0, LONGEST_KEY), np.int32), np.empty(0, np.int32), np.empty(0, np.uint32)
        )

    def and_also(self, other: Self) -> Self:
        """Return the rows of both."""
        return type(self)(
            np.concatenate((self.keys, other.keys)),
            np.concatenate((self.nexts, other.nexts)),
            np.concatenate((self.weights, other.weights)),
        )

    def only(self, which: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Self:
        """Return the rows of a mask, or of indices."""
        return type(self)(self.keys[which], self.nexts[which], self.weights[which])

    def tokens(self) -> list[int]:
        """Return the ids of all tokens in the rows, in order."""
        if not len(self):
            return []
        # Shifted by one, so that NO_TOKEN is the first; a flag per id is far cheaper than sorting.
        found = np.zeros(2 + max(int(self.keys.max()), int(self.nexts.max())), np.bool_)
        found[self.keys + 1] = True
        found[self.nexts + 1] = True
        return list(map(int, np.flatnonzero(found[1:])))

    def valid(self, vocabulary_size: int) -> Self:
        """Return the rows that mean something in this vocabulary."""
        known = (self.keys >= 0) & (self.keys < vocabulary_size)
        tokens = known.sum(axis=1)
        # All in front of a key's tokens is padding, and all of its tokens are known.
        in_place = (known | (self.keys == NO_TOKEN)).all(axis=1)
        in_place &= known[:, 1:].sum(axis=1) >= tokens - 1
        in_place &= (known[:, :-1] <= known[:, 1:]).all(axis=1)
        in_place &= tokens >= min(KEY_LENGTHS)
        in_place &= (self.nexts >= 0) & (self.nexts < vocabulary_size) & (self.weights > 0)
        return self.only(in_place)
