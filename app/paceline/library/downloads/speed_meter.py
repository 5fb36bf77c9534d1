"""How fast bytes come, smoothed as a person wants to read it."""

from collections import deque
from typing import Final

_WINDOW: Final = 5.0
"""Seconds to look back."""
_SHORTEST: Final = 0.5
"""Seconds before which a speed would only be noise."""


class SpeedMeter:
    """Speed over the last seconds; the clock is the caller's."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def note(self, now: float, done: int) -> None:
        """Take down how many bytes there are; fewer than before begin a new count."""
        if self._samples and done < self._samples[-1][1]:
            self._samples.clear()
        self._samples.append((now, done))
        while now - self._samples[0][0] > _WINDOW:
            self._samples.popleft()

    def stop(self) -> None:
        """Forget the past: what comes next follows a pause."""
        self._samples.clear()

    @property
    def bytes_per_second(self) -> float | None:
        """None until there is something to say."""
        if not self._samples:
            return None
        (first, before), (last, after) = self._samples[0], self._samples[-1]
        return (after - before) / (last - first) if last - first >= _SHORTEST else None
