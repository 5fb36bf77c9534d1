"""Counts of n-grams that age, are capped, and answer fast.

Rows are sorted by a code of key and continuation, so that half a million of them take some tens of
megabytes, others are merged in by bisection, and a key is found within microseconds.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from paceline.engine.ngrams import KEY_LENGTHS, LONGEST_KEY, NO_TOKEN, ONCE, Ngrams

MOST_WEIGHT: Final = 2**16 - 1

_KEPT_AT_THE_CAP: Final = 3 / 4
"""Makes room for many replies at once; the next ageing is that far away."""

_CODE_BITS: Final = 24
"""Low bits of a code: the continuation. The high 40 are the key's hash; where two keys share one,
a guess may be wrong, and the target corrects it."""

_BUCKET_BITS: Final = 16
_BUCKET_SHIFT: Final = 40 - _BUCKET_BITS
"""A key's first bits say where to look, so that bisection has a handful of keys left."""

_WORD: Final = 2**64 - 1
_FACTOR: Final = 0x9E3779B97F4A7C15
_SHIFT: Final = 29

_DOUBTS: Final = {2: 2.0, 3: 1.0, 4: 0.6}
"""Observations to the contrary that a key of this length starts with. With these, shares of 0.3 to
0.9 came out as the rate of acceptance, within a tenth, in replayed chats of the starter."""

Codes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Continuation:
    """What a key's likeliest next token is, and its smoothed share of all that followed."""

    token: int
    share: float


class NgramTable:
    """Sorted rows with an index over their keys; never changes."""

    def __init__(self, content: "_Sorted", cap: int) -> None:
        """Use `of`; indexes each key's sum of weights and its likeliest continuation."""
        self._content = content
        self._cap = cap
        keys = content.codes >> np.uint64(_CODE_BITS)
        starts = _starts(keys)
        weights, nexts = content.rows.weights, content.rows.nexts
        totals = np.empty(0, np.int64)
        bests, tokens = weights, nexts
        if len(starts):
            totals = np.add.reduceat(weights, starts, dtype=np.int64)
            bests = np.maximum.reduceat(weights, starts)
            group = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(keys)))
            peaks = np.flatnonzero(weights == bests[group])
            tokens = nexts[peaks[_starts(group[peaks])]]
        groups = keys[starts]
        bounds = np.arange(2**_BUCKET_BITS + 1, dtype=np.uint64) << np.uint64(_BUCKET_SHIFT)
        # Memory views hand out Python's own numbers, several times faster than numpy's scalars.
        self._groups = groups.data
        self._buckets = np.searchsorted(groups, bounds).data
        self._totals = totals.data
        self._bests = bests.data
        self._tokens = tokens.data

    @classmethod
    def of(cls, rows: Ngrams, *, cap: int) -> Self:
        """Take rows in any order; equal ones are added up, and the heaviest `cap` kept."""
        return cls(_Sorted.of(rows).heaviest(cap), cap)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def rows(self) -> Ngrams:
        """Every row once."""
        return self._content.rows

    def with_rows(self, more: Ngrams) -> "NgramTable":
        """Return a table of these rows and more.

        Where they are too many, the weights of the old ones are halved, and the lightest go.
        """
        added = _Sorted.of(more)
        both = self._content.plus(added)
        if len(both.rows) > self._cap:
            both = self._content.halved().plus(added).heaviest(int(_KEPT_AT_THE_CAP * self._cap))
        return NgramTable(both, self._cap)

    def continuation(self, before: Sequence[int]) -> Continuation | None:
        """Return the likeliest next token by the longest known key that ends `before`, if any."""
        value = 0
        hashes: list[tuple[int, int]] = []
        for length, token in enumerate(reversed(before[-LONGEST_KEY:]), 1):
            value = ((value + token + 1) * _FACTOR) & _WORD
            value ^= value >> _SHIFT
            if length >= KEY_LENGTHS[0]:
                hashes.append((length, value >> _CODE_BITS))
        for length, key in reversed(hashes):
            bucket = key >> _BUCKET_SHIFT
            end = self._buckets[bucket + 1]
            place = bisect_left(self._groups, key, self._buckets[bucket], end)
            if place < end and self._groups[place] == key:
                share = self._bests[place] / (self._totals[place] + ONCE * _DOUBTS[length])
                return Continuation(self._tokens[place], share)
        return None


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Rows in the order of their codes, each once."""

    rows: Ngrams
    codes: Codes

    @classmethod
    def of(cls, rows: Ngrams) -> Self:
        """Sort rows and add up equal ones."""
        codes = _codes(rows)
        order = np.argsort(codes, kind="stable")
        starts = _starts(codes[order])
        if not len(starts):
            return cls(rows, codes)
        weights = np.add.reduceat(rows.weights[order], starts, dtype=np.int64)
        first = order[starts]
        return cls(Ngrams(rows.keys[first], rows.nexts[first], _bounded(weights)), codes[first])

    def plus(self, other: Self) -> Self:
        """Merge in other rows; takes time by the size of both, without sorting anew."""
        places = np.searchsorted(self.codes, other.codes)
        known = places < len(self.codes)
        known[known] = self.codes[places[known]] == other.codes[known]
        weights = self.rows.weights.astype(np.int64)
        weights[places[known]] += other.rows.weights[known]
        new, at = ~known, places[~known]
        rows = Ngrams(
            np.insert(self.rows.keys, at, other.rows.keys[new], axis=0),
            np.insert(self.rows.nexts, at, other.rows.nexts[new]),
            np.insert(_bounded(weights), at, other.rows.weights[new]),
        )
        return type(self)(rows, np.insert(self.codes, at, other.codes[new]))

    def halved(self) -> Self:
        """Return the rows with half their weight, without those that have none left."""
        rows = Ngrams(self.rows.keys, self.rows.nexts, (self.rows.weights >> 1).astype(np.uint32))
        left = rows.weights > 0
        return type(self)(rows.only(left), self.codes[left])

    def heaviest(self, count: int) -> Self:
        """Return the `count` rows of the greatest weight."""
        surplus = len(self.codes) - count
        if surplus <= 0:
            return self
        left = np.sort(np.argpartition(self.rows.weights, surplus)[surplus:])
        return type(self)(self.rows.only(left), self.codes[left])


def _codes(rows: Ngrams) -> Codes:
    """Return one number per row by which rows of one key stand together; equal for equal rows."""
    value = np.zeros(len(rows), np.uint64)
    for column in range(LONGEST_KEY - 1, -1, -1):
        token = rows.keys[:, column]
        longer = (value + (token.astype(np.int64) + 1).view(np.uint64)) * np.uint64(_FACTOR)
        longer ^= longer >> np.uint64(_SHIFT)
        value = np.where(token == NO_TOKEN, value, longer)
    low = np.uint64(2**_CODE_BITS - 1)
    return (value & ~low) | (rows.nexts.astype(np.uint64) & low)


def _bounded(weights: npt.NDArray[np.int64]) -> npt.NDArray[np.uint32]:
    return np.minimum(weights, MOST_WEIGHT).astype(np.uint32)


def _starts(values: npt.NDArray[np.uint64] | npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Return the indices at which a sorted array changes, its beginning included."""
    if not len(values):
        return np.empty(0, np.intp)
    return np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
