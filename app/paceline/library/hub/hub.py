"""The way to the Hub: search, one repository, one file, its bytes.

Safe to use from several threads at once. Every call blocks, for bounded time, and fails with a
`HubError`; none may run on the window's thread.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Final, Protocol

from paceline.library.hub.records import (
    Account,
    HubFile,
    ModelQuery,
    Page,
    PageMark,
    Repository,
)
from paceline.library.hub.tokens import TokenStore

HUGGING_FACE: Final = "https://huggingface.co"


class ByteStream(Protocol):
    """The bytes of a file from `start` on. `partial` is False if the server sends the whole file.

    Then `start` is 0, whatever was asked for.
    """

    start: int
    partial: bool

    def chunks(self) -> Iterator[bytes]:
        """Yield bytes as they come; raises `HubError`, also if fewer came than promised."""
        ...


class Hub:
    """One endpoint of the Hub. `offline` lets nothing out: every call fails with HUB_OFFLINE."""

    def __init__(
        self, endpoint: str = HUGGING_FACE, *, tokens: TokenStore, offline: bool = False
    ) -> None:
        self._endpoint = endpoint
        self._tokens = tokens
        self._offline = offline

    @property
    def endpoint(self) -> str:
        """The address without a slash at its end."""
        return self._endpoint

    def search(self, query: ModelQuery, mark: PageMark | None = None) -> Page:
        """Return a page of repositories with GGUF files."""
        raise NotImplementedError

    def repository(self, repository: str, revision: str = "main") -> Repository:
        """Return what the repository holds at the revision's commit."""
        raise NotImplementedError

    def file(self, repository: str, revision: str, path: str) -> HubFile:
        """Return what the Hub says of a file now, with a fresh location of its bytes."""
        raise NotImplementedError

    def open_range(
        self, file: HubFile, start: int, end: int | None = None
    ) -> AbstractContextManager[ByteStream]:
        """Open the bytes from `start` up to, not including, `end`, at the file's location.

        A location that has expired fails with HUB_LOCATION_EXPIRED.
        """
        raise NotImplementedError

    def read_range(self, file: HubFile, start: int, end: int) -> bytes:
        """Return these bytes, fewer only at the end of the file."""
        raise NotImplementedError

    def terms_page(self, repository: str) -> str:
        """Return the address of the page where a person accepts the terms of a repository."""
        raise NotImplementedError

    def whoami(self) -> Account:
        """Return whose token it is; raises HUB_TOKEN_REFUSED, also without one."""
        raise NotImplementedError

    def close(self) -> None:
        """Give back connections; calls that still wait end."""
        raise NotImplementedError
