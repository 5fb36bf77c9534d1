"""A file that is on its way: its bytes, and beside them a note of which have come.

The note is replaced as a whole and never runs ahead of the bytes; so a process that is killed
loses what came since the last note, and nothing is counted that is not there. Both lie in a folder
of their own on the cache's disk, which other programs of the Hub leave alone. Whoever opens a part
holds the lock of its file (`cached_file`).
"""

import contextlib
import errno
import os
import threading
import time
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import Final, Self

import msgspec

from paceline.errors import AppError, ErrorCode
from paceline.library.downloads import disk_room, segments
from paceline.library.downloads.segments import Segment
from paceline.library.hub.records import HubFile

_NOTE_SECONDS: Final = 0.25
_SHORTEST_NOTE_SECONDS: Final = 0.01
"""A note takes a tenth of a millisecond, so this often it costs a percent of the time."""
_NOTES_PER_FILE: Final = 1024
_LEAST_NOTED: Final = 1 << 14
"""Bytes that are worth a note before a quarter of a second is over: what a kill may cost."""
_MOST_NOTE_BYTES: Final = 1 << 16


class Note(msgspec.Struct, frozen=True):
    """Which file it is and which of its bytes have come."""

    sha256: str
    size: int
    repository: str
    path: str
    commit: str
    segments: list[Segment]


