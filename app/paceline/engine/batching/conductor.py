"""Lets several replies run the loop side by side, and brings their passes together.

Each reply runs in a greenlet of its own, just as it would run alone: there is one loop and not
two. Where it wants a pass of a model it stops, and the conductor goes on with the others until
all have stopped; then one pass serves them all. All of it happens on one thread, so that nothing
is ever done to llama.cpp at the same time, and the same requests are served in the same order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from greenlet import getcurrent, greenlet

from paceline.engine.batching.orders import Order, next_parts
from paceline.engine.tokens import Part, SharedCache
from paceline.errors import AppError, Cancelled

Passed = Callable[["Line", Sequence[Part], float], None]
"""Told in which line a pass ran, what was in it, and how many seconds it took."""


@dataclass(eq=False, slots=True)
class Line:
    """A model's cache and what waits for its next pass; `shared` orders were in the last one.

    `guesses` says that it is the draft's.
    """

    cache: SharedCache
    waiting: list[tuple[Order, "_Task"]] = field(default_factory=list)
    shared: int = 1
    guesses: bool = False

    def has(self, order: Order) -> bool:
        """Whether it waits here."""
        return any(each is order for each, _ in self.waiting)


class _Task:
    """A piece of work that runs beside others."""

    def __init__(self, work: Callable[[], None], cancelled: Callable[[], bool]) -> None:
        self.cancelled = cancelled
        self.greenlet = greenlet(work)


class Conductor:
    """Runs pieces of work over the lines of a draft and a target; used on one thread.

    `rearm` is to let passes run again after a cancel stopped one; `passed` is told of every pass.
    """

    def __init__(self, target: Line, draft: Line | None = None) -> None:
        self.rearm: Callable[[], None] = lambda: None
        self.passed: Passed = lambda _line, _parts, _seconds: None
        self._target = target
        self._draft = draft
        self._hub = getcurrent()
        self._tasks: dict[greenlet, _Task] = {}

    @property
    def running(self) -> int:
        """Pieces of work that have not ended."""
        return len(self._tasks)

    def start(self, work: Callable[[], None], cancelled: Callable[[], bool]) -> None:
        """Begin a piece of work, and run it until it waits for a pass; raises what it raises.

        Where `cancelled` says so, it gets `Cancelled` in place of its next pass.
        """
        task = _Task(work, cancelled)
        self._tasks[task.greenlet] = task
        self._go_on(task)

    def decode(self, line: Line, order: Order) -> None:
        """Have something of an order done in a pass, if not all of it.

        Called by a piece of work, which is held up until then; or from outside, and then nobody
        else has a part in the pass. Raises `Cancelled` or `AppError`.
        """
        task = self._tasks.get(getcurrent())
        if task is not None:
            line.waiting.append((order, task))
            self._hub.switch()
        elif chosen := next_parts(line.cache, [order]):
            self._run(line, chosen)

    def turn(self) -> None:
        """Bring all work on by a round of the loop, or by a piece of its prompt.

        First those that guess do so, together, until none does; then the target says what it
        thinks of it. What work raises comes out here, and that work has then ended.
        """
        draft = self._draft
        if draft is not None and draft.waiting:
            self._pass(draft)
            while any(not order.reads for order, _ in draft.waiting):
                self._pass(draft, reading=False)
        if self._target.waiting:
            self._pass(self._target)

    def _pass(self, line: Line, *, reading: bool = True) -> None:
        """Run a pass for those who wait in a line, and let them go on."""
        self._drop_cancelled(line)
        self._release_finished(line)  # their rows are only valid until the pass
        chosen = next_parts(line.cache, [order for order, _ in line.waiting], reading=reading)
        if chosen:
            self._serve(line, chosen)
        self._release_finished(line)

    def _serve(self, line: Line, chosen: Sequence[tuple[Order, Part]]) -> None:
        """Run a pass; where it fails, run it for each alone, so that only the culprit fails."""
        try:
            self._run(line, chosen)
        except Cancelled:
            self.rearm()
            self._drop_cancelled(line)
            if left := [each for each in chosen if line.has(each[0])]:
                self._serve(line, left)
        except AppError as error:
            if len(chosen) == 1:
                self._release(line, chosen[0][0], error)
            else:
                for each in chosen:
                    if line.has(each[0]):  # else it was cancelled beside one before it
                        self._serve(line, [each])
        else:
            for order, _ in chosen:
                self._release(line, order)

    def _run(self, line: Line, chosen: Sequence[tuple[Order, Part]]) -> None:
        parts = [part for _, part in chosen]
        line.shared = len(parts)
        started = perf_counter()
        rows = line.cache.run(parts)
        self.passed(line, parts, perf_counter() - started)
        for (order, part), got in zip(chosen, rows, strict=True):
            order.done += len(part.tokens)
            order.rows = got

    def _drop_cancelled(self, line: Line) -> None:
        for order, task in tuple(line.waiting):
            if task.cancelled():
                self._release(line, order, Cancelled())

    def _release_finished(self, line: Line) -> None:
        """Let those go on that need no pass: another sequence held it all, or they had theirs."""
        for order, _ in tuple(line.waiting):
            if order.finished:
                self._release(line, order)

    def _release(self, line: Line, order: Order, failure: Exception | None = None) -> None:
        """Let the work go on that waits for this order."""
        place = next(place for place, each in enumerate(line.waiting) if each[0] is order)
        _, task = line.waiting.pop(place)
        self._go_on(task, failure)

    def _go_on(self, task: _Task, failure: Exception | None = None) -> None:
        try:
            if failure is None:
                task.greenlet.switch()
            else:
                task.greenlet.throw(failure)
        finally:
            if task.greenlet.dead:
                del self._tasks[task.greenlet]
