"""Whether a model's files are still what their publisher gave out."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.installed.folder_walk import FoundFile, seen
from paceline.library.installed.records import InstalledModel
from paceline.library.published_sums import published_sum

_PIECE_BYTES: Final = 4 * 2**20
"""Some milliseconds' worth of reading: so soon a cancellation is heard."""


class Verdict(StrEnum):
    """What a sum says of a file, or of a model as a whole."""

    INTACT = "intact"
    DAMAGED = "damaged"
    UNKNOWN = "unknown"
    """Nobody on this machine wrote down what the sum should be."""


@dataclass(frozen=True, slots=True)
class FileSum:
    """A file's SHA-256, 64 digits of base 16, and what it should be."""

    path: Path
    sha256: str
    expected: str | None

    @property
    def verdict(self) -> Verdict:
        """How they compare."""
        if self.expected is None:
            return Verdict.UNKNOWN
        return Verdict.INTACT if self.sha256 == self.expected else Verdict.DAMAGED


@dataclass(frozen=True, slots=True)
class Verified:
    """The sums of a model's files, in their order."""

    files: tuple[FileSum, ...]

    @property
    def verdict(self) -> Verdict:
        """Damaged where one file is, intact where every one is."""
        verdicts = {file.verdict for file in self.files}
        for verdict in (Verdict.DAMAGED, Verdict.UNKNOWN):
            if verdict in verdicts:
                return verdict
        return Verdict.INTACT


def verify(
    model: InstalledModel,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Verified:
    """Read every byte and compare; `progress` gets bytes read and bytes in all.

    Raises `Cancelled`, or `AppError` with `FILE_MISSING`, `FILE_UNREADABLE`, or `MODEL_INCOMPLETE`
    where a shard is not here, whatever the others are like.
    """
    if model.trouble is not None and model.trouble.code is ErrorCode.MODEL_INCOMPLETE:
        raise AppError(model.trouble.code, model.trouble.detail)
    try:
        size = sum(_regular(file).size for file in model.files)
        sums = []
        done = 0
        for file in model.files:
            digest = hashlib.sha256()
            for piece in _pieces(file):
                if cancelled():
                    raise Cancelled
                digest.update(piece)
                done += len(piece)
                progress(done, max(done, size))
            sums.append(FileSum(file, digest.hexdigest(), published_sum(file)))
    except FileNotFoundError as error:
        raise AppError(ErrorCode.FILE_MISSING, str(error.filename)) from error
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, str(error.filename or model.path)) from error
    return Verified(tuple(sums))


def _regular(path: Path) -> FoundFile:
    """The file, if reading it comes to an end."""
    file = seen(path) or FoundFile.absent(path)
    if file.trouble is not None:
        raise file.trouble
    return file


def _pieces(file: Path) -> Iterator[memoryview]:
    room = bytearray(_PIECE_BYTES)
    with file.open("rb", buffering=0) as source:
        while read := source.readinto(room):
            yield memoryview(room)[:read]
