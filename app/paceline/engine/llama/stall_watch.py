"""Interrupts a pass that other programs hold up, so that it can be begun anew on fewer threads.

ggml's threads spin in their barriers. With more runnable threads than processors every barrier
may cost a time slice, and one pass with thousands of barriers takes minutes instead of
milliseconds: too long to wait for its end before reacting.
"""

import threading
import time
from typing import Final

from paceline.engine.llama.native import AbortFlag
from paceline.engine.threads import ThreadCount

TICK_SECONDS: Final = 0.1
"""How often a running pass is looked at; most end between two looks."""


class StallWatch:
    """Watches the passes of one pair from a thread of its own; use as `with watch:` per pass."""

    def __init__(self, abort: AbortFlag, threads: ThreadCount) -> None:
        self._abort = abort
        self._threads = threads
        self._running = threading.Event()
        self._started: tuple[float, float] | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._watch, name="stall-watch", daemon=True)
        self._thread.start()

    def __enter__(self) -> None:
        """A pass begins."""
        self._started = (time.perf_counter(), time.process_time())
        self._running.set()

    def __exit__(self, *_: object) -> None:
        """The pass is over."""
        self._started = None
        self._running.clear()

    def close(self) -> None:
        """End the thread."""
        self._closed = True
        self._running.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._closed:
            self._running.wait()
            time.sleep(TICK_SECONDS)
            if (started := self._started) is None:
                continue
            seconds = time.perf_counter() - started[0]
            used = time.process_time() - started[1]
            if self._threads.observe_stall(seconds, used) and self._started is started:
                self._abort.interrupt()
