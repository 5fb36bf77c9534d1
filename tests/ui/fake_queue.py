"""A queue of downloads that a test moves by hand; it keeps the promises of the real one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from paceline.errors import AppError
from paceline.library.downloads.records import DownloadState, Job, JobId, Wanted


class FakeQueue:
    """Nothing comes by itself: `advance`, `finish` and `fail` are what the network does."""

    def __init__(self, *kept: Job) -> None:
        self.speed_limit: int | None = None
        self.at_once = 2
        self.started = self.closed = False
        self._jobs: list[Job] = list(kept)
        self._watchers: list[Callable[[], None]] = []

    def start(self) -> None:
        self.started = True

    def add(self, title: str, files: Sequence[Wanted]) -> JobId:
        id_ = JobId(f"job-{len(self._jobs)}")
        sizes = [file.size for file in files]
        size = None if None in sizes else sum(one or 0 for one in sizes)
        wanted = tuple(files)
        paths = (None,) * len(wanted)
        self._jobs.append(Job(id_, title, wanted, DownloadState.QUEUED, 0, size, paths=paths))
        self._tell()
        return id_

    def pause(self, job: JobId) -> None:
        self._change(job, state=DownloadState.PAUSED)

    def resume(self, job: JobId) -> None:
        self._change(job, state=DownloadState.QUEUED)

    def cancel(self, job: JobId) -> None:
        self._change(job, state=DownloadState.CANCELLED, done=0)

    def retry(self, job: JobId) -> None:
        self._change(job, state=DownloadState.QUEUED, error=None)

    def remove(self, job: JobId) -> None:
        self._jobs = [one for one in self._jobs if one.id != job]
        self._tell()

    def move(self, job: JobId, place: int) -> None:
        moved = self._job(job)
        self._jobs.remove(moved)
        self._jobs.insert(place, moved)
        self._tell()

    def jobs(self) -> tuple[Job, ...]:
        return tuple(self._jobs)

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        self._watchers.append(callback)
        return lambda: self._watchers.remove(callback)

    def close(self) -> None:
        self.closed = True

    # What the network does ----------------------------------------------------------------

    def advance(self, job: JobId, done: int, bytes_per_second: float = 12_400_000.0) -> None:
        size = self._job(job).size
        left = None if size is None else (size - done) / bytes_per_second
        self._change(
            job,
            state=DownloadState.RUNNING,
            done=done,
            bytes_per_second=bytes_per_second,
            seconds_left=left,
        )

    def state(self, job: JobId, state: DownloadState, error: AppError | None = None) -> None:
        self._change(job, state=state, error=error, bytes_per_second=None, seconds_left=None)

    def finish(self, job: JobId, *paths: Path) -> None:
        self._change(
            job,
            state=DownloadState.DONE,
            done=self._job(job).size or 0,
            bytes_per_second=None,
            seconds_left=None,
            paths=paths,
        )

    def _job(self, job: JobId) -> Job:
        (found,) = (one for one in self._jobs if one.id == job)
        return found

    def _change(self, job: JobId, **fields: object) -> None:
        self._jobs = [
            replace(one, **fields) if one.id == job else one  # type: ignore[arg-type]
            for one in self._jobs
        ]
        self._tell()

    def _tell(self) -> None:
        for watcher in list(self._watchers):
            watcher()
