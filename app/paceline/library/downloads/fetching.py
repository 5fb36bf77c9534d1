"""Brings one file of the Hub into the cache, whole and verified, or says why not."""

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.downloads import part_file, segments
from paceline.library.downloads.cached_file import CachedFile
from paceline.library.downloads.part_file import PartFile
from paceline.library.downloads.patience import Manners, Patience
from paceline.library.downloads.records import FileProgress, Phase, Wanted
from paceline.library.downloads.source import FileSource
from paceline.library.downloads.speed_limit import SpeedLimit
from paceline.library.downloads.transfer import Transfer
from paceline.library.hub.failures import HubError
from paceline.library.hub.records import HubFile

_HASHED_AT_ONCE: Final = 1 << 22
_REFUSED: Final = frozenset({ErrorCode.HUB_LOCATION_EXPIRED, ErrorCode.HUB_ANSWER_INVALID})
"""What plain HTTP ends in for files that the Hub gives by Xet alone, as those over 50 GB."""
_XET_TRIES: Final = 3
_TURN: Final = 0.1
"""Seconds between two looks at whether it is still wanted."""


def fetch(
    hub: FileSource,
    wanted: Wanted,
    *,
    cache: Path,
    progress: Callable[[FileProgress], None],
    cancelled: Callable[[], bool],
    limit: SpeedLimit | None = None,
    manners: Manners | None = None,
    connections: int | None = None,
) -> Path:
    """Return the path of the file in the Hub's cache layout below `cache`.

    Blocks. A call after a cancelled, failed or killed one goes on where that one stopped. Raises
    `Cancelled` soon after `cancelled()` turns true, `HubError` and other `AppError`s: DISK_FULL,
    DOWNLOAD_CORRUPT, ... `progress` is called on the same thread. By default the file's size says
    how many `connections` there are at once.
    """
    manners = manners or Manners()
    file = _ask(hub, wanted, manners, progress, cancelled)
    cached = CachedFile(cache, file)
    path = cached.find()
    if path is None:
        waiting = FileProgress(Phase.LOCKED, 0, file.size, file)
        with cached.locked(cancelled, lambda: progress(waiting)):
            path = cached.find() or cached.adopt()
            if path is None:
                count = connections or segments.fitting_count(file.size)
                part = PartFile.open(cached.part_stem, file, count)
                try:
                    transfer = Transfer(
                        hub, file, part, limit=limit or SpeedLimit(), manners=manners
                    )
                    report = _reporter(progress, part, file)
                    try:
                        transfer.run(report, cancelled)
                    except HubError as error:
                        if file.xet_hash is None or error.code not in _REFUSED:
                            raise
                        _fetch_by_xet(hub, file, part, manners, report, cancelled)
                finally:
                    part.close()
                _verify(cached, part, file, progress, cancelled)
                part.flush()
                path = cached.arrive(part.path)
            part_file.discard(cached.part_stem)
            cached.discard_older()
    cached.note_revision(wanted.revision)
    return path


def _ask(
    hub: FileSource,
    wanted: Wanted,
    manners: Manners,
    progress: Callable[[FileProgress], None],
    cancelled: Callable[[], bool],
) -> HubFile:
    """Return what the Hub says of the file now; refuses another content than is wanted."""
    patience = Patience(manners)
    asking = FileProgress(Phase.ASKING, 0, wanted.size)
    while True:
        progress(asking)
        try:
            file = hub.file(wanted.repository, wanted.revision, wanted.path)
        except HubError as error:
            wait = patience.after(error, 0)
            progress(replace(asking, phase=Phase.WAITING, trouble=error))
            _sleep(wait, cancelled)
            continue
        if wanted.sha256 not in (None, file.sha256):
            raise AppError(ErrorCode.DOWNLOAD_CHANGED, file.name)
        return file


def _reporter(
    progress: Callable[[FileProgress], None], part: PartFile, file: HubFile
) -> Callable[[HubError | None], None]:
    def report(trouble: HubError | None) -> None:
        phase = Phase.FETCHING if trouble is None else Phase.WAITING
        progress(FileProgress(phase, part.done, file.size, file, trouble))

    return report


def _fetch_by_xet(
    hub: FileSource,
    file: HubFile,
    part: PartFile,
    manners: Manners,
    report: Callable[[HubError | None], None],
    cancelled: Callable[[], bool],
) -> None:
    """Bring the whole file in the Hub's other way.

    More than once, since the client ends all that come so when one of them is stopped.
    """
    patience = Patience(replace(manners, tries=_XET_TRIES - 1))
    while True:
        report(None)
        part.begin_anew()
        try:
            hub.fetch_by_xet(file, part.path, cancelled)
        except HubError as error:
            wait = patience.after(error, 0)
            report(error)
            _sleep(wait, cancelled)
        else:
            part.finish()
            return


def _verify(
    cached: CachedFile,
    part: PartFile,
    file: HubFile,
    progress: Callable[[FileProgress], None],
    cancelled: Callable[[], bool],
) -> None:
    """Compare the checksum of what lies on the disk; deletes it and raises if it differs."""
    digest = hashlib.sha256()
    buffer = bytearray(_HASHED_AT_ONCE)
    view = memoryview(buffer)
    done, told = 0, 0.0
    with part_file.writing(part.path), part.path.open("rb", buffering=0) as content:
        while count := content.readinto(buffer):
            digest.update(view[:count])
            done += count
            if (now := time.monotonic()) - told >= _TURN:
                told = now
                progress(FileProgress(Phase.VERIFYING, done, file.size, file))
            if cancelled():
                raise Cancelled
    if not hmac.compare_digest(digest.hexdigest(), file.sha256 or ""):
        part_file.discard(cached.part_stem)
        raise AppError(ErrorCode.DOWNLOAD_CORRUPT, file.name)


def _sleep(seconds: float, cancelled: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if cancelled():
            raise Cancelled
        time.sleep(min(left, _TURN))
    if cancelled():
        raise Cancelled
