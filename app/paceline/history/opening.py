"""How the history's file is opened: made, refused, recovered, or brought to today's schema.

Only `store` uses it.
"""

import errno
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.history import backups, migrations, recovery
from paceline.history.database import Database, connect, faults_told, set_up, suspicion_file

FILE_NAME: Final = "chats.db"

_CHECKED_BYTES: Final = 16 * 2**20
"""A file up to this size is checked at every start, in some hundredths of a second."""
_COPIED_BYTES: Final = 64 * 2**20
"""A file up to this size may be held in memory where its disk cannot be written."""
_FULL_DISK: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that is ready, and what a person should know of how that came about."""

    database: Database
    path: Path
    notices: Sequence[AppError]


def open_file(folder: Path) -> Opened:
    """Open the history in a folder, made if need be; raises `AppError`.

    A damaged file is set aside, and what can be read of it goes into a new one.
    """
    path = folder.absolute() / FILE_NAME
    with _faults_told(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        recovery.complete(path)
        try:
            return Opened(Database(_open(path), path), path, ())
        except AppError as error:
            if error.code is not ErrorCode.HISTORY_DAMAGED:
                raise
        recovered = recovery.recover(path)
        return Opened(Database(_open(path), path), path, (recovered,))


def open_memory(copied: Path | None = None) -> Database:
    """Make a database that no disk ever sees, with what can be read in a folder if one is named.

    A file that is newer or too large for the memory, or that SQLite cannot read, is left out.
    """
    db = connect(None)
    if copied is not None:
        path = copied.absolute() / FILE_NAME
        # A log that cannot be opened, as on a disk that is read-only, is gone without.
        if not _copy(path, db, immutable=False) and not _copy(path, db, immutable=True):
            db.close()
            db = connect(None)
    set_up(db)
    migrations.migrate(db)
    return Database(db, None)


def _copy(path: Path, db: sqlite3.Connection, *, immutable: bool) -> bool:
    """Copy a file into an empty database; says whether all went well."""
    try:
        if path.stat().st_size > _COPIED_BYTES:
            return False
        with closing(connect(path, writable=False, immutable=immutable)) as source:
            if not 0 < migrations.version(source) <= migrations.NEWEST:
                return False
            source.backup(db)
        return bool(db.execute("PRAGMA quick_check (1)").fetchone() == ("ok",))
    except (OSError, sqlite3.Error):
        return False


def _open(path: Path) -> sqlite3.Connection:
    with faults_told(str(path)):
        db = connect(path)
        try:
            return _prepare(db, path)
        except BaseException:
            db.close()
            raise


def _prepare(db: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """Bring a connection to where a history can work with it."""
    version = migrations.version(db)
    if version > migrations.NEWEST:
        raise AppError(ErrorCode.HISTORY_NEWER, str(path))
    if version < 0 or (version == 0 and migrations.has_tables(db)):
        raise AppError(ErrorCode.HISTORY_DAMAGED, str(path))
    set_up(db)
    if version:
        _check(db, path)
    if 0 < version < migrations.NEWEST:
        backups.keep(db, path, version)
    migrations.migrate(db)
    # A file that may only be read, or that another program is writing, is found out here.
    db.execute("BEGIN IMMEDIATE")
    db.execute("ROLLBACK")
    return db


def _check(db: sqlite3.Connection, path: Path) -> None:
    """Raise HISTORY_DAMAGED where the file is; a large one, where it was found to be in use."""
    if suspicion_file(path).exists():
        raise AppError(ErrorCode.HISTORY_DAMAGED, str(path))
    if path.stat().st_size <= _CHECKED_BYTES:
        (answer,) = db.execute("PRAGMA quick_check (1)").fetchone()
        if answer != "ok":
            raise AppError(ErrorCode.HISTORY_DAMAGED, str(path))
    else:
        db.execute("SELECT sum(length(title)) FROM conversation").fetchone()


@contextmanager
def _faults_told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise into `AppError`."""
    try:
        with faults_told(str(path)):
            yield
    except OSError as error:
        full = error.errno in _FULL_DISK
        code = ErrorCode.DISK_FULL if full else ErrorCode.FILE_UNWRITABLE
        raise AppError(code, str(path)) from error
