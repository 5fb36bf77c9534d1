"""Interrupts a pass that other programs hold up, so that it can be begun anew on fewer threads.

ggml's threads spin in their barriers. With more runnable threads than processors every barrier
may cost a time slice, and one pass with thousands of barriers takes minutes instead of
milliseconds: too long to wait for its end before reacting.
"""

import threading
import time
from typing import Final

from paceline.engine.llama.native import AbortFlag
from paceline.engine.load import WINDOW_SECONDS, Clocks
from paceline.engine.threads import ThreadCount

TICK_SECONDS: Final = WINDOW_SECONDS
"""How often a running pass is looked at; most end between two looks."""


class StallWatch:
    """Watches the passes of one pair from a thread of its own; use as `with watch:` per pass."""

    def __init__(self, abort: AbortFlag, threads: ThreadCount) -> None:
        self._abort = abort
        self._threads = threads
        self._clocks = Clocks()
        self._running = threading.Event()
        self._pass = 0
        self._closed = False
        self._thread = threading.Thread(target=self._watch, name="stall-watch", daemon=True)
        self._thread.start()

    def __enter__(self) -> None:
        """A pass begins."""
        self._pass += 1
        self._running.set()

    def __exit__(self, *_: object) -> None:
        """The pass is over."""
        self._running.clear()

    def close(self) -> None:
        """End the thread."""
        self._closed = True
        self._running.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._closed:
            self._running.wait()
            watched, before = self._pass, self._clocks.read()
            time.sleep(TICK_SECONDS)
            if not self._is_running(watched):
                continue
            after = self._clocks.read()
            stalled = self._threads.is_stalled(
                after.wall - before.wall, after.used - before.used, after.idle - before.idle
            )
            if stalled and self._is_running(watched):
                self._abort.interrupt()

    def _is_running(self, watched: int) -> bool:
        return self._running.is_set() and self._pass == watched and not self._closed
