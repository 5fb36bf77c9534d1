"""Keeps all downloads together below one speed."""

import threading
import time
from collections.abc import Callable
from typing import Final

_BURST_SECONDS: Final = 0.1
"""What may come at once after a pause: enough that sleeping too long costs no speed."""

_STEPS_PER_SECOND: Final = 20
_LEAST_STEP: Final = 1 << 12


class SpeedLimit:
    """Bytes per second for all that share it; None lets everything through."""

    def __init__(
        self,
        bytes_per_second: int | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate = bytes_per_second
        self._clock = clock
        self._lock = threading.Lock()
        self._paid_until = clock()

    @property
    def bytes_per_second(self) -> int | None:
        """The limit; it may be changed at any time."""
        return self._rate

    @bytes_per_second.setter
    def bytes_per_second(self, rate: int | None) -> None:
        with self._lock:
            self._rate = rate
            self._paid_until = self._clock()

    @property
    def step(self) -> int | None:
        """How many bytes to take at a time, so that they come evenly; None for all there are."""
        return max(_LEAST_STEP, self._rate // _STEPS_PER_SECOND) if self._rate else None

    def take(self, count: int) -> float:
        """Note that so many bytes came; return how many seconds to wait before asking for more."""
        if self._rate is None:
            return 0.0
        with self._lock:
            if not self._rate:
                return 0.0
            now = self._clock()
            self._paid_until = max(self._paid_until, now - _BURST_SECONDS) + count / self._rate
            return max(0.0, self._paid_until - now)
