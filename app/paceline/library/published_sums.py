"""What a file's SHA-256 should be, as far as this machine knows without asking anybody.

The Hub's cache and Ollama's store name files by their sums; the Hub's client leaves a note beside
what it puts into an ordinary folder. Where a cache can have no links (Windows), its files have
ordinary names, and the sum that a download was checked against is noted here.
"""

import logging
import os
from pathlib import Path
from threading import Lock
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from paceline.errors import AppError
from paceline.library.hub.names import is_sha256
from paceline.library.regular_file import beginning
from paceline.paths import cache_folder
from paceline.whole_file import read_record, write_whole

_LARGEST: Final = 16 * 2**20
_LARGEST_NOTE: Final = 4096
_MOST_KEPT: Final = 10_000
_CLOCK_S: Final = 1.0
"""How much later than its note a file may have changed: clocks of disks are coarse."""

_Sums = dict[str, Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]]

_log = logging.getLogger(__name__)
_writing = Lock()


def published_sum(path: Path, *, noted: Path | None = None) -> str | None:
    """The sum that the file should have, 64 digits of base 16; None where nobody wrote it down."""
    return _sum_in_name(path) or _sum_beside(path) or _noted(noted or _default()).get(_key(path))


def note_sum(path: Path, sha256: str, *, noted: Path | None = None) -> None:
    """Remember what the publisher says of a file whose name does not tell."""
    noted = noted or _default()
    with _writing:
        sums = _noted(noted)
        sums.pop(_key(path), None)
        kept = list(sums.items())[1 - _MOST_KEPT :]
        try:
            write_whole(noted, msgspec.json.encode({**dict(kept), _key(path): sha256}))
        except AppError as error:
            _log.warning("the sum of a file is not noted: %s", error)


def _sum_in_name(path: Path) -> str | None:
    """That of a blob of the Hub's cache or Ollama's store, reached directly or by a link."""
    try:
        ways = [path, path.parent / path.readlink()] if path.is_symlink() else [path]
    except OSError:
        return None
    for way in reversed(ways):
        name = way.name.removeprefix("sha256-").removeprefix("sha256:")
        if way.parent.name == "blobs" and is_sha256(name):
            return name
    return None


def _sum_beside(path: Path) -> str | None:
    """That of the Hub's own note: `.cache/huggingface/download/<path>.metadata`, second line."""
    for folder in list(path.parents)[:8]:
        inside = path.relative_to(folder).as_posix()
        note = folder / ".cache/huggingface/download" / f"{inside}.metadata"
        try:
            _commit, etag, when, *_ = beginning(note, _LARGEST_NOTE).decode().splitlines()
            if is_sha256(etag) and path.stat().st_mtime <= float(when) + _CLOCK_S:
                return etag
        except (OSError, ValueError):
            continue
    return None


def _noted(file: Path) -> _Sums:
    return read_record(file, _Sums, most_bytes=_LARGEST) or {}


def _default() -> Path:
    return cache_folder() / "published-sums.json"


def _key(path: Path) -> str:
    return os.path.normcase(os.path.abspath(path)).encode("utf-8", "backslashreplace").decode()  # noqa: PTH100
