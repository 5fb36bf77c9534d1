"""Checks what the Hub, a catalogue or a person calls things, before a path or a URL is made of it.

A name that passes stays below the folder it is put in, on every system, and shows as it is. The
Hub's own client checks file names less strictly and ETags not at all.
"""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

MOST_FILE_BYTES: Final = 16 * 1024**4
"""Larger than any file of the Hub by far; a size beyond it is a lie."""

_LONGEST_PATH: Final = 1000
_LONGEST_PART_BYTES: Final = 255
"""The limit of usual file systems."""

_REPOSITORY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)?")
_LONGEST_REPOSITORY_PART: Final = 96
_COMMIT: Final = re.compile(r"[0-9a-f]{40}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_REVISION: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
_LONGEST_REVISION: Final = 200
_RESERVED_BY_WINDOWS: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])"
    r"(?:[. ].*)?",
    re.IGNORECASE,
)
_FORBIDDEN_BY_WINDOWS: Final = frozenset('<>:"|?*\\')
_UNSHOWN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of what is not seen, or turns around what is."""


def is_repository(name: str) -> bool:
    """Whether it is a name of a repository, as "author/model"."""
    return (
        _REPOSITORY.fullmatch(name) is not None
        and all(len(part) <= _LONGEST_REPOSITORY_PART for part in name.split("/"))
        and not any(bad in name for bad in ("--", ".."))
        and all(not part.endswith((".", "-", ".git")) for part in name.split("/"))
        and not any(_RESERVED_BY_WINDOWS.fullmatch(part) for part in name.split("/"))
    )


def is_revision(name: str) -> bool:
    """Whether it is a branch, a tag or a commit, and stays below a folder of such."""
    return (
        len(name) <= _LONGEST_REVISION
        and _REVISION.fullmatch(name) is not None
        and ".." not in name
        and all(_is_safe_part(part) for part in name.split("/"))
    )


def is_commit(text: str) -> bool:
    """Whether it is a whole commit: 40 digits of base 16."""
    return _COMMIT.fullmatch(text) is not None


def is_sha256(text: str) -> bool:
    """Whether it is a SHA-256: 64 digits of base 16."""
    return _SHA256.fullmatch(text) is not None


def is_size(number: int) -> bool:
    """Whether a file can have as many bytes."""
    return 0 <= number <= MOST_FILE_BYTES


def is_file_path(path: str) -> bool:
    """Whether a path of a repository stays below a folder on every system and shows as it is."""
    return (
        0 < len(path) <= _LONGEST_PATH
        and not path.startswith("/")
        and str(PurePosixPath(path)) == path
        and all(_is_safe_part(part) for part in path.split("/"))
    )


def without_unshown(text: str) -> str:
    """Return a stranger's text without what is not seen, or turns around what is; lines stay."""
    return "".join(
        letter for letter in text if letter == "\n" or unicodedata.category(letter) not in _UNSHOWN
    )


def _is_safe_part(part: str) -> bool:
    try:
        size = len(part.encode())
    except UnicodeEncodeError:
        return False
    return (
        0 < size <= _LONGEST_PART_BYTES
        and part not in (".", "..")
        and not part.endswith((".", " "))
        and not part.startswith(" ")
        and _RESERVED_BY_WINDOWS.fullmatch(part) is None
        and not _FORBIDDEN_BY_WINDOWS.intersection(part)
        and not any(unicodedata.category(letter) in _UNSHOWN for letter in part)
    )
