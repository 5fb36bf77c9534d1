"""Whether a model's files are still what their publisher gave out."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from paceline.library.installed.records import InstalledModel


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

    Raises `Cancelled`, or `AppError` with `FILE_MISSING` or `FILE_UNREADABLE`.
    """
    raise NotImplementedError
