"""Looks through folders that may be large, broken or laid out to trap a program.

A walk always ends: no folder is entered twice, links to folders are followed once and never
upwards, and depth and number of entries are bounded. What cannot be read is passed over, logged;
what vanishes meanwhile is not there.
"""

import logging
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Self

from paceline.errors import AppError, ErrorCode
from paceline.library.file_names import is_gguf

DEEPEST: Final = 12
"""Folders below the first one; LM Studio needs two, a Hub cache four and what a repository has."""

MOST_ENTRIES: Final = 200_000
"""Looked at in one walk; some seconds' worth on a disk."""

Identity = tuple[int, int] | str
"""Of a file's bytes; a text where the disk has no numbers."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as the disk describes it, behind all links.

    `changed` is its time of change in nanoseconds. `identity` is the same for every way to the same
    bytes. A link that leads nowhere and what is no file at all are found too, with their `trouble`.
    """

    path: Path
    size: int
    changed: int
    identity: Identity
    trouble: AppError | None = None

    @classmethod
    def absent(cls, path: Path) -> Self:
        """A file that should be there and is not."""
        return cls(path, 0, 0, str(path), AppError(ErrorCode.FILE_MISSING, str(path)))


def seen(path: Path) -> FoundFile | None:
    """Describe one file; None where there is none, by now."""
    try:
        facts = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return FoundFile.absent(path) if os.path.lexists(path) else None
    except OSError:
        return FoundFile(path, 0, 0, str(path), AppError(ErrorCode.FILE_UNREADABLE, str(path)))
    except ValueError:  # no system has such a name
        return None
    # Some network drives have no numbers for files.
    identity = (facts.st_dev, facts.st_ino) if facts.st_ino else os.path.realpath(path)
    if stat.S_ISREG(facts.st_mode):
        return FoundFile(path, facts.st_size, facts.st_mtime_ns, identity)
    # To open a pipe would wait for somebody to write into it.
    odd = ErrorCode.FILE_IS_FOLDER if stat.S_ISDIR(facts.st_mode) else ErrorCode.FILE_NOT_GGUF
    return FoundFile(path, 0, facts.st_mtime_ns, identity, AppError(odd, str(path)))


def model_files(
    folder: Path,
    *,
    deepest: int = DEEPEST,
    most_entries: int = MOST_ENTRIES,
    follow_links: bool = True,
) -> Iterator[Path]:
    """Every file below a folder whose name promises a model; hidden names are passed over."""
    for parent, names in folders(
        folder, deepest=deepest, most_entries=most_entries, follow_links=follow_links
    ):
        for name in names:
            if is_gguf(name):
                yield parent / name


def folders(
    folder: Path,
    *,
    deepest: int = DEEPEST,
    most_entries: int = MOST_ENTRIES,
    follow_links: bool = True,
) -> Iterator[tuple[Path, list[str]]]:
    """Every folder from this one down, with the names in it that are not folders, sorted.

    Without `follow_links` links to folders are passed over.
    """
    entered: set[tuple[int, int]] = set()
    above = _folders_above(folder)
    left = most_entries
    waiting = [_Waiting(folder, 0, linked=False)]
    while waiting:
        here = waiting.pop()
        identity = _identity(here.path)
        if identity is None or identity in entered or (here.linked and identity in above):
            continue
        entered.add(identity)
        entries = list(islice(_entries(here.path), left + 1))
        if len(entries) > left:
            _log.warning("%s holds more than %d entries; the rest is left", folder, most_entries)
            entries, waiting = entries[:left], []
        left -= len(entries)
        names, below = [], []
        for entry in sorted(entries, key=lambda entry: entry.name):
            if not entry.is_folder:
                names.append(entry.name)
            elif entry.is_link and (here.linked or not follow_links):
                continue
            elif here.depth < deepest:
                linked = here.linked or entry.is_link
                below.append(_Waiting(here.path / entry.name, here.depth + 1, linked=linked))
        yield here.path, names
        waiting += reversed(below)


def is_folder(path: Path) -> bool:
    """Whether a folder is there, and can be asked."""
    return _identity(path) is not None


def folders_in(folder: Path, *, follow_links: bool = True) -> list[Path]:
    """The folders directly in this one, sorted by name."""
    entries = islice(_entries(folder), MOST_ENTRIES)
    wanted = (each for each in entries if each.is_folder and (follow_links or not each.is_link))
    return [folder / name for name in sorted(each.name for each in wanted)]


def names_in(folder: Path) -> list[str]:
    """The names directly in this folder that are not folders, sorted."""
    return [name for _, names in folders(folder, deepest=0) for name in names]


@dataclass(frozen=True, slots=True)
class _Waiting:
    path: Path
    depth: int
    linked: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    is_folder: bool
    is_link: bool


def _entries(folder: Path) -> Iterator[_Entry]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                yield _Entry(entry.name, _is_folder(entry), _is_link(entry))
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        _log.info("%s is passed over: %s", folder, error)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    """Whether the entry is a folder or leads to one; what cannot be asked is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_link(entry: "os.DirEntry[str]") -> bool:
    if sys.version_info >= (3, 12) and entry.is_junction():
        return True
    return entry.is_symlink()


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from all others; None for what is no folder or cannot be asked."""
    try:
        facts = folder.stat()
    except (OSError, ValueError):
        return None
    return (facts.st_dev, facts.st_ino) if stat.S_ISDIR(facts.st_mode) else None


def _folders_above(folder: Path) -> set[tuple[int, int]]:
    above = (_identity(parent) for parent in Path(os.path.realpath(folder)).parents)
    return {identity for identity in above if identity is not None}
