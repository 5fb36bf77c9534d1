"""How many threads to compute with: as many as pay at this moment, and no more.

ggml's threads wait for each other hundreds of times in every pass. When another program takes
one of the processors, all of them wait for the thread that was put aside, and two threads become
slower than one. No setting is good both on an idle and on a busy machine, so the counts follow
the load. Each kind of pass has a count of its own: those of target and draft, of one token (bound
by memory) and of several (bound by arithmetic).
"""

from typing import Final, Protocol

from paceline.engine.load import Clocks, LoadMeter, usable_processors
from paceline.engine.pass_kind import PassKind

TRIAL_TIMEOUT_SECONDS: Final = 1.0
"""A trial may wait so long for its passes; without them nobody needs to know."""

STALL_LOST: Final = 0.5
"""Processors that a pass must lose to count as stalled."""

STALL_FACTOR: Final = 3.0
"""A stalled pass is begun anew once it has taken this many times its usual time: by then it has
lost more than beginning anew may cost."""

STALL_UNKNOWN_SECONDS: Final = 0.1
"""Taken for the usual time of a pass whose width was never run."""


def usable_threads() -> int:
    """Return how many threads can run at once, at least 1."""
    return max(1, len(usable_processors()))


class PassThreads(Protocol):
    """Says how many threads each pass of one context takes."""

    def begin(self, width: int) -> int:
        """Return the threads for a pass over `width` tokens that begins now."""

    def end(self, *, completed: bool) -> None:
        """The pass is over; one that did not complete tells nothing about speed."""

    def take_used(self) -> int:
        """Return the threads of the last pass since this was asked before, 0 without any."""


class FixedThreads:
    """Implements `PassThreads`: the same count for every pass, whatever the load."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._used = 0

    def begin(self, width: int) -> int:  # noqa: ARG002 - the protocol's argument
        """Return the fixed count."""
        self._used = self._count
        return self._count

    def end(self, *, completed: bool) -> None:
        """How long it took changes nothing."""

    def take_used(self) -> int:
        """Return the count where a pass ran since this was asked before, else 0."""
        used, self._used = self._used, 0
        return used


class PairThreads(Protocol):
    """The threads of a pair's two contexts."""

    @property
    def most(self) -> int:
        """The largest count that may be used."""

    @property
    def target(self) -> PassThreads:
        """For the target's context."""

    @property
    def draft(self) -> PassThreads:
        """For the draft's context."""


class FixedPairThreads:
    """Implements `PairThreads`: one count for the target and one for the draft, to compare with."""

    def __init__(self, target: int, draft: int) -> None:
        self.most = max(target, draft)
        self.target = FixedThreads(target)
        self.draft = FixedThreads(draft)


class ThreadCount:
    """Implements `PairThreads`: counts between 1 and `most` that follow the load.

    Passes run one at a time; `is_stalled` may be asked from another thread meanwhile.
    """

    def __init__(
        self, most: int, clocks: Clocks | None = None, processors: int | None = None
    ) -> None:
        self.most = most
        self.target = ContextThreads(self)
        self.draft = ContextThreads(self)
        self._kinds = (*self.target.kinds, *self.draft.kinds)
        self._clocks = clocks or Clocks()
        self._meter = LoadMeter(self._clocks, processors or usable_threads())
        self._running: tuple[PassKind, int, int, float] | None = None
        self._judged_at = float("-inf")

    def begin(self, kind: PassKind, width: int) -> int:
        """Begin a pass of this kind and return its threads."""
        count = kind.count
        self._meter.begin_pass()
        self._running = (kind, width, count, self._clocks.wall())
        return count

    def end(self, *, completed: bool) -> None:
        """End the pass that runs, and judge the load where a window of passes ends with it."""
        running, self._running = self._running, None
        if running is None:
            return
        kind, width, count, started = running
        load = self._meter.end_pass(count)
        now = self._clocks.wall()
        tried = self._is_trying()
        if completed:
            kind.observe(width, now - started, now)
        if tried:
            if now - self._judged_at > TRIAL_TIMEOUT_SECONDS:
                for each in self._kinds:
                    each.give_up_trial()
            # The load beside a trial is no load to judge by.
            self._meter.drop_window()
        elif load is not None:
            self._judged_at = now
            for each in self._kinds:
                each.judge(load, now)

    def is_stalled(self, seconds: float, used: float, idle: float) -> bool:
        """Judge a stretch of a pass that still runs; True if it is to be begun anew.

        `used` and `idle` are the processor seconds that the process got and that nobody wanted
        in that stretch. The counts are lowered where the answer is True.
        """
        running = self._running
        if running is None:
            return False
        kind, width, count, started = running
        lost = count - (used + idle) / seconds
        usual = kind.usual(width) or STALL_UNKNOWN_SECONDS
        if count == 1 or lost < STALL_LOST or self._clocks.wall() - started < STALL_FACTOR * usual:
            return False
        for each in self._kinds:
            each.lower(lost)
        return True

    def _is_trying(self) -> bool:
        return any(kind.is_trying for kind in self._kinds)


class NodePairThreads:
    """Implements `PairThreads` where nodes compute the target: the draft's follow the load here.

    What a node does is not seen in this machine's processor time, nor can it be interrupted.
    """

    def __init__(self, most: int, target: int) -> None:
        self.most = most
        self.following = ThreadCount(most)
        self.target = FixedThreads(target)
        self.draft = self.following.draft


class ContextThreads:
    """Implements `PassThreads` for one context of a pair, by kind of pass."""

    def __init__(self, pair: ThreadCount) -> None:
        self._pair = pair
        self._narrow, self._wide = self.kinds = (PassKind(pair.most), PassKind(pair.most))
        self._used = 0

    def begin(self, width: int) -> int:
        """Return the threads for a pass over `width` tokens that begins now."""
        self._used = self._pair.begin(self._narrow if width == 1 else self._wide, width)
        return self._used

    def end(self, *, completed: bool) -> None:
        """The pass is over."""
        self._pair.end(completed=completed)

    def take_used(self) -> int:
        """Return the threads of the last pass since this was asked before, 0 without any."""
        used, self._used = self._used, 0
        return used
