"""Ways to spoil a header: by chance, and where it hurts."""

import random
from collections.abc import Callable, Sequence
from typing import Final

_NUMBERS: Final = (
    0,
    1,
    2,
    7,
    8,
    9,
    12,
    13,
    127,
    255,
    256,
    65_535,
    1 << 20,
    (1 << 20) + 1,
    (1 << 31) - 1,
    1 << 31,
    (1 << 32) - 1,
    1 << 32,
    1 << 40,
    (1 << 63) - 1,
    1 << 63,
    (1 << 64) - 9,
    (1 << 64) - 1,
)
"""Counts, lengths and kinds on the edge of something."""

_WIDTHS: Final = (1, 2, 4, 8)


class Mutations:
    """Draws spoiled headers from good ones; one seed draws the same ones."""

    def __init__(self, good: Sequence[bytes], weights: Sequence[float], seed: int) -> None:
        self._good = good
        self._weights = weights
        self._dice = random.Random(seed)
        self._ways: tuple[Callable[[bytearray], None], ...] = (
            self._flip,
            self._overwrite,
            self._number,
            self._number,
            self._neighbour,
            self._cut_out,
            self._repeat,
            self._transplant,
        )

    def draw(self) -> bytes:
        """Return one header, spoiled once or several times, and perhaps cut off."""
        data = bytearray(self._dice.choices(self._good, self._weights)[0])
        for _ in range(self._dice.choice((1, 1, 1, 2, 3, 8))):
            self._dice.choice(self._ways)(data)
        if self._dice.random() < 0.15:
            del data[self._place(data) :]
        return bytes(data)

    def _place(self, data: bytearray) -> int:
        """A place in the header, more often near its start, where its counts are."""
        whole = max(1, len(data))
        return int(whole * self._dice.random() ** self._dice.choice((1, 1, 4)))

    def _flip(self, data: bytearray) -> None:
        for _ in range(self._dice.choice((1, 1, 4, 64))):
            if data:
                data[min(self._place(data), len(data) - 1)] ^= 1 << self._dice.randrange(8)

    def _overwrite(self, data: bytearray) -> None:
        start, length = self._place(data), self._dice.choice((1, 4, 8, 200))
        data[start : start + length] = self._dice.randbytes(length)

    def _number(self, data: bytearray) -> None:
        start, width = self._place(data), self._dice.choice(_WIDTHS)
        number = self._dice.choice(_NUMBERS) % (1 << 8 * width)
        data[start : start + width] = number.to_bytes(width, "little")

    def _neighbour(self, data: bytearray) -> None:
        """Make a number there a little larger or smaller."""
        start, width = self._place(data), self._dice.choice(_WIDTHS)
        number = int.from_bytes(data[start : start + width], "little")
        changed = (number + self._dice.choice((-1, 1, 8, -8))) % (1 << 8 * width)
        data[start : start + width] = changed.to_bytes(width, "little")

    def _cut_out(self, data: bytearray) -> None:
        start = self._place(data)
        del data[start : start + self._dice.choice((1, 8, 100, 5000))]

    def _repeat(self, data: bytearray) -> None:
        start = self._place(data)
        piece = data[start : start + self._dice.choice((1, 8, 100, 5000))]
        data[start:start] = piece * self._dice.choice((1, 1, 20))

    def _transplant(self, data: bytearray) -> None:
        """Put a piece of another header there."""
        other = self._dice.choice(self._good)
        start = self._dice.randrange(len(other))
        place = self._place(data)
        data[place:place] = other[start : start + self._dice.choice((8, 100, 5000))]
