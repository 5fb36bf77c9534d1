"""One SQLite connection: how it is set up, its transactions, and its failures as sentences.

SQLite's own errors are of two kinds: the environment's fault (a full disk, a file that may not be
written, one that is damaged or in use) becomes an `AppError`; anything else is our bug and is
passed on. Only this package uses it.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from paceline.errors import AppError, ErrorCode
from paceline.history.words import searchable

Value: TypeAlias = str | int | float | bytes | None
Row: TypeAlias = tuple[Value, ...]

_BUSY_TIMEOUT_S: Final = 0.5
"""For another process to end its write; ours take milliseconds, and the window waits meanwhile."""
_PAGES_GIVEN_BACK: Final = 2_000
_CACHE_KIB: Final = 16_384
_LOG_BYTES_LEFT: Final = 8 * 2**20  # of the log once all of it is in the file

_FAULTS: Final[dict[int, ErrorCode]] = {
    sqlite3.SQLITE_FULL: ErrorCode.DISK_FULL,
    sqlite3.SQLITE_READONLY: ErrorCode.FILE_UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: ErrorCode.FILE_UNWRITABLE,
    sqlite3.SQLITE_PERM: ErrorCode.FILE_UNWRITABLE,
    sqlite3.SQLITE_IOERR: ErrorCode.FILE_UNWRITABLE,
    sqlite3.SQLITE_BUSY: ErrorCode.HISTORY_BUSY,
    sqlite3.SQLITE_LOCKED: ErrorCode.HISTORY_BUSY,
    sqlite3.SQLITE_CORRUPT: ErrorCode.HISTORY_DAMAGED,
    sqlite3.SQLITE_NOTADB: ErrorCode.HISTORY_DAMAGED,
}
_PRIMARY: Final = 0xFF  # extended result codes keep the primary one in their lowest byte


def fault(error: sqlite3.Error, path: str) -> AppError | None:
    """Say what the environment did; None where the fault is ours."""
    code = getattr(error, "sqlite_errorcode", None)
    found = _FAULTS.get(code & _PRIMARY) if isinstance(code, int) else None
    return AppError(found, path) if found else None


@contextmanager
def faults_told(path: str) -> Iterator[None]:
    """Turn SQLite's errors inside into `AppError` where the environment is to blame."""
    try:
        yield
    except sqlite3.Error as error:
        told = fault(error, path)
        if told is None:
            raise
        raise told from error


def connect(
    path: Path | None, *, writable: bool = True, immutable: bool = False
) -> sqlite3.Connection:
    """Open a file, or a database in memory, in autocommit mode; transactions are begun by hand.

    An `immutable` one is read without its log, and without a lock.
    """
    place = ":memory:"
    if path is not None:
        place = f"{path.absolute().as_uri()}?mode={'rwc' if writable else 'ro'}"
        place += "&immutable=1" if immutable else ""
    db = sqlite3.connect(place, uri=path is not None, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
    # What a dying disk made of a text is shown with replacements, not refused with all the rest.
    db.text_factory = partial(str, encoding="utf-8", errors="replace")
    db.create_function("searchable", 1, searchable, deterministic=True)
    return db


def set_up(db: sqlite3.Connection) -> None:
    """Set what holds for one connection only, and write-ahead logging, which stays.

    A commit in WAL with synchronous=NORMAL appends to the log and waits for no disk; the log is
    brought into the file by `checkpoints`, never inside a commit. A killed process loses nothing
    that was committed; a power cut may lose what was said since the last checkpoint, and no more.
    """
    db.execute("PRAGMA auto_vacuum = INCREMENTAL")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA wal_autocheckpoint = 0")
    db.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES_LEFT}")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA secure_delete = FAST")
    db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    db.execute("PRAGMA temp_store = MEMORY")


def suspicion_file(path: Path) -> Path:
    """Where it is noted that the database was found damaged, for the next start to look at."""
    return path.with_name(f"{path.name}.suspect")


class Database:
    """A connection that is set up; every failure that a person can mend is an `AppError`."""

    def __init__(self, db: sqlite3.Connection, path: Path | None) -> None:
        self._db = db
        self._path = path

    def rows(self, sql: str, *values: Value) -> list[Row]:
        """Return all that a query finds."""
        with self._faults_told():
            return self._db.execute(sql, values).fetchall()

    def each(self, sql: str, *values: Value) -> Iterator[Row]:
        """Return what a query finds, one by one, as far as it is asked for."""
        with self._faults_told():
            yield from self._db.execute(sql, values)

    def one(self, sql: str, *values: Value) -> Row:
        """Return the only row; raises `KeyError` without one, which is a wrong id."""
        for row in self.rows(sql, *values):
            return row
        raise KeyError(values)

    def run(self, sql: str, *values: Value) -> int:
        """Change something; returns the id of the row that was inserted last."""
        with self._faults_told():
            return self._db.execute(sql, values).lastrowid or 0

    def run_each(self, sql: str, values: Iterable[tuple[Value, ...]]) -> None:
        """Change something for each of the values."""
        with self._faults_told():
            self._db.executemany(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is inside, or nothing; inside another one it is a part of that."""
        if self._db.in_transaction:
            yield
            return
        with self._faults_told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                # After some failures, as a full disk, SQLite has rolled back by itself.
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def overwriting(self) -> Iterator[None]:
        """What is deleted inside is overwritten with zeros, whatever that costs."""
        self.run("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            self.run("PRAGMA secure_delete = FAST")

    def shrink(self) -> None:
        """Give pages that are not used back to the disk, as many as take some milliseconds."""
        with self._faults_told():
            # A plain `execute` would run this statement for a single page only.
            self._db.executescript(f"PRAGMA incremental_vacuum ({_PAGES_GIVEN_BACK})")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Values are made of rows inside; what cannot be one was spoiled by the disk."""
        with self._faults_told():
            try:
                yield
            except (ValueError, TypeError, OverflowError, msgspec.DecodeError) as error:
                raise AppError(ErrorCode.HISTORY_DAMAGED, str(self._path)) from error

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        try:
            with faults_told(str(self._path)):
                yield
        except AppError as error:
            if error.code is ErrorCode.HISTORY_DAMAGED and self._path is not None:
                with suppress(OSError):
                    suspicion_file(self._path).touch()
            raise

    def close(self) -> None:
        """Close the connection; the log goes into the file where there is room for it."""
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA optimize")
        self._db.close()
