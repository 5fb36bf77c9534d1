from collections.abc import Callable
from typing import TypeVar

import pytest

from paceline.engine.load import Clocks
from paceline.engine.pass_kind import LONGEST_HOLD_SECONDS
from paceline.engine.threads import (
    STALL_FACTOR,
    FixedPairThreads,
    PassThreads,
    ThreadCount,
    usable_threads,
)

_Result = TypeVar("_Result")

TARGET_SECONDS = 0.06
DRAFT_SECONDS = 0.01


class Machine:
    """Processors with clocks of their own, a program that decodes, and others beside it.

    `busy` processes want a processor each and get an equal share. Threads of a pass wait for each
    other, so that they suffer twice from what one of them does not get. `stolen` is the share that
    a hypervisor takes of each processor while all of them are used.
    """

    def __init__(self, processors: int = 2, *, bound_by_memory_from: int = 512) -> None:
        self.processors = processors
        self.bound_by_memory_from = bound_by_memory_from
        self.busy = 0
        self.stolen = 0.0
        self.now = self.used = self.idle = 0.0
        clocks = Clocks(lambda: self.now, lambda: self.used, lambda: self.idle)
        self.threads = ThreadCount(processors, clocks, processors)

    def run(self, threads: PassThreads, width: int, alone: float) -> int:
        """Run a pass that takes so long on one thread; return its threads."""
        count = threads.begin(width)
        self._pass(count, alone, narrow=width == 1)
        threads.end(completed=True)
        return count

    def _pass(self, count: int, alone: float, *, narrow: bool) -> None:
        share = min(1.0, self.processors / (count + self.busy))
        if count == self.processors:
            share *= 1 - self.stolen
        helpers = min(count, self.bound_by_memory_from) if narrow else count
        seconds = alone * (0.2 + 0.8 / helpers) / share ** min(count, 2)
        if narrow and count > self.bound_by_memory_from:
            seconds *= 1 + 0.05 * (count - self.bound_by_memory_from)
        self.now += seconds
        self.used += count * share * seconds
        self.idle += max(0, self.processors - count - self.busy) * seconds

    def plain(self, seconds: float) -> list[int]:
        """Decode plainly for so long; return the threads of each pass."""
        return self._repeat(seconds, lambda: self.run(self.threads.target, 1, TARGET_SECONDS))

    def drafted(self, seconds: float) -> list[tuple[int, int]]:
        """Decode with drafts of three; return the threads of the last draft pass and target's."""

        def round_() -> tuple[int, int]:
            drafts = [self.run(self.threads.draft, 1, DRAFT_SECONDS) for _ in range(3)]
            return drafts[-1], self.run(self.threads.target, 4, 1.5 * TARGET_SECONDS)

        return self._repeat(seconds, round_)

    def _repeat(self, seconds: float, action: Callable[[], _Result]) -> list[_Result]:
        end, results = self.now + seconds, []
        while self.now < end:
            results.append(action())
        return results


def test_an_idle_machine_gets_all_threads() -> None:
    assert set(Machine().plain(10)) == {2}
    assert set(Machine().drafted(10)) == {(2, 2)}


@pytest.mark.parametrize("busy", [1, 2, 3])
def test_busy_neighbours_take_one_thread_within_a_second_and_keep_it(busy: int) -> None:
    machine = Machine()
    machine.drafted(5)
    machine.busy = busy
    machine.drafted(1)
    assert set(machine.drafted(20)) == {(1, 1)}


def test_threads_come_back_within_two_seconds_after_the_load_went() -> None:
    machine = Machine()
    machine.busy = 2
    machine.drafted(20)
    machine.busy = 0
    machine.drafted(2)
    assert set(machine.drafted(5)) == {(2, 2)}


def test_a_load_that_comes_and_goes_delays_neither_answer() -> None:
    machine = Machine()
    for _ in range(10):
        machine.busy = 2
        machine.drafted(1.5)
        assert machine.drafted(0.5)[-1] == (1, 1)
        machine.busy = 0
        machine.drafted(1.5)
        assert machine.drafted(0.5)[-1] == (2, 2)


