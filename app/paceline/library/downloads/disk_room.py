"""Room on a disk: is there enough, and taking it before it is needed."""

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from paceline.errors import AppError, ErrorCode

FULL_DISK: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
TAKEN_AT_ONCE: Final = sys.platform == "linux"
"""Whether a file's room is taken before its bytes are there. Else the disk may still fill up."""

_SPARE: Final = 1 << 20
"""Bytes to leave free on the disk: notes and links need room, too."""


def require(folder: Path, needed: int, what: str) -> None:
    """Raise `AppError` DISK_FULL unless so many bytes are free where the folder is, or will be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if needed and needed + _SPARE > free:
        raise too_little(what, needed, free)


def too_little(what: str, needed: int, free: int | None = None) -> AppError:
    """Say how much room something needs."""
    there = "" if free is None else f", and {_in_words(free)} are free"
    return AppError(ErrorCode.DISK_FULL, f"{what} needs {_in_words(needed)}{there}")


def taken(there: os.stat_result, size: int) -> int:
    """Return how many bytes of the disk a file of this size has; 0 where the system is silent."""
    return min(getattr(there, "st_blocks", 0) * 512, size)


def take(handle: int, size: int) -> None:
    """Make an open file this large, with all of its room where that is possible; raises OSError."""
    if not (TAKEN_AT_ONCE and size and _allocated(handle, size)):
        os.truncate(handle, size)


def _allocated(handle: int, size: int) -> bool:
    """Not `os.posix_fallocate`: where a disk cannot do so, as over a network, that writes all."""
    allocate = ctypes.CDLL(None, use_errno=True).fallocate
    allocate.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
    while allocate(handle, 0, 0, size):
        match ctypes.get_errno():
            case errno.EINTR:
                continue
            case errno.EOPNOTSUPP | errno.ENOSYS:
                return False
            case number:
                raise OSError(number, os.strerror(number))
    return True


def _in_words(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.1f} MB"
