"""Copies of the database as it was before a step of `migrations`. Only `opening` uses it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

FOLDER: Final = "backups"
KEPT: Final = 3
"""The newest ones."""


def keep(db: sqlite3.Connection, path: Path, version: int) -> None:
    """Copy the database to a folder beside it; a copy is whole or absent.

    Raises what SQLite and the file system raise.
    """
    folder = path.parent / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    part = folder / "growing.part"
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as copy:
            db.backup(copy)
        part.replace(folder / f"{path.stem}-{stamp}-v{version}{path.suffix}")
    finally:
        part.unlink(missing_ok=True)
    for old in kept(path)[KEPT:]:
        old.unlink(missing_ok=True)


def kept(path: Path) -> list[Path]:
    """The copies that there are, the newest first."""
    return sorted((path.parent / FOLDER).glob(f"{path.stem}-*{path.suffix}"), reverse=True)
