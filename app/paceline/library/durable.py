"""Writes one large file piece by piece, so that no interruption leaves a false or lost file.

Beside the file lie, while it grows, `<name>.part` and, from then on, `<name>.json`: the record of
how many bytes of the part are on the disk for certain and what they sum to. A build that was
killed goes on behind the last recorded piece; the part becomes the file by one rename, and the
file is trusted only while it still looks as the record says.
"""

import errno
import os
import shutil
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import msgspec
from filelock import FileLock, Timeout

from paceline.errors import AppError, Cancelled, ErrorCode

_RECORD_EVERY_BYTES: Final = 16 * 2**20  # what an interruption may cost, and a progress step
_READ_BYTES: Final = 2**20
_EDGE_BYTES: Final = 2**16
_SPARE_BYTES: Final = 32 * 2**20  # room left for the record and for other programs
_LOCK_POLL_S: Final = 0.1  # how long a cancelled wait for another builder may still last
_FULL_DISK: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the file whose content can be made again at any time."""

    size: int
    make: Callable[[], bytes]


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    identity: str  # of what is being built: another recipe never continues this part
    size: int  # of the whole file
    done: int  # bytes of the part that are on the disk, ending between two pieces
    crc: int  # CRC-32 of those bytes
    edges: int = 0  # CRC-32 of the first and last bytes of the whole file


def is_whole(file: Path, identity: str) -> bool:
    """Whether `file` is the finished build of `identity`; takes well under a millisecond."""
    record = _read_record(file)
    if record is None or record.identity != identity or record.done != record.size:
        return False
    try:
        return file.stat().st_size == record.size and _edges(file) == record.edges
    except OSError:
        return False


@contextmanager
def sole_builder(file: Path, cancelled: Callable[[], bool]) -> Iterator[None]:
    """Hold the right to build `file`; wait for another process that has it, or be cancelled."""
    lock = FileLock(_beside(file, ".lock"))
    while True:
        if cancelled():
            raise Cancelled
        try:
            lock.acquire(timeout=_LOCK_POLL_S)
            break
        except Timeout:
            continue
    try:
        yield
    finally:
        lock.release()


def write(
    file: Path,
    identity: str,
    pieces: Sequence[Piece],
    *,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> None:
    """Write the pieces in order and then put the file in its place; resume where one may.

    Cancelling keeps the part for the next time. A full disk gets back what the part took.
    """
    part = _beside(file, ".part")
    size = sum(piece.size for piece in pieces)
    record = _resumable(file, part, identity, pieces) or _Record(identity, size, done=0, crc=0)
    _require_space(file.parent, size - record.done)
    if record.done:
        progress(record.done / size)
    try:
        with part.open("r+b" if record.done else "wb") as out:
            out.truncate(record.done)
            out.seek(record.done)
            for reached in _append(out, record, pieces, cancelled):
                _write_record(file, reached)
                progress(reached.done / size)
                record = reached
        _write_record(file, msgspec.structs.replace(record, edges=_edges(part)))
        part.replace(file)
        _sync_folder(file.parent)
    except OSError as error:
        if error.errno not in _FULL_DISK:
            raise
        for leftover in (part, _record_file(file)):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)
        raise _disk_full(size, shutil.disk_usage(file.parent).free) from error


def _append(
    out: BinaryIO, record: _Record, pieces: Sequence[Piece], cancelled: Callable[[], bool]
) -> Iterator[_Record]:
    """Write every piece that is not done yet; yield a record whenever the disk has the bytes."""
    done, crc, boundary = record.done, record.crc, 0
    for piece in pieces:
        boundary += piece.size
        if boundary <= done:
            continue
        if cancelled():
            raise Cancelled
        content = piece.make()
        if len(content) != piece.size:
            raise ValueError(f"a piece of {piece.size} bytes came out as {len(content)}")
        out.write(content)
        done, crc = boundary, zlib.crc32(content, crc)
        if done - record.done >= _RECORD_EVERY_BYTES or done == record.size:
            # The order matters: first the bytes, then the claim that they are there.
            out.flush()
            os.fsync(out.fileno())
            record = msgspec.structs.replace(record, done=done, crc=crc)
            yield record


def _resumable(file: Path, part: Path, identity: str, pieces: Sequence[Piece]) -> _Record | None:
    """The record of a part that can be continued: same identity, piece boundary, right sum."""
    record = _read_record(file)
    if record is None or record.identity != identity or not part.is_file():
        return None
    if record.size != sum(piece.size for piece in pieces):
        return None
    boundary = 0
    for piece in pieces:
        if boundary >= record.done:
            break
        boundary += piece.size
    if boundary != record.done or _crc_of(part, record.done) != record.crc:
        return None
    return record


def _crc_of(file: Path, length: int) -> int | None:
    """CRC-32 of the first `length` bytes; None when the file is shorter."""
    crc = 0
    with file.open("rb") as source:
        while length:
            chunk = source.read(min(length, _READ_BYTES))
            if not chunk:
                return None
            crc, length = zlib.crc32(chunk, crc), length - len(chunk)
    return crc


def _edges(file: Path) -> int:
    with file.open("rb") as source:
        crc = zlib.crc32(source.read(_EDGE_BYTES))
        source.seek(-min(_EDGE_BYTES, file.stat().st_size), os.SEEK_END)
        return zlib.crc32(source.read(_EDGE_BYTES), crc)


def _require_space(folder: Path, missing: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < missing + _SPARE_BYTES:
        raise _disk_full(missing + _SPARE_BYTES, free)


def _disk_full(needed: int, free: int) -> AppError:
    return AppError(
        ErrorCode.DISK_FULL, f"{needed / 1e9:.2f} GB are needed and {free / 1e9:.2f} GB are free"
    )


def _beside(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix)


def _record_file(file: Path) -> Path:
    return _beside(file, ".json")


def _read_record(file: Path) -> _Record | None:
    try:
        return msgspec.json.decode(_record_file(file).read_bytes(), type=_Record)
    except (OSError, msgspec.DecodeError):
        return None


def _write_record(file: Path, record: _Record) -> None:
    fresh = _beside(file, ".json.new")
    with fresh.open("wb") as out:
        out.write(msgspec.json.encode(record))
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(_record_file(file))


def _sync_folder(folder: Path) -> None:
    """Make the rename last; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
