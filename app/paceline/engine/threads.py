"""How many threads to compute with: as many as there are idle processors, and no more.

ggml's threads wait for each other hundreds of times in every pass. When another program takes
one of the processors, all of them wait for the thread that was put aside, and two threads become
several times slower than one. No setting is good both on an idle and on a busy machine, so the
count follows the load: threads are given back when passes did not get the processor time that
they asked for, and taken again when processors idle.
"""

import os
import time
from collections.abc import Callable
from typing import Final

import psutil

WINDOW_SECONDS: Final = 0.25
"""Passes are judged in windows of this length: several passes each, and soon enough to matter."""

LOST_PROCESSORS: Final = 0.25
"""Processors' worth of time that others may take from a pass before a thread is given back."""

IDLE_PROCESSORS: Final = 0.7
"""Idle processors' worth of time that must be there before another thread is taken."""

SHORTEST_HOLD_SECONDS: Final = 0.5
LONGEST_HOLD_SECONDS: Final = 8.0
"""After giving threads back none is taken for this long; the wait doubles each time that the
last attempt failed at once, as under a hypervisor whose load cannot be seen from inside."""


def usable_processors() -> tuple[int, ...]:
    """Return the processors that this process may run on (its CPU affinity)."""
    if hasattr(os, "sched_getaffinity"):
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(os.cpu_count() or 1))


def usable_threads() -> int:
    """Return how many threads can run at once, at least 1."""
    return max(1, len(usable_processors()))


def idle_seconds() -> float:
    """Return the idle time of all usable processors together, since some fixed moment.

    A processor that only waits for a disk is idle too: nobody else took it.
    """
    times = psutil.cpu_times(percpu=True)
    usable = [times[index] for index in usable_processors() if index < len(times)]
    return float(sum(each.idle + getattr(each, "iowait", 0.0) for each in usable))


class ThreadCount:
    """Follows the load between 1 and `most` threads; ask `count` after each `observe`."""

    def __init__(
        self,
        most: int,
        *,
        wall: Callable[[], float] = time.perf_counter,
        used: Callable[[], float] = time.process_time,
        idle: Callable[[], float] = idle_seconds,
    ) -> None:
        self.most = most
        self.count = most
        self._wall, self._used, self._idle = wall, used, idle
        self._hold = SHORTEST_HOLD_SECONDS
        self._raised_at = float("-inf")
        self._lowered_at = float("-inf")
        self.begin()

    def begin(self) -> None:
        """Start a window now; call it when computing begins after a pause."""
        self._window = (self._wall(), self._used(), self._idle())
        self._computing = 0.0

    def observe(self, computing_seconds: float) -> int:
        """Count a pass that took so long, and return the threads to use for the next one."""
        self._computing += computing_seconds
        now = self._wall()
        started, used_before, idle_before = self._window
        elapsed = now - started
        if elapsed < WINDOW_SECONDS:
            return self.count
        # Between passes one thread runs, which asks for one processor only.
        computing = min(self._computing, elapsed)
        wanted = self.count * computing + (elapsed - computing)
        idle_time = self._idle() - idle_before
        lost = (wanted - (self._used() - used_before) - idle_time) / elapsed
        idle = idle_time / elapsed
        if lost > LOST_PROCESSORS and self.count > 1:
            self._lower(now, round(lost + LOST_PROCESSORS))
        elif (
            idle > IDLE_PROCESSORS
            and self.count < self.most
            and now - self._lowered_at >= self._hold
        ):
            self.count = min(self.most, self.count + max(1, round(idle)))
            self._raised_at = now
        self.begin()
        return self.count

    def observe_stall(self, seconds: float, used: float, idle: float) -> bool:
        """Judge a stretch of a pass that still runs; True if it is to be begun anew.

        `used` and `idle` are the processor seconds that the process got and that nobody wanted
        in that stretch. The count is lowered where the answer is True.
        """
        lost = self.count - (used + idle) / seconds
        if lost <= LOST_PROCESSORS or self.count == 1:
            return False
        self._lower(self._wall(), round(lost + LOST_PROCESSORS))
        self.begin()
        return True

    def _lower(self, now: float, by: int) -> None:
        hasty = now - self._raised_at < 2 * self._hold
        self._hold = min(2 * self._hold, LONGEST_HOLD_SECONDS) if hasty else SHORTEST_HOLD_SECONDS
        self.count = max(1, self.count - max(1, by))
        self._lowered_at = now
