"""Reads files in folders that others laid out, where a pipe may stand under a file's name.

To open a pipe waits for somebody to write into it, and a device may have no end; so whatever is no
regular file is refused like one that cannot be read.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

_NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0)  # Windows has no pipes in folders


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading; raises `OSError` where there is none, or something else."""
    file = open(path, "rb", opener=_open_at_once)  # noqa: SIM115 - the caller closes it
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
    return file


def beginning(path: Path, most_bytes: int) -> bytes:
    """Return what a small file holds, cut off behind `most_bytes`; raises as `open_regular`."""
    with open_regular(path) as file:
        return file.read(most_bytes)


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | _NO_WAITING)
