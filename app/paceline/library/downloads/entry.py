"""One line of the queue while it changes, and as it is kept between runs."""

import os
import threading
from dataclasses import dataclass, field, replace
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote_to_bytes

import msgspec

from paceline.errors import AppError, ErrorCode
from paceline.library.downloads.records import DownloadState, Job, JobId, Wanted
from paceline.library.downloads.speed_meter import SpeedMeter
from paceline.library.hub.records import HubFile

_PLAIN: Final = r"/\: ()[]+,"
"""What need not be quoted in a path."""


class KeptError(msgspec.Struct, frozen=True):
    """An `AppError` in the file of the list."""

    code: ErrorCode
    detail: str


class KeptJob(msgspec.Struct, frozen=True):
    """A job in the file of the list; a path may hold bytes that are no text, so it is quoted."""

    id: str
    title: str
    files: list[Wanted]
    state: DownloadState
    done: list[int]
    paths: list[str | None]
    error: KeptError | None = None


class KeptList(msgspec.Struct, frozen=True):
    """The file of the list."""

    jobs: list[KeptJob]


@dataclass(slots=True)
class Entry:
    """Changed only by `downloads.Downloads`, which holds its lock meanwhile."""

    id: JobId
    title: str
    files: list[Wanted]
    state: DownloadState
    done: list[int]
    paths: list[Path | None]
    error: AppError | None = None
    meter: SpeedMeter = field(default_factory=SpeedMeter)
    stop: threading.Event = field(default_factory=threading.Event)
    """Ends the thread; each thread has an event of its own."""
    thread: threading.Thread | None = None
    told_at: float = 0.0
    """When watchers heard of its progress last."""

    @classmethod
    def of(cls, kept: KeptJob) -> "Entry":
        """Read a job that an earlier run kept; what was at work then waits to go on."""
        state = kept.state if kept.state.ended or kept.state is DownloadState.PAUSED else None
        count = len(kept.files)  # the others are what a damaged file may have less or more of
        return cls(
            JobId(kept.id),
            kept.title,
            list(kept.files),
            state or DownloadState.QUEUED,
            list(islice(chain(kept.done, repeat(0)), count)),
            [_path(text) for text in islice(chain(kept.paths, repeat(None)), count)],
            AppError(kept.error.code, kept.error.detail) if kept.error else None,
        )

    def kept(self) -> KeptJob:
        """Return what is to be kept."""
        return KeptJob(
            self.id,
            self.title,
            list(self.files),
            self.state,
            list(self.done),
            [quote(os.fsencode(path), safe=_PLAIN) if path else None for path in self.paths],
            KeptError(self.error.code, _as_text(self.error.detail)) if self.error else None,
        )

    def job(self) -> Job:
        """Return how it stands."""
        sizes = [wanted.size for wanted in self.files]
        known = [size for size in sizes if size is not None]
        size = sum(known) if len(known) == len(sizes) else None
        done = sum(self.done)
        speed = self.meter.bytes_per_second if self.state is DownloadState.RUNNING else None
        left = (size - done) / speed if speed and size is not None else None
        return Job(
            self.id,
            self.title,
            tuple(self.files),
            self.state,
            done,
            size,
            speed,
            left,
            self.error,
            tuple(self.paths),
        )

    def pin(self, place: int, file: HubFile) -> bool:
        """Hold on to the content that the Hub described; whether that is news."""
        wanted = self.files[place]
        if (wanted.sha256, wanted.size) == (file.sha256, file.size):
            return False
        self.files[place] = replace(wanted, sha256=file.sha256, size=file.size)
        return True

    def unfinished(self) -> list[Wanted]:
        """Return the files that have not arrived."""
        return [wanted for wanted, path in zip(self.files, self.paths, strict=True) if path is None]


def _path(text: str | None) -> Path | None:
    return Path(os.fsdecode(unquote_to_bytes(text))) if text else None


def _as_text(detail: str) -> str:
    """A detail may name a path, too; nobody opens it again."""
    return detail.encode("utf-8", "replace").decode()
