"""How high each message of a column is: measured where it was seen, estimated elsewhere.

Knows no Qt. Messages are counted from 0; heights and places are whole pixels from the column's top.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


class Heights:
    """The heights in a row, and the places that follow from them."""

    def __init__(self) -> None:
        self._heights: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._ends: npt.NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total(self) -> int:
        """The height of the whole column."""
        return int(self._bottoms()[-1]) if len(self) else 0

    def replace(self, first: int, heights: Sequence[int]) -> None:
        """From message `first` on, these are the heights."""
        self._heights = np.concatenate([self._heights[:first], np.asarray(heights, np.int64)])
        self._ends = None

    def put(self, index: int, height: int) -> None:
        """Message `index` is this high."""
        if self._heights[index] != height:
            self._heights[index] = height
            self._ends = None

    def height(self, index: int) -> int:
        """How high message `index` is."""
        return int(self._heights[index])

    def top(self, index: int) -> int:
        """Where message `index` begins."""
        return int(self._bottoms()[index]) - self.height(index)

    def bottom(self, index: int) -> int:
        """Where message `index` ends."""
        return int(self._bottoms()[index])

    def at(self, place: int) -> int:
        """The message that covers a place; beyond the ends the first or the last."""
        found = int(np.searchsorted(self._bottoms(), place, side="right"))
        return min(found, len(self) - 1)

    def between(self, top: int, bottom: int) -> range:
        """The messages that reach into a stretch of the column."""
        if not len(self) or bottom <= top:
            return range(0)
        return range(self.at(top), self.at(bottom - 1) + 1)

    def _bottoms(self) -> npt.NDArray[np.int64]:
        if self._ends is None:
            self._ends = np.cumsum(self._heights)
        return self._ends
