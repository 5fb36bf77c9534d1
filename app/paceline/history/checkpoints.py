"""Brings the write-ahead log into the database file, beside the window's thread.

A checkpoint waits for the disk, some milliseconds on a fast one and tenths of a second on a slow
one; so it never runs inside a commit, but on a thread and a connection of its own, which neither
stops readers nor writers. Only `store` uses it.
"""

import logging
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Final

_LONG_LOG_BYTES: Final = 4 * 2**20
"""A log longer than this is brought in even while a reply is written: reading it costs time."""

_log = logging.getLogger(__name__)


class Checkpoints:
    """Runs checkpoints, one at a time."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._log_path = path and path.with_name(f"{path.name}-wal")
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._is_wanted = False
        self._is_running = False

    def run(self) -> None:
        """Bring what was committed so far to the disk for certain, soon."""
        if self._path is None:
            return
        with self._lock:
            self._is_wanted = True
            if self._is_running:  # it may have begun before the last commit: another follows
                return
            self._is_running = True
        self._thread = threading.Thread(
            target=self._run, args=(self._path,), name="history checkpoint", daemon=True
        )
        self._thread.start()

    def run_if_long(self) -> None:
        """Do so if the log has become long."""
        try:
            long = self._log_path and self._log_path.stat().st_size > _LONG_LOG_BYTES
        except OSError:
            return
        if long:
            self.run()

    def wait(self) -> None:
        """Return when none is running any more."""
        if self._thread is not None:
            self._thread.join()

    def _run(self, path: Path) -> None:
        while self._is_still_wanted():
            _checkpoint(path)

    def _is_still_wanted(self) -> bool:
        with self._lock:
            self._is_running, self._is_wanted = self._is_wanted, False
            return self._is_running


def _checkpoint(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as db:
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA wal_checkpoint(PASSIVE)")
    except sqlite3.Error as error:
        # What was committed is safe in the log; the next checkpoint tries again.
        _log.warning("the history's log could not be brought into its file: %s", error)
