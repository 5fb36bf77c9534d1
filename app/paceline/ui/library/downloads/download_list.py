"""The downloads as the window sees them: wishes go to the queue, what comes of them comes back.

The queue brings the client of the Hub with it, which takes long to import; so it is opened by the
first wish, or some time after the start if the last run left something, and never on the window's
thread.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from paceline.library.downloads.records import DownloadState, Job, JobId, Wanted
from paceline.ui.failure import Failure
from paceline.ui.library.background import Background, Call

END_SECONDS: Final = 5.0
"""How long closing waits for downloads to pause. What has come is safe without that."""


class Queue(Protocol):
    """What the window needs of `library.downloads.Downloads`."""

    speed_limit: int | None
    at_once: int

    def start(self) -> None:
        """Go on with what the last run left."""

    def add(self, title: str, files: Sequence[Wanted]) -> JobId:
        """Put a job at the end."""

    def pause(self, job: JobId) -> None:
        """Stop for now."""

    def resume(self, job: JobId) -> None:
        """Go on."""

    def cancel(self, job: JobId) -> None:
        """Stop, and delete what has come."""

    def retry(self, job: JobId) -> None:
        """Try again what failed or was cancelled."""

    def remove(self, job: JobId) -> None:
        """Take off the list."""

    def move(self, job: JobId, place: int) -> None:
        """Put at this place of the list."""

    def jobs(self) -> tuple[Job, ...]:
        """The list as it is now."""

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back whenever `jobs()` has changed, on a thread of the queue."""

    def close(self) -> None:
        """Pause everything."""


class DownloadList(QObject):
    """All signals come on the window's thread, at most some ten times a second."""

    changed = Signal(object)
    """Carries all `Job`s."""
    arrived = Signal(object)
    """Carries a `Job` that has just become whole."""
    failed = Signal(object)
    """Carries a `Failure` that is no job's: the list could not be opened or changed."""

    _stirred = Signal()

    def __init__(self, open_queue: Callable[[], Queue], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_queue = open_queue
        self._lane = Background(self, threads=1)
        self._queue: Queue | None = None
        self._unwatch: Callable[[], None] | None = None
        self._jobs: tuple[Job, ...] = ()
        self._latest: tuple[Job, ...] = ()
        self._states: dict[JobId, DownloadState] = {}
        self._telling = False
        self._lock = threading.Lock()
        self._speed_limit: int | None = None
        self._at_once: int | None = None
        self._stirred.connect(self._on_stirred, Qt.ConnectionType.QueuedConnection)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The list as it was told last."""
        return self._jobs

    def open(self) -> None:
        """Go on with what the last run left."""
        self._do(lambda _queue: None)

    def configure(self, *, speed_limit: int | None, at_once: int) -> None:
        """Have all together take no more bytes per second, and so many at once, from now on."""
        if (speed_limit, at_once) == (self._speed_limit, self._at_once):
            return
        self._speed_limit, self._at_once = speed_limit, at_once
        if self._queue is not None:
            self._do(self._apply)

    def add(self, title: str, files: Sequence[Wanted]) -> None:
        """Fetch these files as one job, unless that is being done already."""
        wanted = tuple(files)

        def add(queue: Queue) -> None:
            for job in queue.jobs():
                if same_files(job.files, wanted):
                    if job.state is DownloadState.PAUSED:
                        return queue.resume(job.id)
                    if not job.state.ended:
                        return None
                    queue.remove(job.id)
            queue.add(title, wanted)
            return None

        self._do(add)

    def pause(self, job: JobId) -> None:
        """Stop for now, keeping what has come."""
        self._do(lambda queue: queue.pause(job))

    def resume(self, job: JobId) -> None:
        """Go on with a paused one."""
        self._do(lambda queue: queue.resume(job))

    def cancel(self, job: JobId) -> None:
        """Stop, and delete what has come."""
        self._do(lambda queue: queue.cancel(job))

    def retry(self, job: JobId) -> None:
        """Try again what failed or was cancelled."""
        self._do(lambda queue: queue.retry(job))

    def remove(self, job: JobId) -> None:
        """Take off the list; files that arrived stay."""
        self._do(lambda queue: queue.remove(job))

    def move(self, job: JobId, place: int) -> None:
        """Put at this place of the list, counted from 0."""
        self._do(lambda queue: queue.move(job, place))

    def close(self) -> None:
        """Pause everything; the next start goes on. Bounded."""
        self._lane.close()
        queue, self._queue = self._queue, None
        if self._unwatch is not None:
            self._unwatch()
        if queue is not None:
            thread = threading.Thread(target=queue.close, name="downloads end", daemon=True)
            thread.start()
            thread.join(END_SECONDS)

    def _do(self, wish: Callable[[Queue], None]) -> None:
        def work(_call: Call[None]) -> None:
            wish(self._opened())

        self._lane.start(work, _nothing, self._on_failed)

    def _opened(self) -> Queue:
        """On the thread of the lane: the queue, opened at the first wish."""
        if self._queue is None:
            queue = self._open_queue()
            self._apply(queue)
            self._states = {job.id: job.state for job in queue.jobs()}
            self._unwatch = queue.watch(self._take_jobs)
            self._queue = queue
            queue.start()
            self._take_jobs()
        return self._queue

    def _apply(self, queue: Queue) -> None:
        queue.speed_limit = self._speed_limit
        if self._at_once is not None:
            queue.at_once = self._at_once

    def _take_jobs(self) -> None:
        """On any thread: hand the list over; what is told before it was taken replaces it."""
        queue = self._queue
        if queue is None:
            return
        jobs = queue.jobs()
        with self._lock:
            self._latest = jobs
            if self._telling:
                return
            self._telling = True
        self._stirred.emit()

    def _on_stirred(self) -> None:
        with self._lock:
            self._telling = False
            jobs = self._latest
        before, self._states = self._states, {job.id: job.state for job in jobs}
        self._jobs = jobs
        self.changed.emit(jobs)
        for job in jobs:
            if job.state is DownloadState.DONE and before.get(job.id) is not DownloadState.DONE:
                self.arrived.emit(job)

    def _on_failed(self, failure: Failure) -> None:
        self.failed.emit(failure)


def same_files(some: Sequence[Wanted], others: Sequence[Wanted]) -> bool:
    """Whether both are the same files of the same repositories."""
    return {(one.repository, one.path) for one in some} == {
        (one.repository, one.path) for one in others
    }


def _nothing(_result: None) -> None:
    """The list tells what came of it."""