class PartFile:
    """The bytes of one file, as far as they have come. Segments may be written at the same time."""

    def __init__(self, stem: Path, file: HubFile, stretches: list[Segment]) -> None:
        self.path = content_path(stem)
        self.segments = stretches
        self._note = note_path(stem)
        self._file = file
        self._lock = threading.Lock()
        self._closed = False
        self._step = max(_LEAST_NOTED, file.size // _NOTES_PER_FILE)
        self._unnoted = 0
        self._noted_at = time.monotonic()

    @classmethod
    def open(cls, stem: Path, file: HubFile, count: int) -> Self:
        """Go on with what is there, if it belongs to this very content; else begin.

        Takes the whole file's room at once; raises `AppError` DISK_FULL if there is too little, or
        FILE_UNWRITABLE.
        """
        with writing(content_path(stem)):
            stem.parent.mkdir(parents=True, exist_ok=True)
            stretches = _resumable(stem, file)
            if stretches is None:
                discard(stem)
                stretches = segments.split(file.size, count)
            part = cls(stem, file, stretches)
            part._take_room()
            part._write_note()
        return part

    @property
    def done(self) -> int:
        """Bytes that lie on the disk."""
        return sum(segment.done for segment in self.segments)

    @contextlib.contextmanager
    def writer(self, segment: Segment) -> Iterator[Callable[[bytes | memoryview], None]]:
        """Yield what appends bytes to a segment; raises `AppError` DISK_FULL, FILE_UNWRITABLE."""
        with writing(self.path), self.path.open("r+b", buffering=0) as raw:
            raw.seek(segment.position)

            def write(data: bytes | memoryview) -> None:
                rest = memoryview(data)
                # Near a full disk a write may take a part only, and the next one fails.
                while rest:
                    count = raw.write(rest)
                    if not count:
                        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                    rest = rest[count:]
                self._count(segment, len(data))

            yield write

    def missing(self, *, besides: Container[int]) -> list[Segment]:
        """Return the segments that are not whole, without those that begin at these places."""
        with self._lock:
            return [
                segment
                for segment in self.segments
                if segment.missing and segment.start not in besides
            ]

    def widen(self, segment: Segment) -> bool:
        """Let the first segment, and no other, be the whole file: the server knows no ranges."""
        with self._lock:
            if segment is not self.segments[0]:
                return False
            segment.stop = self._file.size
            self.segments = [segment]
            return True

    def merge(self) -> None:
        """Make one segment of all: of what has come only the beginning counts."""
        self.widen(self.segments[0])

    def begin_anew(self) -> None:
        """Forget what has come: somebody else writes the whole file."""
        self._set_all(0)

    def finish(self) -> None:
        """Count the whole file as there."""
        self._set_all(self._file.size)

    def _set_all(self, done: int) -> None:
        with self._lock, writing(self.path):
            self.segments = [Segment(0, self._file.size, done)]
            self._write_note()

    def close(self) -> None:
        """Note what has come; late writers are not counted any more."""
        with self._lock:
            if not self._closed:
                self._closed = True
                with contextlib.suppress(OSError):
                    self._write_note()

    def flush(self) -> None:
        """Wait until the disk has it all."""
        with writing(self.path), self.path.open("rb+") as file:
            os.fsync(file.fileno())

    def _count(self, segment: Segment, count: int) -> None:
        with self._lock:
            if self._closed:
                return
            segment.done += count
            self._unnoted += count
            since = time.monotonic() - self._noted_at
            if since >= _NOTE_SECONDS or (
                since >= _SHORTEST_NOTE_SECONDS and self._unnoted >= self._step
            ):
                self._write_note()

    def _write_note(self) -> None:
        file = self._file
        note = msgspec.json.encode(
            Note(
                file.sha256 or "", file.size, file.repository, file.path, file.commit, self.segments
            )
        )
        fresh = self._note.with_suffix(".new")
        # The disk need not have it at once: a kill loses nothing that was written, and after a
        # power cut the checksum tells.
        try:
            fresh.write_bytes(note)
            fresh.replace(self._note)
        except OSError as error:
            if error.errno not in disk_room.FULL_DISK or not self._note.exists():
                raise
            # What came before the disk got full is worth to be kept, and this takes no room.
            with self._note.open("r+b") as old:
                old.write(note)
                old.truncate()
        self._unnoted = 0
        self._noted_at = time.monotonic()

    def _take_room(self) -> None:
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            there = os.fstat(handle)
            needed = self._file.size - disk_room.taken(there, self._file.size)
            disk_room.require(self.path.parent, needed, self._file.name)
            if needed or there.st_size < self._file.size:
                disk_room.take(handle, self._file.size)
        except (OSError, AppError) as error:
            if not self.done:
                discard(self.path.with_suffix(""))
            if isinstance(error, OSError) and error.errno in disk_room.FULL_DISK:
                raise disk_room.too_little(self._file.name, self._file.size) from error
            raise
        finally:
            os.close(handle)


def content_path(stem: Path) -> Path:
    """Return where the bytes of a part lie."""
    return stem.with_name(stem.name + ".part")


def note_path(stem: Path) -> Path:
    """Return where the note of a part lies."""
    return stem.with_name(stem.name + ".json")


def read_note(stem: Path) -> Note | None:
    """Return what a note says, None without one that can be read."""
    try:
        with note_path(stem).open("rb") as file:
            return msgspec.json.decode(file.read(_MOST_NOTE_BYTES), type=Note)
    except (OSError, msgspec.DecodeError):
        return None


def discard(stem: Path) -> None:
    """Delete a part and its note; what the system holds on to stays."""
    for path in (content_path(stem), note_path(stem), note_path(stem).with_suffix(".new")):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def missing_room(stem: Path, size: int) -> int:
    """Return how many bytes a part of a file of this size has not taken on the disk yet."""
    try:
        return size - disk_room.taken(content_path(stem).stat(), size)
    except OSError:
        return size


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says while a file is written into an `AppError`."""
    try:
        yield
    except OSError as error:
        if error.errno in disk_room.FULL_DISK:
            raise AppError(ErrorCode.DISK_FULL, f"no room is left in {path.parent}") from error
        raise AppError(ErrorCode.FILE_UNWRITABLE, str(path)) from error


def _resumable(stem: Path, file: HubFile) -> list[Segment] | None:
    note = read_note(stem)
    try:
        there = content_path(stem).stat().st_size
    except OSError:
        return None
    if (
        note is None
        or (note.sha256, note.size, there) != (file.sha256, file.size, file.size)
        or not segments.cover(note.segments, file.size)
    ):
        return None
    return note.segments
