"""Reads a file of chats, whoever wrote it: Paceline, ChatGPT or LM Studio.

A file is foreign until it proves otherwise: it is read up to a size, decoded into declared types,
and refused as a whole with a sentence. Nothing of it is ever run, opened or fetched.
"""

import logging
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

import msgspec

from paceline.errors import AppError, ErrorCode
from paceline.history.archive import Archive, ArchivedConversation
from paceline.history.importing import chatgpt, lm_studio
from paceline.history.importing.tree import MOST_MESSAGES
from paceline.history.packing import pack

MOST_BYTES: Final = 256 * 2**20
"""Of the text; a decoded file takes several times as much memory."""

_log = logging.getLogger(__name__)

_INSIDE_ZIP: Final = "conversations.json"

_archive: Final = msgspec.json.Decoder(Archive)
_anything: Final = msgspec.json.Decoder()


def read_chats(path: Path, *, most_bytes: int = MOST_BYTES) -> tuple[ArchivedConversation, ...]:
    """Return the conversations of a file that have messages.

    A ZIP file, as ChatGPT sends it, is looked into. Raises `AppError` FILE_MISSING,
    FILE_UNREADABLE, IMPORT_FOREIGN or IMPORT_TOO_LARGE.
    """
    try:
        content = _content(path, most_bytes)
    except FileNotFoundError as error:
        raise AppError(ErrorCode.FILE_MISSING, str(path)) from error
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, str(path)) from error
    except (KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        # Respectively: another ZIP, a damaged one, and one with a password or odd compression.
        raise AppError(ErrorCode.IMPORT_FOREIGN, path.name) from error
    if content is None:
        raise AppError(ErrorCode.IMPORT_TOO_LARGE, path.name)
    try:
        read = tuple(each for each in conversations(content) if each.messages)
    except (ValueError, msgspec.DecodeError, RecursionError, OverflowError) as error:
        raise AppError(ErrorCode.IMPORT_FOREIGN, path.name) from error
    if not read:
        raise AppError(ErrorCode.IMPORT_FOREIGN, path.name)
    if sum(len(each.messages) for each in read) > MOST_MESSAGES:
        raise AppError(ErrorCode.IMPORT_TOO_LARGE, path.name)
    return read


def conversations(content: bytes) -> tuple[ArchivedConversation, ...]:
    """Read what a file holds.

    Raises `ValueError`, `msgspec.DecodeError`, `OverflowError` or `RecursionError`.
    """
    content = content.removeprefix(b"\xef\xbb\xbf")
    now = datetime.now(UTC)
    match _anything.decode(content):
        case {"format": "paceline-chats"}:
            return _storable(_archive.decode(content).conversations)
        case [*exported]:
            return tuple(_readable(exported, now))
        case {"mapping": _} as exported:
            return (chatgpt.conversation(exported, now),)
        case {"messages": _} as exported:
            return (lm_studio.conversation(exported, now),)
        case _:
            return ()


def _storable(chats: tuple[ArchivedConversation, ...]) -> tuple[ArchivedConversation, ...]:
    """Return the chats; raises `OverflowError` where a round counts more than bytes can hold."""
    for chat in chats:
        for message in chat.messages:
            pack(message.rounds)
    return chats


def _readable(exported: list[object], now: datetime) -> Iterator[ArchivedConversation]:
    """Yield the conversations of a list; one of a kind that is not known does not stop the rest."""
    for number, each in enumerate(exported):
        try:
            yield chatgpt.conversation(each, now)
        except (ValueError, msgspec.ValidationError) as error:
            _log.warning("conversation %d of the file cannot be read: %s", number, error)


def _content(path: Path, most_bytes: int) -> bytes | None:
    """The text of the file, or of the one that matters inside it; None if it is too long."""
    with path.open("rb") as file:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive, archive.open(_INSIDE_ZIP) as inside:
                return _limited(inside, most_bytes)
        file.seek(0)
        return _limited(file, most_bytes)


def _limited(file: IO[bytes], most_bytes: int) -> bytes | None:
    content = file.read(most_bytes + 1)
    return content if len(content) <= most_bytes else None
