"""The queue of downloads: several at once, in the person's order, going on after a restart.

Knows no Qt. Every method may be called on any thread and returns at once, `close` excepted.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from paceline.library.downloads.records import Job, JobId, Wanted
from paceline.library.hub.hub import Hub


class Downloads:
    """All downloads of one person; its list is kept in `folder`."""

    def __init__(
        self,
        hub_maker: Callable[[], Hub],
        folder: Path,
        *,
        cache: Path,
        at_once: int = 2,
        bytes_per_second: int | None = None,
    ) -> None:
        """Read the list; `start` goes on with what was under way."""
        raise NotImplementedError

    def start(self) -> None:
        """Go on with everything that the last run left unfinished and unpaused."""
        raise NotImplementedError

    def add(self, title: str, files: Sequence[Wanted]) -> JobId:
        """Put a job at the end of the queue; files wanted together are one job."""
        raise NotImplementedError

    def pause(self, job: JobId) -> None:
        """Stop for now, keeping what has come; no effect on what has ended."""
        raise NotImplementedError

    def resume(self, job: JobId) -> None:
        """Queue a paused job again."""
        raise NotImplementedError

    def cancel(self, job: JobId) -> None:
        """Stop and delete what has come of files that are not whole."""
        raise NotImplementedError

    def retry(self, job: JobId) -> None:
        """Queue a failed or cancelled job again; it goes on with what is there."""
        raise NotImplementedError

    def remove(self, job: JobId) -> None:
        """Take an ended job off the list; one that has not ended is cancelled first."""
        raise NotImplementedError

    def move(self, job: JobId, place: int) -> None:
        """Put a job at this place of the list, counted from 0; the first ones run first."""
        raise NotImplementedError

    def jobs(self) -> tuple[Job, ...]:
        """Return the list as it is now."""
        raise NotImplementedError

    def watch(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back whenever `jobs()` has changed; returns what ends that.

        On a thread of the downloads, for progress at most ten times a second per job.
        """
        raise NotImplementedError

    @property
    def at_once(self) -> int:
        """How many jobs run at once; may be changed at any time."""
        raise NotImplementedError

    @at_once.setter
    def at_once(self, count: int) -> None:
        raise NotImplementedError

    @property
    def speed_limit(self) -> int | None:
        """Bytes per second for all together, None without one; may be changed at any time."""
        raise NotImplementedError

    @speed_limit.setter
    def speed_limit(self, bytes_per_second: int | None) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Pause everything and wait for its threads; the next start goes on."""
        raise NotImplementedError
