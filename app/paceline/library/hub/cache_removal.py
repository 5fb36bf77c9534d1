"""Takes files out of the Hub's cache by the client's own functions, so that it stays sound.

Importing this brings the client along, which takes long: only whoever removes something does.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from paceline.errors import AppError, ErrorCode
from paceline.library.hub.huggingface import (
    CachedRepoInfo,
    CacheNotFound,
    HFCacheInfo,
    scan_cache_dir,
)
from paceline.library.hub_cache import folder_name

_LOCK_WAIT_S: Final = 1.0
"""A download that has ended lets go at once; one that runs holds its lock for long."""


def remove_files(cache: Path, repository: str, files: Sequence[Path]) -> int:
    """Remove these files of a repository's snapshots and return how many bytes that freed.

    The content goes with every name that it has in the repository; other files stay. A snapshot
    that holds nothing any more goes too, and with the last one the repository. Raises `AppError`:
    `CACHE_DAMAGED` where the client cannot read the repository, `FILE_UNWRITABLE` where the disk
    or a running download refuses, or a linked folder leads out of the cache.
    """
    real = cache.resolve()  # as the client sees it
    files = [real / file.relative_to(cache) for file in files]
    cache, folder = real, real / folder_name(repository)
    for file in files:
        for entry in {file, _content(file)} if _belongs(file, folder) else {file}:
            if not _lies_within(folder, entry):
                raise AppError(ErrorCode.FILE_UNWRITABLE, str(entry))
    try:
        with _locked(cache, repository, files):
            for file in files:
                if file.is_symlink() and not (file.exists() and _belongs(file, folder)):
                    # The client would stop at a link to nothing, and delete whatever another one
                    # leads to, even where that is none of the cache.
                    file.unlink()
            freed = _remove_contents(cache, folder, files) + _remove_emptied(cache, folder)
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNWRITABLE, str(error.filename or folder)) from error
    for file in files:
        if os.path.lexists(file):
            raise AppError(ErrorCode.FILE_UNWRITABLE, str(file))
    return freed


def _remove_contents(cache: Path, folder: Path, files: Sequence[Path]) -> int:
    info, repository = _scan(cache, folder)
    contents = {_content(file) for file in files}
    chosen = [
        file
        for revision in repository.revisions
        for file in revision.files
        if file.blob_path in contents
        and _lies_within(folder, file.file_path)
        and _lies_within(folder, file.blob_path)
    ]
    strategy = info.delete_files(*chosen)
    strategy.execute()
    for content in strategy.blobs:
        # The client only logs what it could not delete.
        if os.path.lexists(content):
            raise AppError(ErrorCode.FILE_UNWRITABLE, str(content))
    return strategy.expected_freed_size


def _remove_emptied(cache: Path, folder: Path) -> int:
    info, repository = _scan(cache, folder)
    emptied = [revision.commit_hash for revision in repository.revisions if not revision.files]
    last = len(emptied) == len(repository.revisions)
    if not emptied or (last and any((folder / "blobs").glob("*.incomplete"))):
        return 0  # somebody is fetching another file of it
    strategy = info.delete_revisions(*emptied)
    strategy.execute()
    return strategy.expected_freed_size


def _scan(cache: Path, folder: Path) -> tuple[HFCacheInfo, CachedRepoInfo]:
    """The cache as far as this repository: a copy of it elsewhere has commits of the same names."""
    try:
        info = scan_cache_dir(cache)
    except (CacheNotFound, ValueError) as error:
        raise AppError(ErrorCode.FILE_MISSING, str(cache)) from error
    for repository in info.repos:
        if repository.repo_path == folder:
            return replace(info, repos=frozenset({repository})), repository
    if not folder.is_dir():
        raise AppError(ErrorCode.FILE_MISSING, str(folder))
    raise AppError(ErrorCode.CACHE_DAMAGED, str(folder))


def _content(file: Path) -> Path:
    """What a file of a snapshot links to, one step far: the repository's own entry."""
    if file.is_symlink():
        return Path(os.path.abspath(file.parent / file.readlink()))  # noqa: PTH100 - no link is followed
    return file


def _belongs(file: Path, folder: Path) -> bool:
    """Whether a link stays within its repository; the cache may have been laid out by anybody."""
    return _content(file).is_relative_to(folder)


def _lies_within(folder: Path, path: Path) -> bool:
    """Whether an entry is really in the repository: a linked folder on its way may lead out.

    The client goes by names and would delete there.
    """
    return Path(os.path.realpath(path.parent)).is_relative_to(folder)


@contextmanager
def _locked(cache: Path, repository: str, files: Sequence[Path]) -> Iterator[None]:
    """Hold the Hub's own locks on these contents, so that no download links to them meanwhile."""
    locks = cache / ".locks" / folder_name(repository)
    with ExitStack() as held:
        for name in sorted({_content(file).name for file in files if file.is_symlink()}):
            # Where a disk knows no locks, nobody else could hold one either.
            with suppress(OSError, NotImplementedError):
                locks.mkdir(parents=True, exist_ok=True)
                try:
                    held.enter_context(FileLock(locks / f"{name}.lock").acquire(_LOCK_WAIT_S))
                except Timeout as error:
                    detail = f"{files[0].name}, which is being downloaded"
                    raise AppError(ErrorCode.FILE_UNWRITABLE, detail) from error
        yield
