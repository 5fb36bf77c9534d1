"""What is wanted, and how far it is: values for the queue, the window and the command line."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NewType

from paceline.errors import AppError
from paceline.library.hub.records import HubFile

JobId = NewType("JobId", str)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of a repository. Where `sha256` is given, nothing else is taken for it."""

    repository: str
    path: str
    revision: str = "main"
    sha256: str | None = None
    size: int | None = None
    """Bytes, as far as is known before the Hub is asked."""

    @property
    def name(self) -> str:
        """The name without folders."""
        return self.path.rpartition("/")[2]


def wanted(file: HubFile, revision: str = "main") -> Wanted:
    """Return the wish for a file as the Hub described it."""
    return Wanted(file.repository, file.path, revision, file.sha256, file.size)


class Phase(StrEnum):
    """What is being done for a file."""

    ASKING = "asking"
    """The Hub is asked about the file."""
    LOCKED = "locked"
    """Another program fetches the same file; it is waited for."""
    FETCHING = "fetching"
    WAITING = "waiting"
    """The line or the Hub failed; it is tried again in a while."""
    VERIFYING = "verifying"


@dataclass(frozen=True, slots=True)
class FileProgress:
    """How far one file is.

    `done` counts the bytes that lie on the disk, in VERIFYING those that were checked. `file` is
    None until the Hub has answered; `trouble` says why it is WAITING.
    """

    phase: Phase
    done: int = 0
    size: int | None = None
    file: HubFile | None = None
    trouble: AppError | None = None


class DownloadState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    """It will be tried again by itself."""
    VERIFYING = "verifying"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def at_work(self) -> bool:
        """Whether it takes one of the places for downloads at once."""
        return self in (DownloadState.RUNNING, DownloadState.WAITING, DownloadState.VERIFYING)

    @property
    def ended(self) -> bool:
        """Whether nothing more happens unless somebody retries."""
        return self in (DownloadState.DONE, DownloadState.FAILED, DownloadState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the queue: a model, its shards, or a pair of target and draft."""

    id: JobId
    title: str
    files: tuple[Wanted, ...]
    state: DownloadState
    done: int
    """Bytes of all files that lie on the disk."""
    size: int | None
    """Bytes of all files; None while that of some is not known."""
    bytes_per_second: float | None = None
    seconds_left: float | None = None
    error: AppError | None = None
    """Why it FAILED, or why it is WAITING."""
    paths: tuple[Path | None, ...] = ()
    """Where each file arrived, in the order of `files`; None for one that did not yet."""
