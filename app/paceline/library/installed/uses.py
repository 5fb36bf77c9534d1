"""When each model was last used by Paceline; nothing else is known for certain.

Many disks do not note when a file was read, and other programs read models too.
"""

import logging
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from paceline.errors import AppError
from paceline.paths import data_folder
from paceline.whole_file import read_record, write_whole

_MOST_KEPT: Final = 1000
_LARGEST: Final = 4 * 2**20

_Times = dict[str, Annotated[float, Meta(ge=0, lt=2**35)]]
"""Seconds since 1970 by file."""

_log = logging.getLogger(__name__)


class Uses:
    """Times of last use by the file itself, whatever link it was loaded through."""

    def __init__(self, file: Path | None = None) -> None:
        """Read what `file` holds; without one, what the person's data do."""
        self._file = file or _default_file()
        self._times: Mapping[str, float] = (
            read_record(self._file, _Times, most_bytes=_LARGEST) or {}
        )

    def last(self, path: Path) -> datetime | None:
        """When the model was loaded last, in UTC; None if never."""
        seconds = self._times.get(_key(path))
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def note_use(*paths: Path, file: Path | None = None, now: datetime | None = None) -> None:
    """Remember that these models were loaded just now; a disk that refuses is no failure."""
    file = file or _default_file()
    times = dict(read_record(file, _Times, most_bytes=_LARGEST) or {})
    times |= dict.fromkeys(map(_key, paths), (now or datetime.now(UTC)).timestamp())
    latest = sorted(times.items(), key=lambda used: used[1])[-_MOST_KEPT:]
    try:
        write_whole(file, msgspec.json.encode(dict(latest)))
    except AppError as error:
        _log.warning("the use of a model is not noted: %s", error)


def _default_file() -> Path:
    return data_folder() / "models-used.json"


def _key(path: Path) -> str:
    try:
        real = os.path.realpath(path)
    except ValueError:  # no system has such a name
        real = str(path)
    return real.encode("utf-8", "backslashreplace").decode()
