"""How the history's file is opened: made, refused, or brought to today's schema.

Only `store` uses it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.history import migrations
from paceline.history.database import Database, connect, faults_told, set_up

FILE_NAME: Final = "chats.db"


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that is ready, and what a person should know of how that came about."""

    database: Database
    path: Path
    notices: Sequence[AppError]


def open_file(folder: Path) -> Opened:
    """Open the history in a folder, made if need be; raises `AppError`."""
    path = folder / FILE_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNWRITABLE, str(folder)) from error
    with faults_told(str(path)):
        db = connect(path)
        if migrations.version(db) > migrations.NEWEST:
            db.close()
            raise AppError(ErrorCode.HISTORY_NEWER, str(path))
        set_up(db)
        migrations.migrate(db)
    return Opened(Database(db, str(path)), path.absolute(), ())


def open_memory() -> Database:
    """Make an empty database that no disk ever sees."""
    db = connect(None)
    set_up(db)
    migrations.migrate(db)
    return Database(db, "memory")
