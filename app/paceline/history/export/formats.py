"""Saves conversations in a format that a person chose; the way in to this package."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import assert_never

import msgspec

from paceline.history.archive import ArchivedConversation, archive_of
from paceline.history.export.page import page
from paceline.history.export.plain_markdown import markdown
from paceline.history.records import ConversationId
from paceline.history.rows import storable
from paceline.history.store import History
from paceline.whole_file import write_whole


class ExportFormat(StrEnum):
    """What a file is for; the value is how its name ends."""

    MARKDOWN = "md"
    """To read and to edit: the branch in view."""
    HTML = "html"
    """To show: the branch in view with its tints, in one page that needs nothing else."""
    JSON = "json"
    """To keep, and for programs: everything, and Paceline can import it again."""


def content_of(chats: Sequence[ArchivedConversation], format_: ExportFormat) -> bytes:
    """Return a file's content; may run on any thread, for a long chat's page takes seconds."""
    match format_:
        case ExportFormat.MARKDOWN:
            return storable(markdown(chats)).encode()
        case ExportFormat.HTML:
            return storable(page(chats)).encode()
        case ExportFormat.JSON:
            return msgspec.json.format(msgspec.json.encode(archive_of(tuple(chats))), indent=1)
        case _:
            assert_never(format_)


def exported(
    history: History, conversations: Sequence[ConversationId], format_: ExportFormat
) -> bytes:
    """Return these conversations' file; raises `KeyError` for one that does not exist."""
    return content_of([history.give_out(each) for each in conversations], format_)


def write(chats: Sequence[ArchivedConversation], format_: ExportFormat, path: Path) -> None:
    """Write a file on any thread; raises `AppError` DISK_FULL or FILE_UNWRITABLE."""
    write_whole(path, content_of(chats, format_))


def save(
    history: History,
    conversations: Sequence[ConversationId],
    format_: ExportFormat,
    path: Path,
) -> None:
    """Write these conversations to a file; raises `AppError` DISK_FULL or FILE_UNWRITABLE."""
    write(tuple(map(history.give_out, conversations)), format_, path)
