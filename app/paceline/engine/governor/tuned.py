"""What `paceline tune` found best for a pair on this machine, where the person leaves it open.

The governor is hard to beat, so that mostly nothing is kept here. Where a pinned choice was clearly
faster, it is what "auto" means for this pair from then on.
"""

from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec.structs import replace

from paceline.errors import AppError, ErrorCode
from paceline.options import MAX_DRAFT_LENGTH, DrafterChoice, Speculation
from paceline.whole_file import read_record, write_whole

_LARGEST_FILE: Final = 100_000
"""Bytes; a real one has some hundred."""


class Tuned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A drafter and a draft length; `reason` says in a sentence how they were found."""

    drafter: DrafterChoice
    draft_length: Annotated[int, msgspec.Meta(ge=1, le=MAX_DRAFT_LENGTH)]
    reason: str = ""

    def applied(self, wish: Speculation) -> Speculation:
        """Return the wish with this choice in place of what it leaves open."""
        leaves_open = wish.drafter == DrafterChoice.AUTO and wish.draft_length is None
        if not wish.enabled or not leaves_open:
            return wish
        return replace(wish, drafter=self.drafter, draft_length=self.draft_length)


class TunedFile:
    """One pair's file; it may be missing, which means that the governor is best."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self) -> Tuned | None:
        """Return what was found, None where nothing was; a damaged file is set aside."""
        return read_record(self._path, Tuned, most_bytes=_LARGEST_FILE)

    def keep(self, tuned: Tuned | None) -> None:
        """Write it down, or forget what was there; raises `AppError`."""
        if tuned is not None:
            write_whole(self._path, msgspec.json.encode(tuned))
            return
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise AppError(ErrorCode.FILE_UNWRITABLE, str(self._path)) from error
