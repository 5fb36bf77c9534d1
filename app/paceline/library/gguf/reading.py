"""Gets the header of a GGUF file and no more of it, from a disk or over the network."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.library.gguf.header import (
    LARGEST_HEADER,
    GgufHeader,
    HeaderIncomplete,
    HeaderParser,
)
from paceline.library.regular_file import open_regular

STEP: Final = 2 << 20
"""Bytes. Nothing is read that lies further behind what the header must have than this; the
smallest vocabularies fit into the first step, the largest header known takes five."""


def read_header(file: Path) -> GgufHeader:
    """Read the header of a file on disk.

    Raises `AppError`: `FILE_MISSING`, `FILE_IS_FOLDER`, `FILE_EMPTY`, `FILE_UNREADABLE`,
    `FILE_NOT_GGUF`, `FILE_TRUNCATED`, `MODEL_UNSUPPORTED`.
    """
    try:
        if file.is_dir():
            raise AppError(ErrorCode.FILE_IS_FOLDER, str(file))
        with open_regular(file) as stream:

            def read(start: int, end: int) -> bytes:
                stream.seek(start)
                return stream.read(end - start)

            header, _ = read_remote_header(read, os.fstat(stream.fileno()).st_size, name=str(file))
            return header
    except (FileNotFoundError, NotADirectoryError) as error:
        raise AppError(ErrorCode.FILE_MISSING, str(file)) from error
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, f"{file} ({error.strerror})") from error


def read_remote_header(
    read: Callable[[int, int], bytes],
    file_bytes: int,
    *,
    name: str = "The file",
    step: int = STEP,
) -> tuple[GgufHeader, int]:
    """Return a header and how many bytes were read for it, at most `step` more than it has.

    `read` gets the place of the first byte and that behind the last; what it raises goes through.
    Raises `AppError` as `read_header` does.
    """
    parser = HeaderParser(file_bytes=file_bytes, name=name)
    largest = min(file_bytes, LARGEST_HEADER)
    known, wanted = 0, step
    while True:
        end = min(wanted, largest)
        piece = read(known, end)[: end - known]
        if len(piece) < end - known:
            raise AppError(ErrorCode.FILE_TRUNCATED, name)
        known = end
        try:
            return parser.feed(piece), known
        except HeaderIncomplete as incomplete:
            wanted = incomplete.needed + step
