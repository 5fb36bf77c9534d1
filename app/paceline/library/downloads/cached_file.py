"""Where a file belongs in the Hub's own cache, so that every program of the Hub finds it.

models--author--name/blobs/<sha256>                  the content
models--author--name/snapshots/<commit>/<path>       a link to it, or itself without links
models--author--name/refs/<revision>                 the commit that the name stands for
.locks/models--author--name/<sha256>.lock            held by whoever fetches it
.locks/paceline/                                     our parts; scans of the cache pass over it
"""

import contextlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.downloads import part_file
from paceline.library.hub import names
from paceline.library.hub.records import HubFile
from paceline.library.hub_cache import folder_name
from paceline.library.published_sums import note_sum

_PARTS: Final = Path(".locks", "paceline")
_LOCK_TURN: Final = 0.2
"""Seconds of waiting for a lock between two looks at whether it is still wanted."""


class CachedFile:
    """The places of one content of one file. The names in it were checked again."""

    def __init__(self, cache: Path, file: HubFile) -> None:
        if file.sha256 is None:
            raise AppError(ErrorCode.DOWNLOAD_UNVERIFIABLE, file.name)
        _check(file)
        self._file = file
        self._cache = cache
        folder = folder_name(file.repository)
        self._folder = cache / folder
        self.blob = self._folder / "blobs" / file.sha256
        self.pointer = self._folder.joinpath("snapshots", file.commit, *file.path.split("/"))
        self.part_stem = part_stem(cache, file.repository, file.sha256)
        self._lock = _lock_path(cache, file.repository, file.sha256)

    def find(self) -> Path | None:
        """Return the file's path if it has arrived."""
        try:
            there = self.pointer.stat().st_size == self._file.size
        except OSError:
            there = False
        return self.pointer if there else None

    def adopt(self) -> Path | None:
        """Link content that arrived for another commit; None if there is none. Hold the lock."""
        try:
            if self.blob.stat().st_size != self._file.size:
                return None
        except OSError:
            return None
        with part_file.writing(self.pointer):
            self.pointer.parent.mkdir(parents=True, exist_ok=True)
            if self._links_work():
                self._link()
            else:
                # Not beside the file: a copy that a kill cut short is no part of the snapshot.
                copy = part_file.content_path(self.part_stem)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.blob, copy)
                copy.replace(self.pointer)
                self._note_sum()
        return self.pointer

    def arrive(self, part: Path) -> Path:
        """Put whole, verified content in its place, in one step. Hold the lock."""
        with part_file.writing(self.pointer):
            self.blob.parent.mkdir(parents=True, exist_ok=True)
            self.pointer.parent.mkdir(parents=True, exist_ok=True)
            if self._links_work():
                part.replace(self.blob)
                _sync_folder(self.blob.parent)
                self._link()
            else:
                part.replace(self.pointer)
                _sync_folder(self.pointer.parent)
                self._note_sum()
        return self.pointer

    def note_revision(self, revision: str) -> None:
        """Write down that a branch or tag stands for the file's commit."""
        if names.is_commit(revision) or not names.is_revision(revision):
            return
        path = self._folder.joinpath("refs", *revision.split("/"))
        commit = self._file.commit.encode()
        # Another program may look after the cache; a name that cannot be noted loses nothing.
        with contextlib.suppress(OSError):
            if path.is_file() and path.read_bytes() == commit:
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            with self._fresh() as fresh:
                fresh.write_bytes(commit)
                fresh.replace(path)

    @contextlib.contextmanager
    def locked(self, cancelled: Callable[[], bool], waiting: Callable[[], None]) -> Iterator[None]:
        """Hold the Hub's own lock on this content; `waiting` is called while another has it."""
        with part_file.writing(self._lock):
            self._lock.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as held:
            while not _held(self._lock, held, _LOCK_TURN):
                if cancelled():
                    raise Cancelled
                waiting()
            yield

    def discard_older(self) -> None:
        """Delete parts of other versions of the same file that nobody is fetching."""
        for note in self.part_stem.parent.glob("*.json"):
            said = part_file.read_note(note.with_suffix(""))
            if (
                said is not None
                and (said.repository, said.path) == (self._file.repository, self._file.path)
                and said.sha256 != self._file.sha256
            ):
                discard_part(self._cache, said.repository, said.sha256)

    def _note_sum(self) -> None:
        """Keep what no name tells, so that the file can be verified later without asking."""
        if self._file.sha256 is not None:
            note_sum(self.pointer, self._file.sha256)

    def _link(self) -> None:
        """Let the snapshot point to the blob."""
        with self._fresh() as fresh:
            fresh.symlink_to(os.path.relpath(self.blob, self.pointer.parent))
            fresh.replace(self.pointer)

    def _links_work(self) -> bool:
        """Whether symbolic links can be made here: not on Windows without the right to."""
        if os.environ.get("HF_HUB_DISABLE_SYMLINKS", "").upper() in ("1", "ON", "YES", "TRUE"):
            return False
        try:
            with self._fresh() as probe:
                probe.symlink_to("nothing")
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def _fresh(self) -> Iterator[Path]:
        """Yield a name for what is then renamed into its place; leaves nothing under it.

        Whatever lies among snapshots and references counts, also what a kill left half-made there.
        """
        path = self._cache / _PARTS / f"{uuid.uuid4().hex}.new"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield path
        finally:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def part_stem(cache: Path, repository: str, sha256: str) -> Path:
    """Return what the names of a part's files begin with."""
    return cache / _PARTS / f"{folder_name(repository)}--{sha256}"


def discard_part(cache: Path, repository: str, sha256: str) -> None:
    """Delete what has come of a content, unless somebody is just fetching it.

    Another job or program may have gone on with what this one left.
    """
    if not (names.is_repository(repository) and names.is_sha256(sha256)):
        return
    lock = _lock_path(cache, repository, sha256)
    with contextlib.suppress(AppError), contextlib.ExitStack() as held:
        if lock.parent.is_dir() and _held(lock, held, 0.0):
            part_file.discard(part_stem(cache, repository, sha256))


def _lock_path(cache: Path, repository: str, sha256: str) -> Path:
    return cache / ".locks" / folder_name(repository) / f"{sha256}.lock"


def _check(file: HubFile) -> None:
    checks = (
        (names.is_repository, file.repository),
        (names.is_commit, file.commit),
        (names.is_sha256, file.sha256 or ""),
        (names.is_file_path, file.path),
    )
    for check, name in checks:
        if not check(name):
            raise AppError(ErrorCode.HUB_NAME_UNSAFE, repr(name))


def _held(lock: Path, held: contextlib.ExitStack, seconds: float) -> bool:
    """Take a lock as the Hub's client does, so that each waits for the other."""
    kinds: tuple[type[BaseFileLock], ...] = (FileLock, SoftFileLock)
    for kind in kinds:
        try:
            # Several people may share a cache.
            held.enter_context(kind(lock, timeout=seconds, mode=0o664))
        except Timeout:
            return False
        except NotImplementedError:
            continue  # a file system without locks: the file's existence has to do
        except OSError as error:
            raise AppError(ErrorCode.FILE_UNWRITABLE, str(lock)) from error
        return True
    return False


def _sync_folder(folder: Path) -> None:
    """Let a rename outlive a power cut, where the system and the kind of disk offer that."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
