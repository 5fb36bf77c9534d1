from paceline.engine.threads import LONGEST_HOLD_SECONDS, ThreadCount, usable_threads


class Machine:
    """Two processors with a clock of their own; `busy` others run beside the program."""

    def __init__(self, processors: int = 2) -> None:
        self.processors = processors
        self.busy = 0
        self.hidden_load = False
        self.now = self.used = self.idle = 0.0
        self.count = ThreadCount(
            processors, wall=lambda: self.now, used=lambda: self.used, idle=lambda: self.idle
        )

    def compute(self, seconds: float) -> list[int]:
        """Run passes of 50 ms for so long; returns the threads of each."""
        counts = []
        for _ in range(round(seconds / 0.05)):
            mine = self.count.count
            wanting = mine + self.busy
            share = min(1.0, self.processors / wanting)
            if self.hidden_load and mine == self.processors:
                share = 0.5
            self.now += 0.05
            self.used += 0.05 * mine * share
            visible = self.processors - min(self.processors, wanting)
            self.idle += 0.05 * visible
            counts.append(self.count.observe(0.05))
        return counts


def test_an_idle_machine_gets_all_threads() -> None:
    assert set(Machine().compute(10)) == {2}


def test_busy_neighbours_take_one_thread_within_half_a_second_and_keep_it() -> None:
    machine = Machine()
    machine.busy = 2
    counts = machine.compute(5)
    assert 2 not in counts[10:]


def test_threads_come_back_within_two_seconds_after_the_load_went() -> None:
    machine = Machine()
    machine.busy = 2
    machine.compute(20)
    machine.busy = 0
    assert machine.compute(2)[-1] == 2


def test_one_neighbour_on_two_processors_leaves_one_thread() -> None:
    machine = Machine()
    machine.busy = 1
    counts = machine.compute(5)
    assert set(counts[10:]) == {1}


def test_a_load_that_cannot_be_seen_is_tried_less_and_less_often() -> None:
    machine = Machine()
    machine.hidden_load = True
    counts = machine.compute(60)
    late = counts[len(counts) // 2 :]
    assert late.count(2) / len(late) < 2 * 0.3 / LONGEST_HOLD_SECONDS + 0.05


def test_many_processors_give_back_only_what_was_lost() -> None:
    machine = Machine(processors=16)
    machine.busy = 2
    counts = machine.compute(5)
    assert 13 <= counts[-1] <= 15


def test_there_is_always_at_least_one_thread() -> None:
    assert usable_threads() >= 1
    machine = Machine(processors=1)
    machine.busy = 5
    assert set(machine.compute(3)) == {1}


def test_a_pass_that_others_hold_up_is_begun_anew_on_fewer_threads() -> None:
    count = Machine().count
    assert count.observe_stall(0.25, used=0.3, idle=0.0)
    assert count.count == 1
    assert not count.observe_stall(0.25, used=0.1, idle=0.0), "one thread has nobody to wait for"


def test_a_pass_that_computes_or_waits_for_the_disk_goes_on() -> None:
    count = Machine().count
    assert not count.observe_stall(0.25, used=0.49, idle=0.0)
    assert not count.observe_stall(0.25, used=0.02, idle=0.48)
    assert count.count == 2
