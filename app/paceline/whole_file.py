"""Replaces a small file as a whole, and sets one aside that cannot be used.

For what the program remembers: settings, what was learned from chats. A crash leaves the old file
or the new one, never a part of one. Files are readable for their owner alone.
"""

import errno
import logging
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from paceline.errors import AppError, ErrorCode

PART_SUFFIX: Final = ".part"
"""Ends the name of a file that is being written; one that a killed process left is rubbish."""

_Record = TypeVar("_Record")

_log = logging.getLogger(__name__)

_FULL_DISK: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` in the file's place; raises `AppError` DISK_FULL or FILE_UNWRITABLE."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        if error.errno in _FULL_DISK:
            raise AppError(ErrorCode.DISK_FULL, str(path)) from error
        raise AppError(ErrorCode.FILE_UNWRITABLE, str(path)) from error


def read_record(path: Path, kind: type[_Record], *, most_bytes: int) -> _Record | None:
    """Return what a small JSON file holds, None without one; a damaged one is set aside, logged.

    One that goes on behind `most_bytes` counts as damaged.
    """
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(most_bytes), type=kind)
    except OSError:
        return None
    except msgspec.DecodeError as error:
        _log.warning("%s cannot be used and was set aside: %s", path.name, error)
        set_aside(path)
        return None


def set_aside(path: Path) -> None:
    """Rename a damaged file, as `settings.damaged.toml`; the last such one is replaced.

    A folder that is read-only keeps the file as it is.
    """
    with suppress(OSError):
        path.replace(path.with_suffix(f".damaged{path.suffix}"))


def _replace(path: Path, content: bytes) -> None:
    """Leaves nothing behind if it fails."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=PART_SUFFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
