"""Keeps the list of downloads on the disk, on a thread of its own.

While gigabytes are being written, a disk may take seconds to confirm one small file; nobody who
changes the list or looks at it should wait for that.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from paceline.errors import AppError
from paceline.whole_file import write_whole

_log = logging.getLogger(__name__)


class ListKeeper:
    """Writes what `snapshot` returns to `path` soon after each wish; several wishes may be one."""

    def __init__(self, path: Path, snapshot: Callable[[], bytes]) -> None:
        self._path = path
        self._snapshot = snapshot
        self._changed = threading.Condition()
        self._wanted = False
        self._thread: threading.Thread | None = None

    def keep(self) -> None:
        """Wish for the list to be kept as it is by now."""
        with self._changed:
            self._wanted = True
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="paceline-download-list", daemon=True
                )
                self._thread.start()
            self._changed.notify_all()

    def wait(self) -> None:
        """Return when everything that was wished for is on the disk."""
        with self._changed:
            self._changed.wait_for(lambda: self._thread is None)

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._wanted:
                    self._thread = None
                    self._changed.notify_all()
                    return
                self._wanted = False
            try:
                write_whole(self._path, self._snapshot())
            except AppError:
                # The downloads themselves go on; after a crash the list would be an older one.
                _log.warning("the list of downloads could not be kept", exc_info=True)
            except Exception:
                # Whoever waits for this thread should not do so for ever.
                _log.exception("the list of downloads could not be kept for a reason of our own")
