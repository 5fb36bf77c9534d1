"""What a stub of the Hub holds: repositories, their commits, files and gates."""

import hashlib
import mmap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_HASH_STEP: Final = 1 << 22
_KEPT_IN_GIT: Final = (".md", ".json", ".txt", ".jinja", ".gitattributes")


@dataclass(frozen=True, slots=True)
class StubFile:
    """One version of one file; `oid` is its SHA-256, or Git's own SHA-1 where Git keeps it."""

    content: bytes | Path
    size: int
    sha256: str
    oid: str
    large: bool
    """Kept in large file storage and served by the CDN, as every GGUF file is."""


def stub_file(path: str, content: bytes | Path) -> StubFile:
    """Work out what the Hub says about a file with this name and content."""
    large = not path.endswith(_KEPT_IN_GIT)
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    sha256 = _digest("sha256", b"", content)
    oid = sha256 if large else _digest("sha1", b"blob %d\0" % size, content)
    return StubFile(content, size, sha256, oid, large)


def _digest(name: str, start: bytes, content: bytes | Path) -> str:
    digest = hashlib.new(name, start, usedforsecurity=False)
    if isinstance(content, bytes):
        digest.update(content)
    else:
        with content.open("rb") as file:
            while part := file.read(_HASH_STEP):
                digest.update(part)
    return digest.hexdigest()


def part(content: bytes | Path, start: int, stop: int) -> bytes:
    """Read the bytes from `start` up to `stop`."""
    if isinstance(content, bytes):
        return content[start:stop]
    with (
        content.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
    ):
        return mapped[start:stop]


@dataclass(slots=True)
class StubRepository:
    """A model repository; each change of a file makes a new commit."""

    id: str
    files: dict[str, StubFile]
    gated: str | None = None
    """"auto" or "manual" where terms must be accepted first."""
    private: bool = False
    licence: str | None = None
    card: str | None = None
    downloads: int = 0
    likes: int = 0
    modified: str = "2026-10-01T12:00:00.000Z"
    tags: tuple[str, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)
    """More fields of `/api/models/{id}`, as they stand there."""
    history: dict[str, dict[str, StubFile]] = field(default_factory=dict)
    """Files by commit."""
    commit: str = ""

    def __post_init__(self) -> None:
        self.put({})

    @property
    def author(self) -> str:
        """The first part of the identifier."""
        return self.id.partition("/")[0]

    def put(self, changed: Mapping[str, StubFile]) -> None:
        """Make a commit with these files changed."""
        self.files = {**self.files, **changed}
        seed = f"{self.id} {len(self.history)}"
        self.commit = hashlib.sha1(seed.encode(), usedforsecurity=False).hexdigest()
        self.history[self.commit] = self.files

    def at(self, revision: str) -> tuple[str, dict[str, StubFile]] | None:
        """Return commit and files of a branch or commit, None where there is no such revision."""
        commit = self.commit if revision == "main" else revision
        files = self.history.get(commit)
        return None if files is None else (commit, files)
