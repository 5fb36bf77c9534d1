"""The queue of downloads: several at once, in the person's order, going on after a restart.

Knows no Qt. Every method may be called on any thread and returns at once, `close` excepted.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.downloads.cached_file import discard_part
from paceline.library.downloads.entry import Entry, KeptList
from paceline.library.downloads.fetching import fetch
from paceline.library.downloads.list_keeper import ListKeeper
from paceline.library.downloads.patience import Manners
from paceline.library.downloads.records import (
    DownloadState,
    FileProgress,
    Job,
    JobId,
    Phase,
    Wanted,
)
from paceline.library.downloads.room import require_room_for
from paceline.library.downloads.source import FileSource
from paceline.library.downloads.speed_limit import SpeedLimit
from paceline.whole_file import read_record

_log = logging.getLogger(__name__)

_LIST: Final = "downloads.json"
_MOST_LIST_BYTES: Final = 16 << 20
_TELL_SECONDS: Final = 0.1
_END_SECONDS: Final = 3.0
"""A thread that asks a server that is silent is left behind; it changes nothing any more."""

_STATES: Final = {
    Phase.ASKING: DownloadState.RUNNING,
    Phase.FETCHING: DownloadState.RUNNING,
    Phase.LOCKED: DownloadState.WAITING,
    Phase.WAITING: DownloadState.WAITING,
    Phase.VERIFYING: DownloadState.VERIFYING,
}


class Downloads:
    """All downloads of one person; its list is kept in `folder`, the files go to `cache`.

    `hub_maker` is asked for a Hub at the start of each job, so that new settings count; whoever
    makes it closes it.
    """

    def __init__(
        self,
        hub_maker: Callable[[], FileSource],
        folder: Path,
        *,
        cache: Path,
        at_once: int = 2,
        bytes_per_second: int | None = None,
        manners: Manners | None = None,
    ) -> None:
        self._hub_maker = hub_maker
        self._list = folder / _LIST
        self._cache = cache
        self._at_once = at_once
        self._limit = SpeedLimit(bytes_per_second)
        self._manners = manners
        self._lock = threading.RLock()
        self._watchers: list[Callable[[], None]] = []
        self._running = False
        kept = read_record(self._list, KeptList, most_bytes=_MOST_LIST_BYTES)
        self._entries = [Entry.of(job) for job in kept.jobs] if kept else []
        self._keeper = ListKeeper(self._list, self._snapshot)

    def start(self) -> None:
        """Go on with everything that the last run left unfinished and unpaused."""
        with self._lock:
            self._running = True
        self._changed()

    def close(self) -> None:
        """Pause everything and wait for its threads, if they end soon; the next start goes on."""
        with self._lock:
            self._running = False
            threads = [entry.thread for entry in self._entries if entry.thread]
            for entry in self._entries:
                if entry.state.at_work:
                    self._halt(entry, DownloadState.QUEUED)
        end = time.monotonic() + _END_SECONDS
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
        self._changed()
        self._keeper.wait()

    def add(self, title: str, files: Sequence[Wanted]) -> JobId:
        """Put a job at the end of the queue; files wanted together are one job."""
        job = JobId(uuid.uuid4().hex)
        nothing: list[Path | None] = [None] * len(files)
        entry = Entry(job, title, list(files), DownloadState.QUEUED, [0] * len(files), nothing)
        with self._lock:
            self._entries.append(entry)
        self._changed()
        return job

    def pause(self, job: JobId) -> None:
        """Stop for now, keeping what has come; no effect on what has ended."""
        with self._lock:
            entry = self._find(job)
            if entry is not None and not entry.state.ended:
                self._halt(entry, DownloadState.PAUSED)
        self._changed()

    def resume(self, job: JobId) -> None:
        """Queue a paused job again."""
        with self._lock:
            entry = self._find(job)
            if entry is not None and entry.state is DownloadState.PAUSED:
                entry.state = DownloadState.QUEUED
        self._changed()

    def cancel(self, job: JobId) -> None:
        """Stop and delete what has come of files that are not whole."""
        with self._lock:
            entry = self._find(job)
            if entry is not None and entry.state is not DownloadState.DONE:
                self._halt(entry, DownloadState.CANCELLED)
                entry.error = None
                self._discard_if_idle(entry)
        self._changed()

    def retry(self, job: JobId) -> None:
        """Queue a failed or cancelled job again; it goes on with what is there.

        Where a file was replaced on the Hub, it is the new version that is fetched.
        """
        with self._lock:
            entry = self._find(job)
            if entry is not None and entry.state.ended and entry.state is not DownloadState.DONE:
                if entry.error is not None and entry.error.code is ErrorCode.DOWNLOAD_CHANGED:
                    self._discard_if_idle(entry)
                    entry.files = [
                        wanted if path else replace(wanted, sha256=None, size=None)
                        for wanted, path in zip(entry.files, entry.paths, strict=True)
                    ]
                entry.error = None
                entry.state = DownloadState.QUEUED
        self._changed()

    def remove(self, job: JobId) -> None:
        """Take a job off the list; one that has not ended is cancelled. Whole files stay."""
        with self._lock:
            entry = self._find(job)
            if entry is not None:
                if entry.state is not DownloadState.DONE:
                    self._halt(entry, DownloadState.CANCELLED)
                self._entries.remove(entry)
                self._discard_if_idle(entry)
        self._changed()

    def move(self, job: JobId, place: int) -> None:
        """Put a job at this place of the list, counted from 0; the first ones run first."""
        with self._lock:
            entry = self._find(job)
            if entry is not None:
                self._entries.remove(entry)
                self._entries.insert(max(0, place), entry)
        self._changed()

    def jobs(self) -> tuple[Job, ...]:
        """Return the list as it is now."""
        with self._lock:
            return tuple(entry.job() for entry in self._entries)

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back whenever `jobs()` has changed; returns what ends that.

        On whatever thread changed it, for progress at most ten times a second per job.
        """
        with self._lock:
            self._watchers.append(callback)

        def unwatch() -> None:
            with self._lock:
                if callback in self._watchers:
                    self._watchers.remove(callback)

        return unwatch

    @property
    def at_once(self) -> int:
        """How many jobs run at once; may be changed at any time, running ones go on."""
        return self._at_once

    @at_once.setter
    def at_once(self, count: int) -> None:
        self._at_once = count
        self._changed()

    @property
    def speed_limit(self) -> int | None:
        """Bytes per second for all together, None without one; may be changed at any time."""
        return self._limit.bytes_per_second

    @speed_limit.setter
    def speed_limit(self, bytes_per_second: int | None) -> None:
        self._limit.bytes_per_second = bytes_per_second

    # -- the threads

    def _fill(self) -> None:
        """Start what may run. Hold the lock."""
        busy = sum(entry.thread is not None for entry in self._entries)
        for entry in self._entries:
            if not self._running or busy >= self._at_once:
                return
            if entry.state is DownloadState.QUEUED and entry.thread is None:
                entry.state = DownloadState.RUNNING
                entry.stop = threading.Event()
                entry.meter.stop()
                entry.thread = threading.Thread(
                    target=self._work, args=(entry,), name="paceline-job", daemon=True
                )
                entry.thread.start()
                busy += 1

    def _work(self, entry: Entry) -> None:
        """Fetch the files of a job, one after the other."""
        outcome, error = DownloadState.DONE, None
        try:
            require_room_for(entry.title, entry.unfinished(), self._cache)
            hub = self._hub_maker()
            for place in range(len(entry.files)):
                self._fetch(hub, entry, place)
        except Cancelled:
            outcome = DownloadState.QUEUED
        except AppError as expected:
            outcome, error = DownloadState.FAILED, expected
        except Exception as ours:
            _log.exception("a download failed for a reason of our own")
            outcome = DownloadState.FAILED
            error = AppError(ErrorCode.ENGINE_BUG, type(ours).__name__)
        with self._lock:
            entry.thread = None
            if entry.state.at_work:
                entry.state, entry.error = outcome, error
            elif entry.state is DownloadState.CANCELLED:
                self._discard_if_idle(entry)
        self._changed()

    def _fetch(self, hub: FileSource, entry: Entry, place: int) -> None:
        path = entry.paths[place]
        if path is not None and path.exists():
            return
        path = fetch(
            hub,
            entry.files[place],
            cache=self._cache,
            progress=lambda progress: self._progressed(entry, place, progress),
            cancelled=entry.stop.is_set,
            limit=self._limit,
            manners=self._manners,
        )
        with self._lock:
            size = path.stat().st_size
            entry.paths[place] = path
            entry.done[place] = size
            entry.files[place] = replace(entry.files[place], size=size)
        self._changed()

    def _progressed(self, entry: Entry, place: int, progress: FileProgress) -> None:
        with self._lock:
            if not entry.state.at_work:
                return  # the person has decided otherwise meanwhile
            state, error = _STATES[progress.phase], progress.trouble
            news = (state, error) != (entry.state, entry.error)
            entry.state, entry.error = state, error
            pinned = progress.file is not None and entry.pin(place, progress.file)
            if progress.phase in (Phase.FETCHING, Phase.WAITING) and progress.file is not None:
                entry.done[place] = progress.done
            now = time.monotonic()
            entry.meter.note(now, sum(entry.done))
            if pinned:
                self._keeper.keep()
            if not (news or pinned or now - entry.told_at >= _TELL_SECONDS):
                return
            entry.told_at = now
        self._tell()

    # -- the list. Hold the lock for the first three.

    def _find(self, job: JobId) -> Entry | None:
        return next((entry for entry in self._entries if entry.id == job), None)

    def _halt(self, entry: Entry, state: DownloadState) -> None:
        entry.state = state
        entry.error = None
        entry.stop.set()

    def _discard_if_idle(self, entry: Entry) -> None:
        """Delete what has come of files that are not whole; a thread does so when it ends."""
        if entry.thread is not None:
            return
        for wanted in entry.unfinished():
            if wanted.sha256:
                discard_part(self._cache, wanted.repository, wanted.sha256)
        entry.done = [
            done if path else 0 for done, path in zip(entry.done, entry.paths, strict=True)
        ]

    def _snapshot(self) -> bytes:
        with self._lock:
            kept = KeptList([entry.kept() for entry in self._entries])
        return msgspec.json.encode(kept)

    def _changed(self) -> None:
        with self._lock:
            self._fill()
        self._keeper.keep()
        self._tell()

    def _tell(self) -> None:
        with self._lock:
            watchers = list(self._watchers)
        for watcher in watchers:
            watcher()
