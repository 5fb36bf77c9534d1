"""Brings one file of the Hub into the cache, whole and verified, or says why not."""

from collections.abc import Callable
from pathlib import Path

from paceline.library.downloads.records import FileProgress, Wanted
from paceline.library.downloads.speed_limit import SpeedLimit
from paceline.library.hub.hub import Hub


def fetch(
    hub: Hub,
    wanted: Wanted,
    *,
    cache: Path,
    progress: Callable[[FileProgress], None],
    cancelled: Callable[[], bool],
    limit: SpeedLimit | None = None,
) -> Path:
    """Return the path of the file in the Hub's cache layout below `cache`.

    Blocks. A call after a cancelled, failed or killed one goes on where that one stopped. Raises
    `Cancelled` soon after `cancelled()` turns true, `HubError` and other `AppError`s: DISK_FULL,
    DOWNLOAD_CORRUPT, ... `progress` is called on the same thread.
    """
    raise NotImplementedError
