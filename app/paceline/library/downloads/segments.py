"""A file in stretches that are fetched at the same time."""

import itertools
from collections.abc import Sequence
from typing import Final

import msgspec

_SMALLEST: Final = 16 << 20
"""Bytes for which another connection is worth its beginning."""
MOST: Final = 4
"""Connections per file: more would be impolite, and gain little."""


class Segment(msgspec.Struct):
    """The bytes from `start` up to `stop`, of which the first `done` lie on the disk."""

    start: int
    stop: int
    done: int = 0

    @property
    def position(self) -> int:
        """Where its next byte belongs in the file."""
        return self.start + self.done

    @property
    def missing(self) -> int:
        """How many bytes are still to come."""
        return self.stop - self.start - self.done


def fitting_count(size: int) -> int:
    """Return in how many segments to fetch a file of this size."""
    return max(1, min(MOST, size // _SMALLEST))


def split(size: int, count: int) -> list[Segment]:
    """Cut a file into equal segments."""
    edges = [size * number // count for number in range(count + 1)]
    return [Segment(start, stop) for start, stop in itertools.pairwise(edges)]


def cover(segments: Sequence[Segment], size: int) -> bool:
    """Whether they make up the whole file, one behind the other, none done beyond its end."""
    position = 0
    for segment in segments:
        if segment.start != position or segment.done < 0 or segment.missing < 0:
            return False
        position = segment.stop
    return bool(segments) and position == size
