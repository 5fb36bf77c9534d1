"""What the program remembers between two starts, as one small TOML file.

A missing file means defaults; a damaged one is set aside and reported, never overwritten.
"""

import errno
import os
import tempfile
import tomllib
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import tomli_w

from paceline.errors import AppError, ErrorCode
from paceline.options import Sampling, Speculation


class Theme(StrEnum):
    """Colours of the window; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class PairKind(StrEnum):
    """Where the models of the last session came from."""

    PRACTICE = "practice"
    STARTER = "starter"
    FILES = "files"


class PairChoice(msgspec.Struct, frozen=True):
    """The pair to open at the next start; paths are set for `FILES` only."""

    kind: PairKind
    target: str | None = None
    draft: str | None = None


class Settings(msgspec.Struct, frozen=True):
    """Every setting with its default; unknown keys in the file are ignored."""

    theme: Theme = Theme.SYSTEM
    show_tints: bool = True
    pair: PairChoice | None = None
    sampling: Sampling = msgspec.field(default_factory=Sampling)
    speculation: Speculation = msgspec.field(default_factory=Speculation)
    max_tokens: Annotated[int, msgspec.Meta(ge=1)] = 1024
    context_length: Annotated[int, msgspec.Meta(ge=256)] | None = None
    threads: Annotated[int, msgspec.Meta(ge=1, le=512)] | None = None


def load_settings(path: Path) -> Settings:
    """Read settings; raises `AppError(SETTINGS_DAMAGED)` after setting a damaged file aside."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Settings)
    except FileNotFoundError:
        return Settings()
    except (ValueError, msgspec.ValidationError) as error:
        with suppress(OSError):  # a folder that is read-only keeps the file as it is
            path.replace(path.with_suffix(".damaged.toml"))
        raise AppError(ErrorCode.SETTINGS_DAMAGED, str(error)) from error
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, str(path)) from error


def save_settings(path: Path, settings: Settings) -> None:
    """Write settings so that a crash leaves either the old file or the new one.

    Raises `AppError` with `DISK_FULL` or `FILE_UNWRITABLE`.
    """
    content = tomli_w.dumps(_without_nones(msgspec.to_builtins(settings)))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise AppError(ErrorCode.DISK_FULL, str(path)) from error
        raise AppError(ErrorCode.FILE_UNWRITABLE, str(path)) from error


def _replace(path: Path, content: str) -> None:
    """Put the whole content in the file's place; leaves nothing behind if that fails."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _without_nones(tree: dict[str, object]) -> dict[str, object]:
    """TOML has no null: an absent key means None."""
    return {
        key: _without_nones(value) if isinstance(value, dict) else value
        for key, value in tree.items()
        if value is not None
    }
