"""What other programs leave of the processors, judged from inside this one.

A program that computes on n threads asks for n processors. What it did not get although nobody
left it idle, others took; what stayed idle although nobody asked for it, is to be had.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import psutil

WINDOW_SECONDS: Final = 0.25
"""Passes are judged in windows of this length: several passes each, and soon enough to matter."""

PAUSE_SECONDS: Final = 0.05
"""After so long without a pass the next one begins a window of its own."""


def usable_processors() -> tuple[int, ...]:
    """Return the processors that this process may run on (its CPU affinity)."""
    if hasattr(os, "sched_getaffinity"):
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(os.cpu_count() or 1))


def idle_seconds() -> float:
    """Return the idle time of all usable processors together, since some fixed moment.

    A processor that only waits for a disk is idle too: nobody else took it.
    """
    times = psutil.cpu_times(percpu=True)
    usable = [times[index] for index in usable_processors() if index < len(times)]
    return float(sum(each.idle + getattr(each, "iowait", 0.0) for each in usable))


@dataclass(frozen=True, slots=True)
class Clocks:
    """Where to read the time, the processor time of this process and that of nobody."""

    wall: Callable[[], float] = time.perf_counter
    used: Callable[[], float] = time.process_time
    idle: Callable[[], float] = idle_seconds

    def read(self) -> "Reading":
        """Read all three now."""
        return Reading(self.wall(), self.used(), self.idle())


@dataclass(frozen=True, slots=True)
class Reading:
    """The clocks at one moment, in seconds."""

    wall: float
    used: float
    idle: float


@dataclass(frozen=True, slots=True)
class Load:
    """A window's findings, in processors.

    `lost` were taken by others though this program asked for them, `spare` are those that it did
    not ask for, and `idle` those that nobody used.
    """

    lost: float
    spare: float
    idle: float


class LoadMeter:
    """Tells the load once per window; told the beginning and end of every pass."""

    def __init__(self, clocks: Clocks, processors: int) -> None:
        self._clocks = clocks
        self._processors = processors
        self._start: Reading | None = None
        self._pass_start = 0.0
        self._pass_end = float("-inf")
        self._asked = self._computing = 0.0

    def begin_pass(self) -> None:
        """A pass begins."""
        self._pass_start = self._clocks.wall()
        if self._start is None or self._pass_start - self._pass_end > PAUSE_SECONDS:
            self._start = self._clocks.read()
            self._asked = self._computing = 0.0

    def drop_window(self) -> None:
        """Let the next pass begin a window, whatever was seen before."""
        self._start = None

    def end_pass(self, threads: int) -> Load | None:
        """A pass on so many threads is over; return the load where a window ends with it."""
        self._pass_end = self._clocks.wall()
        seconds = self._pass_end - self._pass_start
        self._asked += threads * seconds
        self._computing += seconds
        start = self._start
        if start is None or self._pass_end - start.wall < WINDOW_SECONDS:
            return None
        now = self._clocks.read()
        elapsed = now.wall - start.wall
        # Between passes one thread runs, which asks for one processor only.
        wanted = self._asked + max(0.0, elapsed - self._computing)
        used, idle = now.used - start.used, now.idle - start.idle
        self._start, self._asked, self._computing = now, 0.0, 0.0
        return Load(
            lost=(wanted - used - idle) / elapsed,
            spare=self._processors - wanted / elapsed,
            idle=idle / elapsed,
        )
