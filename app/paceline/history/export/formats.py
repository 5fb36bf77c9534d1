"""Saves conversations in a format that a person chose; the way in to this package."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import assert_never

import msgspec

from paceline.history.archive import archive_of
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


def exported(
    history: History, conversations: Sequence[ConversationId], format_: ExportFormat
) -> bytes:
    """Return the file's content; raises `KeyError` for a conversation that does not exist."""
    chats = tuple(map(history.give_out, conversations))
    match format_:
        case ExportFormat.MARKDOWN:
            return storable(markdown(chats)).encode()
        case ExportFormat.HTML:
            return storable(page(chats)).encode()
        case ExportFormat.JSON:
            return msgspec.json.format(msgspec.json.encode(archive_of(chats)), indent=1)
        case _:
            assert_never(format_)


def save(
    history: History,
    conversations: Sequence[ConversationId],
    format_: ExportFormat,
    path: Path,
) -> None:
    """Write them to a file; raises `AppError` DISK_FULL or FILE_UNWRITABLE."""
    write_whole(path, exported(history, conversations, format_))
