"""The files that go along with the message that is being written. Knows no Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.history.records import Attachment
from paceline.ui.composing.text_file import read_text_file

MOST_FILES: Final = 12
"""With one message; a whole folder dropped by mistake does not fill the window."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of attaching several files: all that go along now, and why others do not."""

    attachments: tuple[Attachment, ...]
    refusals: tuple[AppError, ...] = ()


def gather(attached: tuple[Attachment, ...], paths: Iterable[Path]) -> Gathered:
    """Attach more files; the same file twice counts once."""
    found = list(attached)
    refusals: list[AppError] = []
    for path in paths:
        if len(found) >= MOST_FILES:
            refusals.append(AppError(ErrorCode.ATTACHMENTS_TOO_MANY, str(MOST_FILES)))
            break
        try:
            attachment = read_text_file(path)
        except AppError as refusal:
            refusals.append(refusal)
        else:
            if attachment not in found:
                found.append(attachment)
    return Gathered(tuple(found), tuple(refusals))
