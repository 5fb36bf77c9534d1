"""How the database came to be as it is: steps that are applied in order and never changed.

`PRAGMA user_version` counts the steps that a database has behind it. A new step goes to the end;
what it needs from older ones it finds in the database, never in today's code. What is stored as
JSON or MessagePack (setups, summaries, rounds) belongs to the schema too: a change of those values
that an older Paceline could not read takes a step of its own. Only `opening` and `recovery` use it.
"""

import sqlite3
from collections.abc import Callable
from typing import Final

Step = Callable[[sqlite3.Connection], None]

_steps: list[Step] = []


def _step(apply: Step) -> Step:
    """Append a step; its place in this file is its number."""
    _steps.append(apply)
    return apply


@_step
def conversations_and_messages(db: sqlite3.Connection) -> None:
    """Times are microseconds since 1970 in UTC; a parent is always older than its children."""
    db.execute(
        """
        CREATE TABLE conversation (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            title TEXT NOT NULL DEFAULT '',
            titled INTEGER NOT NULL DEFAULT 0,
            pinned INTEGER NOT NULL DEFAULT 0,
            created INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            deleted INTEGER,
            leaf INTEGER,
            messages INTEGER NOT NULL DEFAULT 0,
            setup TEXT NOT NULL,
            draft TEXT NOT NULL DEFAULT ''
        )
        """
    )
    # A deleted conversation takes its messages along in one statement, children before or after
    # their parents: so the parent's check waits for the end of the transaction.
    db.execute(
        """
        CREATE TABLE message (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
            parent INTEGER REFERENCES message (id) DEFERRABLE INITIALLY DEFERRED,
            role TEXT NOT NULL,
            content TEXT NOT NULL,
            state TEXT NOT NULL,
            created INTEGER NOT NULL,
            speaker TEXT NOT NULL DEFAULT '',
            attachments TEXT,
            summary TEXT,
            CHECK (parent < id)
        )
        """
    )
    db.execute("CREATE INDEX message_parent ON message (parent)")
    db.execute("CREATE INDEX message_branch ON message (conversation, parent)")
    db.execute("CREATE INDEX message_streaming ON message (id) WHERE state = 'streaming'")
    db.execute("CREATE TABLE unsent (id INTEGER PRIMARY KEY CHECK (id = 0), text TEXT NOT NULL)")


@_step
def rounds_of_replies(db: sqlite3.Connection) -> None:
    """Rounds lie in numbered blocks; the text of a reply that is being written beside them."""
    db.execute(
        """
        CREATE TABLE round_block (
            id INTEGER PRIMARY KEY,
            message INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            packed BLOB NOT NULL,
            UNIQUE (message, number)
        )
        """
    )
    db.execute(
        """
        CREATE TABLE fresh_text (
            id INTEGER PRIMARY KEY,
            message INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
            text TEXT NOT NULL
        )
        """
    )
    db.execute("CREATE INDEX fresh_text_message ON fresh_text (message)")


@_step
def words_to_search(db: sqlite3.Connection) -> None:
    """Full-text indexes of titles and of what is said; a reply is indexed once it has ended.

    `searchable` is `words.searchable`: it parts the characters of scripts without spaces.
    """
    for table, column, condition in (
        ("conversation", "title", "1"),
        ("message", "content", "{row}state <> 'streaming'"),
    ):
        index, view = f"{table}_words", f"{table}_to_index"
        old, new = condition.format(row="old."), condition.format(row="new.")
        forget = (
            f"INSERT INTO {index} ({index}, rowid, {column}) "
            f"SELECT 'delete', old.id, searchable(old.{column}) WHERE {old};"
        )
        learn = (
            f"INSERT INTO {index} (rowid, {column}) "
            f"SELECT new.id, searchable(new.{column}) WHERE {new};"
        )
        changes = column if table == "conversation" else f"{column}, state"
        db.execute(
            f"CREATE VIEW {view} AS SELECT id, searchable({column}) AS {column} "
            f"FROM {table} WHERE {condition.format(row='')}"
        )
        db.execute(
            f"CREATE VIRTUAL TABLE {index} USING fts5 ({column}, content = '{view}', "
            "content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')"
        )
        db.execute(f"CREATE TRIGGER {index}_1 AFTER INSERT ON {table} BEGIN {learn} END")
        db.execute(f"CREATE TRIGGER {index}_2 AFTER DELETE ON {table} BEGIN {forget} END")
        db.execute(
            f"CREATE TRIGGER {index}_3 AFTER UPDATE OF {changes} ON {table} "
            f"BEGIN {forget} {learn} END"
        )
        db.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


STEPS: Final = tuple(_steps)
NEWEST: Final = len(STEPS)
"""The version that this program reads and writes."""


def version(db: sqlite3.Connection) -> int:
    """How many steps lie behind the database; 0 is an empty file."""
    (number,) = db.execute("PRAGMA user_version").fetchone()
    return int(number)


def has_tables(db: sqlite3.Connection) -> bool:
    """Whether there is anything in the database, whatever its version says."""
    return db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def migrate(db: sqlite3.Connection, until: int = NEWEST) -> None:
    """Apply what is missing, each step in a transaction of its own."""
    for number in range(version(db) + 1, until + 1):
        db.execute("BEGIN IMMEDIATE")
        try:
            STEPS[number - 1](db)
            db.execute(f"PRAGMA user_version = {number}")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
