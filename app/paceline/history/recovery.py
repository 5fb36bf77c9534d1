"""Saves what can be read of a damaged database into a new one. Only `opening` uses it.

SQLite reads a table from the front to the first damaged page, and from the back to the last one;
what lies between is asked for row by row. A message that lost its parent is hung behind the one
before it, and messages without their conversation get a new one: nothing that could be read is
left out. The damaged file is kept beside the new one.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, cast

import msgspec

from paceline.chat import Role
from paceline.errors import AppError, ErrorCode
from paceline.history import backups, migrations
from paceline.history.database import Row, Value, connect, suspicion_file
from paceline.history.packing import unpack
from paceline.history.records import Attachment, ChatSetup, MessageState
from paceline.history.rows import LATEST
from paceline.provenance import ReplySummary

_PART: Final = ".recovering"
_DONE: Final = ".recovered"
_COMPANIONS: Final = ("-wal", "-shm")
_TABLES: Final = ("conversation", "message", "round_block", "fresh_text", "unsent")
_MOST_ASKED_FOR: Final = 1_000_000  # a damaged number may be of any size
_MOST_MISSES: Final = 20_000  # one after another: as many small rows lie below one inner page
_TYPES: Final[dict[str, type[int | str | bytes]]] = {"INTEGER": int, "TEXT": str, "BLOB": bytes}
_LOST_TITLE: Final = "Recovered chat"


@dataclass(frozen=True, slots=True)
class Saved:
    """How much could be read."""

    conversations: int = 0
    messages: int = 0

    @property
    def sentence(self) -> str:
        """For a person."""
        if not self.conversations:
            return "Nothing in it could be read."
        chats = "1 chat" if self.conversations == 1 else f"{self.conversations:,} chats"
        messages = "1 message" if self.messages == 1 else f"{self.messages:,} messages"
        return f"{chats} with {messages} could be saved."


def recover(path: Path) -> AppError:
    """Put what can be read in the file's place, keep the damaged one, and say so.

    A crash on the way leaves the damaged file, or one more step for `complete`.
    """
    part, done = _beside(path, _PART), _beside(path, _DONE)
    aside = path.with_name(f"{path.stem}.damaged-{datetime.now(UTC):%Y%m%d-%H%M%S}{path.suffix}")
    saved, origin = Saved(), path
    for source in (path, *backups.kept(path)):
        part.unlink(missing_ok=True)
        saved, origin = _salvage(source, part), source
        if saved.conversations:
            break
    part.replace(done)
    for ending in ("", *_COMPANIONS):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(aside.with_name(aside.name + ending))
    suspicion_file(path).unlink(missing_ok=True)
    done.replace(path)
    told = saved.sentence if origin == path else f"{saved.sentence} They come from a backup."
    return AppError(ErrorCode.HISTORY_RECOVERED, f"{told} The damaged file was kept as {aside}.")


def complete(path: Path) -> None:
    """End a recovery that was cut off between its last steps."""
    done = _beside(path, _DONE)
    if done.exists() and not path.exists():
        # The damaged file was set aside already; its log must not be taken for the new one's.
        for ending in _COMPANIONS:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        done.replace(path)
    done.unlink(missing_ok=True)
    _beside(path, _PART).unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _salvage(source: Path, target: Path) -> Saved:
    """Make a new database of what can be read of `source`."""
    with closing(connect(target)) as new:
        new.execute("PRAGMA auto_vacuum = INCREMENTAL")
        new.execute("PRAGMA synchronous = FULL")
        try:
            with closing(connect(source, writable=False)) as old:
                migrations.migrate(new, until=_version(old))
                new.execute("BEGIN")
                for table in _TABLES:
                    _copy(old, new, table)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise
        if new.in_transaction:
            _mend(new)
            new.execute("COMMIT")
        migrations.migrate(new)
        (conversations,) = new.execute("SELECT count(*) FROM conversation").fetchone()
        (messages,) = new.execute("SELECT count(*) FROM message").fetchone()
        return Saved(conversations, messages)


def _version(db: sqlite3.Connection) -> int:
    """The steps behind a database; today's where the damage left a number that cannot be."""
    told = migrations.version(db)
    return told if 0 < told <= migrations.NEWEST else migrations.NEWEST


