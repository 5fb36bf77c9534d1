"""Ctrl+C as a wish that native code hears too."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from paceline.engine.llama.native import AbortFlag

_INTERRUPTED: Final = bytes([signal.SIGINT])


@contextmanager
def interrupt_aborts(abort: AbortFlag) -> Iterator[None]:
    """Let Ctrl+C set `abort` instead of raising `KeyboardInterrupt`, also in the middle of a pass.

    Python runs signal handlers only between two native calls of the main thread, and reading a
    long prompt is one such call; but it writes to the wakeup socket at once. What was pressed
    inside is in `abort` when this ends.
    """
    waker, sleeper = socket.socketpair()
    waker.settimeout(0)

    def wait() -> None:
        # Every signal with a handler arrives here, not only this one.
        while byte := sleeper.recv(1):
            if byte == _INTERRUPTED:
                abort.set()

    watcher = threading.Thread(target=wait, name="interrupt", daemon=True)
    watcher.start()
    old_handler = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    old_wakeup = signal.set_wakeup_fd(waker.fileno())
    try:
        yield
    finally:
        signal.set_wakeup_fd(old_wakeup)
        signal.signal(signal.SIGINT, old_handler)
        waker.close()
        watcher.join()
        sleeper.close()
