"""Whether there is room for all that is wanted together, before its first byte is fetched."""

from collections.abc import Iterable
from pathlib import Path

from paceline.library.downloads import disk_room, part_file
from paceline.library.downloads.cached_file import part_stem
from paceline.library.downloads.records import Wanted
from paceline.library.hub_cache import folder_name


def require_room_for(title: str, files: Iterable[Wanted], cache: Path) -> None:
    """Raise `AppError` DISK_FULL where the last of the files would not fit; `title` names them.

    What has arrived, or come in part, needs no room again. Files of unknown size count for nothing.
    Raises FILE_UNWRITABLE where the disk does not answer.
    """
    with part_file.writing(cache):
        needed = sum(
            part_file.missing_room(
                part_stem(cache, wanted.repository, wanted.sha256 or ""), wanted.size or 0
            )
            for wanted in files
            if not _has_arrived(wanted, cache)
        )
        disk_room.require(cache, needed, title)


def _has_arrived(wanted: Wanted, cache: Path) -> bool:
    if wanted.sha256 is None:
        return False
    return (cache / folder_name(wanted.repository) / "blobs" / wanted.sha256).exists()