def _copy(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> None:
    kinds = {row[1]: row[2] for row in new.execute(f"PRAGMA table_info ({table})")}
    names = list(kinds)
    places = ", ".join("?" * len(names))
    for row in _readable(old, table, names):
        mended = _mended(table, kinds, row)
        # What breaks a rule of the schema is not what was stored.
        with suppress(sqlite3.IntegrityError):
            new.execute(f"INSERT INTO {table} VALUES ({places})", mended)


def _readable(db: sqlite3.Connection, table: str, names: Sequence[str]) -> Iterator[Row]:
    """Yield every row that SQLite can still reach."""
    read = f"SELECT {', '.join(names)} FROM {table}"
    last = 0
    try:
        for row in db.execute(f"{read} ORDER BY id"):
            last = max(last, row[0])
            yield row
        return  # noqa: TRY300 - the rest is for damaged tables
    except sqlite3.DatabaseError:
        first = last + _MOST_ASKED_FOR
    with suppress(sqlite3.DatabaseError):
        for row in db.execute(f"{read} WHERE id > ? ORDER BY id DESC", (last,)):
            first = min(first, row[0])
            yield row
    misses = 0
    for id_ in range(last + 1, first):
        found = _row(db, f"{read} WHERE id = ?", id_)
        yield from found
        misses = 0 if found else misses + 1
        if misses > _MOST_MISSES:
            return


def _row(db: sqlite3.Connection, read: str, id_: int) -> list[Row]:
    try:
        return db.execute(read, (id_,)).fetchall()
    except sqlite3.DatabaseError:
        return []


def _mended(table: str, kinds: dict[str, str], row: Row) -> Row:
    """Return the row with every value readable; what is not is left out."""
    values: dict[str, Value] = {
        name: value if value is None or isinstance(value, _TYPES[kind]) else _TYPES[kind]()
        for (name, kind), value in zip(kinds.items(), row, strict=True)
    }
    for name in ("created", "changed"):
        if not 0 <= cast("int", values.get(name, 0)) <= LATEST:
            values[name] = 0
    match table:
        case "message":
            _mend_message(values)
        case "conversation" if not _decodes(values["setup"], ChatSetup):
            values["setup"] = "{}"
        case "round_block" if not _unpacks(values["packed"]):
            values["packed"] = None
    return tuple(values.values())


def _mend_message(values: dict[str, Value]) -> None:
    if values["role"] not in set(Role):
        values["role"] = Role.USER
    if values["state"] not in set(MessageState):
        values["state"] = MessageState.INTERRUPTED
    if not _decodes(values["attachments"], tuple[Attachment, ...]):
        values["attachments"] = None
    if not _decodes(values["summary"], ReplySummary):
        values["summary"] = None


def _unpacks(stored: Value) -> bool:
    try:
        unpack(cast("bytes", stored))
    except ValueError:
        return False
    return True


def _decodes(stored: Value, kind: object) -> bool:
    try:
        msgspec.json.decode(stored if isinstance(stored, str) else b"", type=kind)
    except msgspec.DecodeError:
        return False
    return True


def _mend(db: sqlite3.Connection) -> None:
    """Make whole trees of the messages that were found."""
    db.execute(
        "INSERT INTO conversation (id, title, titled, created, changed, setup)"
        " SELECT conversation, ?, 1, min(created), max(created), '{}' FROM message"
        " WHERE conversation NOT IN (SELECT id FROM conversation) GROUP BY conversation",
        (_LOST_TITLE,),
    )
    db.execute(
        "UPDATE message SET parent = ("
        "  SELECT max(p.id) FROM message p"
        "  WHERE p.conversation = message.conversation AND p.id < message.id"
        ") WHERE parent IS NOT NULL AND NOT EXISTS ("
        "  SELECT 1 FROM message p"
        "  WHERE p.id = message.parent AND p.conversation = message.conversation)"
    )
    db.execute(
        "UPDATE conversation SET"
        " messages = (SELECT count(*) FROM message WHERE conversation = conversation.id),"
        " leaf = (SELECT coalesce(max(iif(id = leaf, id, NULL)), max(id)) FROM message"
        "         WHERE conversation = conversation.id)"
    )
    for table in ("round_block", "fresh_text"):
        for _ in db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchall():
            db.execute(f"DELETE FROM {table} WHERE message NOT IN (SELECT id FROM message)")
