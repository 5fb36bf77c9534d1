"""The key that clients must send: given, or made where one is needed and none is."""

import os
import secrets
from pathlib import Path
from typing import Final

from paceline.cli.arguments.options import Options
from paceline.cli.arguments.values import KEY, KEY_RULE, whole_text
from paceline.errors import AppError, ErrorCode

KEY_VARIABLE: Final = "PACELINE_API_KEY"

_RANDOM_BYTES: Final = 24
_MOST_FILE_BYTES: Final = 4096


def given_key(options: Options) -> str | None:
    """Return the key of the command line, its file or the environment; raises `AppError`."""
    if options.api_key is not None:
        return options.api_key
    if options.api_key_file is not None:
        return _usable(_content(options.api_key_file), whole_text(str(options.api_key_file)))
    key = os.environ.get(KEY_VARIABLE)
    return _usable(key, KEY_VARIABLE) if key else None


def made_key() -> str:
    """Return a new key that nobody can guess."""
    return f"pl-{secrets.token_urlsafe(_RANDOM_BYTES)}"


def _content(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST_FILE_BYTES).decode("ascii", "replace").strip()
    except FileNotFoundError as error:
        raise AppError(ErrorCode.FILE_MISSING, whole_text(str(file))) from error
    except (OSError, ValueError) as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, whole_text(str(file))) from error


def _usable(key: str, source: str) -> str:
    if not KEY.fullmatch(key):
        raise AppError(ErrorCode.SERVER_KEY_UNUSABLE, f"in {source}, {KEY_RULE}")
    return key
