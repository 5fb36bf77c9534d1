"""How many threads one kind of pass takes: the load raises a doubt, measured passes settle it.

A kind is what one context does, narrow or wide: passes whose best count is the same at one time.
Only `threads` uses this.
"""

from typing import Final

from paceline.engine.load import Load

CROWDED: Final = 0.25
"""Processors' worth of time that others may take before a lower count is tried."""

OVERRUN: Final = 0.6
"""From this loss on a lower count is taken without a trial: two threads on two processors lose
0.67 to one busy process of their own priority and 1.0 to two. Beside two, two threads decoded the
practice target plainly at 0.54 times the rate of one (medians of three replies in turns); on an
idle machine one thread had 0.63 times the rate of two, and at most 0.01 was lost."""

NEW_LOSS: Final = 0.2
"""A loss that grew by so many processors since a trial failed is worth another trial at once."""

ROOMY: Final = 0.7
"""Share of what the program left alone that must be idle, before more threads are tried."""

LEAST_SPARE: Final = 0.1
"""Processors left alone below which their idleness says nothing."""

BETTER: Final = 0.97
"""Passes must take at most this share of the time before for another count to be kept."""

TRIAL_PASSES: Final = 2
TRIAL_SECONDS: Final = 0.1
"""What a trial measures at least: short enough to cost little, long enough for two processes to
have shared a processor some dozens of times."""

SHORTEST_HOLD_SECONDS: Final = 0.25
LONGEST_HOLD_SECONDS: Final = 8.0
"""After a trial that failed none is made for this long. The wait doubles with each failure in a
row, as under a hypervisor whose load cannot be seen from inside."""

THRIFTY_FROM: Final = 4
"""From so many threads on fewer are tried without any load, too: few may already use up the
memory's bandwidth. On fewer processors such trials would cost more than they can find."""

THRIFT: Final = 0.75
FIRST_THRIFT_PASSES: Final = 64
LAST_THRIFT_PASSES: Final = 4096
"""How many fewer threads are tried, and after how many passes: ever more while it does not pay."""

_DRIFT: Final = 0.05


class PassKind:
    """The threads of one kind of pass, and how long its passes take by width."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._best = most
        self._usual: dict[int, float] = {}
        self._window = _Mean()
        self._trial: _Mean | None = None
        self._tried = most
        self._before: float | None = None
        self._hold = SHORTEST_HOLD_SECONDS
        self._failed_at = self._favoured_at = float("-inf")
        self._tolerated = 0.0
        self._thrift_passes = FIRST_THRIFT_PASSES
        self._passes = 0

    @property
    def count(self) -> int:
        """Threads for the next pass."""
        return self._best if self._trial is None else self._tried

    @property
    def is_trying(self) -> bool:
        """Whether a trial of another count runs."""
        return self._trial is not None

    def usual(self, width: int) -> float | None:
        """Return how many seconds a pass of this width takes, None before the first."""
        return self._usual.get(width)

    def observe(self, width: int, seconds: float, now: float) -> None:
        """Count a pass on `count` threads; a trial that has seen enough ends."""
        usual = self._usual.setdefault(width, seconds / (self._window.value or 1.0))
        pace = seconds / usual
        self._usual[width] += _DRIFT * (seconds - usual)
        self._passes += 1
        (self._trial or self._window).add(pace, seconds)
        if self._trial is not None and self._trial.suffices:
            self._settle(self._trial, now)

    def give_up_trial(self) -> None:
        """End a trial that no passes come for."""
        self._trial = None

    def judge(self, load: Load, now: float) -> None:
        """Doubt the count where the load of a window without trials gives reason to."""
        self._before = self._window.value
        self._window = _Mean()
        roomy = load.idle > ROOMY * min(1.0, load.spare) and load.spare > LEAST_SPARE
        if not roomy and self._best < self._most:
            # This load is seen to come and go: no need to try in the dark.
            self._hold = SHORTEST_HOLD_SECONDS
        held = now - self._failed_at < self._hold
        if load.lost > CROWDED and self._best > 1:
            favoured = now - self._favoured_at < LONGEST_HOLD_SECONDS
            if load.lost > OVERRUN and not favoured:
                self.lower(load.lost)
            elif not held or load.lost > self._tolerated + NEW_LOSS:
                self._tolerated = load.lost
                self._try(self._best - max(1, round(load.lost)))
        elif roomy and self._best < self._most and not held:
            self._try(self._best + max(1, round(load.idle)))
        elif self._best >= THRIFTY_FROM and self._passes >= self._thrift_passes:
            self._passes = 0
            self._thrift_passes = min(2 * self._thrift_passes, LAST_THRIFT_PASSES)
            self._try(round(THRIFT * self._best))

    def lower(self, lost: float) -> None:
        """Give back as many threads as others took processors, at least one."""
        self._trial = None
        self._keep(max(1, self._best - max(1, round(lost))))

    def _try(self, count: int) -> None:
        """Run the next passes on another count; without a pass to compare with, keep to it."""
        count = min(max(1, count), self._most)
        if self._before is None:
            self._keep(count)
        else:
            self._tried, self._trial = count, _Mean()

    def _settle(self, trial: "_Mean", now: float) -> None:
        """Keep the count that was tried where it was faster, the one before where not."""
        self._trial = None
        better = (trial.value or 0.0) < BETTER * (self._before or 0.0)
        if better == (self._tried > self._best):
            self._favoured_at = now
        if better:
            self._keep(self._tried)
        else:
            self._failed_at = now
            self._hold = min(2 * self._hold, LONGEST_HOLD_SECONDS)

    def _keep(self, count: int) -> None:
        self._best = count
        self._hold = SHORTEST_HOLD_SECONDS
        self._window = _Mean()
        self._passes = 0
        self._thrift_passes = FIRST_THRIFT_PASSES


class _Mean:
    """The mean pace of some passes: how many times their usual time they took."""

    def __init__(self) -> None:
        self._sum = self._seconds = 0.0
        self._passes = 0

    def add(self, pace: float, seconds: float) -> None:
        self._sum += pace
        self._seconds += seconds
        self._passes += 1

    @property
    def value(self) -> float | None:
        return self._sum / self._passes if self._passes else None

    @property
    def suffices(self) -> bool:
        return self._passes >= TRIAL_PASSES and self._seconds >= TRIAL_SECONDS
