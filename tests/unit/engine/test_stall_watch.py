import threading
import time

from paceline.engine.llama.native import AbortFlag
from paceline.engine.llama.stall_watch import TICK_SECONDS, StallWatch
from paceline.engine.threads import ThreadCount


class Judge(ThreadCount):
    """A thread count that finds every pass stalled, or none."""

    def __init__(self, *, stalled: bool) -> None:
        super().__init__(2)
        self._stalled = stalled
        self.asked = threading.Event()

    def is_stalled(self, seconds: float, used: float, idle: float) -> bool:
        assert seconds > 0
        assert used >= 0
        assert idle >= 0
        self.asked.set()
        return self._stalled


def is_interrupted(abort: AbortFlag) -> bool:
    """Ask as llama.cpp does."""
    return bool(abort.callback(abort.data.value))


def test_a_stalled_pass_is_interrupted() -> None:
    abort, judge = AbortFlag(), Judge(stalled=True)
    watch = StallWatch(abort, judge)
    with watch:
        assert judge.asked.wait(20 * TICK_SECONDS)
        deadline = time.monotonic() + 5
        while not is_interrupted(abort) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert is_interrupted(abort)
    assert abort.resume(), "an interruption is no cancel"
    assert not is_interrupted(abort)
    watch.close()


def test_a_pass_that_computes_is_left_alone() -> None:
    abort, judge = AbortFlag(), Judge(stalled=False)
    watch = StallWatch(abort, judge)
    with watch:
        assert judge.asked.wait(20 * TICK_SECONDS)
        assert not is_interrupted(abort)
    watch.close()


def test_between_passes_nothing_is_judged() -> None:
    abort, judge = AbortFlag(), Judge(stalled=True)
    watch = StallWatch(abort, judge)
    for _ in range(5):
        with watch:
            pass
    time.sleep(2 * TICK_SECONDS)
    assert not judge.asked.is_set()
    watch.close()


def test_closing_ends_the_thread_at_once_also_when_idle() -> None:
    before = threading.active_count()
    watch = StallWatch(AbortFlag(), ThreadCount(2))
    assert threading.active_count() == before + 1
    watch.close()
    assert threading.active_count() == before
