"""One reply's place in a cache that several share: the loop sees a context of its own."""

from collections.abc import Sequence

import numpy as np

from paceline.engine.batching.conductor import Conductor, Line
from paceline.engine.batching.orders import Order, adopt
from paceline.engine.tokens import ReadProgress, Scores, common_prefix
from paceline.errors import AppError, ErrorCode


class SeatContext:
    """Implements `KvContext` over one sequence of a shared cache.

    A call of `decode` comes back once a common pass has run, or several for a long prompt.
    `shared` replies had a part in the last of them, which took `threads`.
    """

    can_shift = False
    """A position that several sequences share cannot be moved for one of them."""

    def __init__(self, conductor: Conductor, line: Line, sequence: int) -> None:
        self._conductor = conductor
        self._line = line
        self._cache = line.cache
        self._sequence = sequence
        self.shared = 1
        self._most_shared = 1
        self._threads_used = 0

    @property
    def tokens(self) -> Sequence[int]:
        """The tokens at positions 0, 1, ... of the sequence."""
        return self._cache.tokens(self._sequence)

    @property
    def capacity(self) -> int:
        """Positions that the sequence can hold."""
        return self._cache.capacity

    def rewind(self, length: int) -> None:
        """Forget everything from position `length` on."""
        self._cache.rewind(self._sequence, length)

    def checkpoint(self, *, lasting: bool = False) -> None:
        """Nothing to do: any tail can be forgotten."""

    def drop(self, start: int, end: int) -> None:
        """Never called, since nothing can be shifted."""
        raise NotImplementedError(f"drop {start} to {end}")

    def adopt(self, wanted: Sequence[int]) -> None:
        """Forget what is not `wanted`, and take over from other sequences what is."""
        self.rewind(common_prefix(self.tokens, wanted))
        adopt(self._cache, self._sequence, wanted)

    def decode(
        self, tokens: Sequence[int], *, outputs: int, progress: ReadProgress | None = None
    ) -> Scores:
        """Append tokens and return the logits of the last `outputs` of them.

        They are a view that is valid until the next call. Raises `Cancelled` or `AppError`; the
        sequence then holds a prefix of what was asked.
        """
        if not 0 <= outputs <= min(len(tokens), self._cache.widest):
            raise ValueError(f"{outputs} outputs of {len(tokens)} tokens")
        if len(self.tokens) + len(tokens) > self.capacity:
            raise AppError(ErrorCode.DECODE_FAILED, "the context is full")
        order = Order(self._sequence, tokens, outputs)
        while not order.finished:
            self._conductor.decode(self._line, order)
            self.shared = self._line.shared
            self._most_shared = max(self._most_shared, self.shared)
            self._threads_used = self._cache.threads_used
            if progress is not None:
                progress(order.done, len(tokens))
        return np.empty((0, 0), np.float32) if order.rows is None else order.rows

    def take_most_shared(self) -> int:
        """Return how many had a part in one of the passes since this was asked before.

        Without any pass it is 1.
        """
        most, self._most_shared = self._most_shared, 1
        return most

    def take_threads_used(self) -> int:
        """Return the threads of the last pass since this was asked before, 0 without any."""
        used, self._threads_used = self._threads_used, 0
        return used
