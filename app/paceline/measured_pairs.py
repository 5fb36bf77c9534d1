"""What passes and guesses of a pair cost on this machine, for whoever wants to foretell its gain.

The engine writes one small file for each pair that it has run; the pair doctor reads them all.
Nothing of any text is in them. They can be measured again, so that one which cannot be written is
done without, and one which cannot be read is set aside.
"""

import logging
from pathlib import Path
from typing import Annotated, Final, Self

import msgspec
from msgspec import Meta

from paceline.errors import AppError
from paceline.whole_file import read_record, write_whole

FORMAT_VERSION: Final = 1

_LARGEST_FILE: Final = 100_000
"""Bytes; a real one has some hundred."""

_MOST_FILES: Final = 1_000
"""More pairs nobody runs; the newest count."""

_PREFIX: Final = "pair-"

_Cost = Annotated[float, Meta(gt=0)]
_Chance = Annotated[float, Meta(ge=0, le=1)]

_log = logging.getLogger(__name__)


class MeasuredFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model's file, told apart by name and size, since reading it takes too long."""

    name: str
    size: Annotated[int, Meta(ge=0)]

    @classmethod
    def of(cls, path: Path) -> Self:
        """Describe a file that exists."""
        return cls(path.name.encode("utf-8", "replace").decode(), path.stat().st_size)


class MeasuredPair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a pass of w tokens costs (`passes[w - 1]`) and what a guess does, in plain passes.

    `acceptance[j]` is the chance of guess j, given those before it; empty where too few were
    judged. `plain_ms` is what a plain pass last took, 0 where that is not known.
    """

    target: MeasuredFile
    draft: MeasuredFile | None
    passes: Annotated[tuple[_Cost, ...], Meta(min_length=1, max_length=256)]
    guess: _Cost | None = None
    acceptance: Annotated[tuple[_Chance, ...], Meta(max_length=256)] = ()
    plain_ms: Annotated[float, Meta(ge=0)] = 0.0
    version: int = FORMAT_VERSION


def keep_measured(folder: Path, key: str, pair: MeasuredPair) -> None:
    """Write it down in place of what was known under this key."""
    try:
        write_whole(folder / f"{_PREFIX}{key}.json", msgspec.json.encode(pair))
    except AppError as error:
        _log.warning("What was measured about a pair could not be kept: %s", error)


def measured_pairs(folder: Path) -> tuple[MeasuredPair, ...]:
    """Return what is known about pairs on this machine, the latest first."""
    try:
        files = sorted(folder.glob(f"{_PREFIX}*.json"), key=_age, reverse=True)
    except OSError:
        return ()
    read = (
        read_record(path, MeasuredPair, most_bytes=_LARGEST_FILE)
        for path in files[:_MOST_FILES]
        if ".damaged." not in path.name
    )
    return tuple(each for each in read if each is not None and each.version == FORMAT_VERSION)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