def test_a_slight_loss_that_two_threads_bear_better_is_borne() -> None:
    machine = Machine()
    machine.stolen = 0.2
    counts = machine.plain(60)
    assert counts.count(1) / len(counts) < 0.05
    machine.busy = 2
    machine.plain(1)
    assert set(machine.plain(5)) == {1}, "more load is answered all the same"


def test_a_load_that_cannot_be_seen_is_tried_less_and_less_often() -> None:
    machine = Machine()
    machine.stolen = 0.6
    counts = machine.plain(120)
    late = counts[len(counts) // 2 :]
    assert late.count(2) / len(late) < 1 / LONGEST_HOLD_SECONDS


def test_a_draft_that_has_not_run_under_load_gets_its_threads_back_too() -> None:
    machine = Machine()
    machine.busy = 2
    machine.plain(5)
    machine.busy = 0
    machine.plain(2)
    assert machine.drafted(1)[-1] == (2, 2)


def test_many_processors_give_back_only_what_was_lost() -> None:
    machine = Machine(processors=16)
    machine.busy = 2
    machine.drafted(2)
    counts = machine.plain(10)
    assert sum(13 <= count <= 15 for count in counts) / len(counts) > 0.95


def test_passes_that_memory_bounds_take_fewer_threads_and_wide_ones_all() -> None:
    machine = Machine(processors=16, bound_by_memory_from=8)
    machine.drafted(120)
    late = machine.drafted(60)
    drafts, targets = zip(*late, strict=True)
    assert sum(drafts) / len(drafts) < 10
    assert sum(targets) / len(targets) > 15


def test_there_is_always_at_least_one_thread() -> None:
    assert usable_threads() >= 1
    machine = Machine(processors=1)
    machine.busy = 5
    assert set(machine.plain(3)) == {1}


class Stall:
    """A pass of a second that usually takes `usual`, and what it got in its last quarter."""

    def __init__(self, usual: float) -> None:
        self.now = self.used = 0.0
        clocks = Clocks(lambda: self.now, lambda: self.used, lambda: 0.0)
        self.threads = ThreadCount(2, clocks, 2)
        for _ in range(2):
            self.threads.target.begin(1)
            self.now += usual
            self.used += 2 * usual
            self.threads.target.end(completed=True)
        self.threads.target.begin(1)
        self.now += 1.0


def test_a_pass_that_others_hold_up_is_begun_anew_on_fewer_threads() -> None:
    threads = Stall(usual=0.9 / STALL_FACTOR).threads
    assert threads.is_stalled(0.25, used=0.25, idle=0.0)
    threads.target.end(completed=False)
    assert threads.target.begin(1) == 1
    assert not threads.is_stalled(0.25, used=0.1, idle=0.0), "one thread has nobody to wait for"


def test_a_pass_that_computes_waits_for_the_disk_or_is_always_slow_goes_on() -> None:
    threads = Stall(usual=0.9 / STALL_FACTOR).threads
    assert not threads.is_stalled(0.25, used=0.49, idle=0.0)
    assert not threads.is_stalled(0.25, used=0.02, idle=0.48)
    threads = Stall(usual=1.1 / STALL_FACTOR).threads
    assert not threads.is_stalled(0.25, used=0.25, idle=0.0)


def test_between_passes_nothing_is_stalled() -> None:
    assert not ThreadCount(2).is_stalled(0.25, used=0.0, idle=0.0)


def test_fixed_threads_stay_whatever_happens() -> None:
    threads = FixedPairThreads(2, 1)
    assert threads.most == 2
    assert (threads.target.begin(1), threads.draft.begin(4)) == (2, 1)
    threads.target.end(completed=True)
    assert threads.target.begin(64) == 2


def test_the_threads_of_a_pass_are_reported_once() -> None:
    for threads in (FixedPairThreads(2, 1), ThreadCount(2)):
        assert threads.target.take_used() == 0
        threads.target.begin(1)
        threads.target.end(completed=True)
        assert threads.target.take_used() == 2
        assert threads.target.take_used() == 0
