"""What downloads ask of the Hub; `library.hub.hub.Hub` answers."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from paceline.library.hub.records import HubFile

if TYPE_CHECKING:  # it brings the Hub's client along, and half a second of imports
    from paceline.library.hub.streams import ByteStream


class FileSource(Protocol):
    """Tells about files and gives their bytes; safe to use from several threads."""

    def file(self, repository: str, revision: str, path: str) -> HubFile:
        """Return what the Hub says of a file now, with a fresh location; raises `HubError`."""
        ...

    def open_range(
        self, file: HubFile, start: int, end: int | None = None
    ) -> "AbstractContextManager[ByteStream]":
        """Open the bytes from `start` up to, not including, `end`; raises `HubError`."""
        ...

    def fetch_by_xet(self, file: HubFile, target: Path, cancelled: Callable[[], bool]) -> None:
        """Write the whole file to `target` in another way; raises `HubError`, `Cancelled`."""
        ...
