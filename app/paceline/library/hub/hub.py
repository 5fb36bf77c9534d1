"""The way to the Hub: search, one repository, one file, its bytes.

Safe to use from several threads at once. Every call blocks, for bounded time, and fails with a
`HubError`; none may run on the window's thread.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

from paceline.errors import ErrorCode
from paceline.library.hub import answers
from paceline.library.hub.cards import MOST_CARD_BYTES, summary
from paceline.library.hub.endpoints import HUGGING_FACE, endpoint, why_offline
from paceline.library.hub.failures import HubError
from paceline.library.hub.huggingface import hf_hub_url, httpx
from paceline.library.hub.names import (
    is_commit,
    is_file_path,
    is_repository,
    is_revision,
    is_sha256,
    is_size,
)
from paceline.library.hub.records import (
    Account,
    HubFile,
    ModelQuery,
    Page,
    PageMark,
    Repository,
    RepositorySummary,
)
from paceline.library.hub.refusals import refusal, refusal_of_bytes
from paceline.library.hub.session import Patience, Session, joined
from paceline.library.hub.sizes import may_match
from paceline.library.hub.streams import ByteStream, stream_of
from paceline.library.hub.tokens import Secret, TokenStore
from paceline.library.hub.xet import fetch_by_xet

PAGE_LENGTH: Final = 50
"""Entries to ask for at once: some hundred kilobytes, as each brings along its chat template."""
MOST_PAGES: Final = 400
"""A list that goes on behind so many pages is not read to its end by any person."""
_PAGES_PER_SEARCH: Final = 4
"""How many to ask for where filters that the Hub does not know leave next to nothing."""
_ENOUGH: Final = 10
_LONGEST_TEXT: Final = 200
_LONGEST_CURSOR: Final = 4000
_MOST_SKIPPED: Final = 64 << 20
"""Bytes to read and drop where a server knows no ranges."""
_DETAILS: Final = ["downloads", "gated", "gguf", "lastModified", "likes", "siblings", "tags"]


class Hub:
    """One endpoint of the Hub. `offline` lets nothing out: every call fails with HUB_OFFLINE.

    Raises HUB_ENDPOINT_UNSAFE for an address that may not see a token.
    """

    def __init__(
        self,
        address: str = HUGGING_FACE,
        *,
        tokens: TokenStore,
        offline: bool = False,
        patience: Patience | None = None,
    ) -> None:
        self._endpoint = endpoint(address)
        self._tokens = tokens
        self._session = Session(
            self._endpoint,
            offline=why_offline(os.environ, setting=offline),
            patience=patience or Patience(),
        )

    @property
    def endpoint(self) -> str:
        """The address without a slash at its end."""
        return self._endpoint.url

    def search(self, query: ModelQuery, mark: PageMark | None = None) -> Page:
        """Return a page of repositories with GGUF files.

        What the Hub cannot filter is filtered here, so a page may be short, and several of the
        Hub's may become one.
        """
        found: list[RepositorySummary] = []
        for _ in range(_PAGES_PER_SEARCH):
            body, mark = self._list(query, mark)
            listed = answers.summaries(body)
            fitting = [item for item in listed if may_match(query, item)]
            found += fitting
            if mark is None or len(found) >= _ENOUGH or len(fitting) == len(listed):
                break
        return Page(tuple(found), mark)

    def repository(self, repository: str, revision: str = "main") -> Repository:
        """Return what the repository holds at the revision's commit."""
        _check(repository, revision)
        path = f"/api/models/{repository}/revision/{quote(revision, safe='')}"
        body = self._answer(path, {"blobs": True}, repository)
        # The card is a help; without it, or where terms keep it closed, the files still count.
        found = answers.repository(body)
        text = self._card(found.id, found.commit)
        return replace(found, card=replace(found.card, text=text))

    def file(self, repository: str, revision: str, path: str) -> HubFile:
        """Return what the Hub says of a file now, with a fresh location of its bytes."""
        _check(repository, revision, path)
        address = self._resolve_url(repository, revision, path)
        with self._session.politely("HEAD", address, token=self._token(), follow=False) as response:
            if not (response.is_success or response.is_redirect):
                raise self._refusal(response, repository, path)
            return self._file_of(response, repository, revision, path)

    @contextmanager
    def open_range(self, file: HubFile, start: int, end: int | None = None) -> Iterator[ByteStream]:
        """Open the bytes from `start` up to, not including, `end`, at the file's location.

        One without a location is asked of the Hub at its commit. Tries once. Raises
        HUB_LOCATION_EXPIRED where the location is too old: `file` gives a new one.
        """
        end = file.size if end is None else min(end, file.size)
        if not 0 <= start < end:
            raise ValueError(f"no bytes from {start} to {end}")
        own = self._resolve_url(file.repository, file.commit, file.path)
        with self._session.opened(
            "GET",
            file.location or own,
            token=self._token(),
            headers={"Accept-Encoding": "identity", "Range": f"bytes={start}-{end - 1}"},
        ) as response:
            if response.status_code not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
                raise self._refusal_of_bytes(response, file)
            yield stream_of(response, file, start, end)

    def read_range(self, file: HubFile, start: int, end: int) -> bytes:
        """Return these bytes, fewer only at the end of the file; asks again for an old location."""
        end = min(end, file.size)
        if start >= end:
            return b""
        try:
            return self._read(file, start, end)
        except HubError as error:
            if error.code is not ErrorCode.HUB_LOCATION_EXPIRED or not file.location:
                raise
        fresh = self.file(file.repository, file.commit, file.path)
        if (fresh.size, fresh.sha256) != (file.size, file.sha256):
            raise HubError(ErrorCode.HUB_ANSWER_INVALID, "the file is another than before")
        return self._read(fresh, start, end)

    def fetch_by_xet(self, file: HubFile, target: Path, cancelled: Callable[[], bool]) -> None:
        """Write a file that plain HTTP refuses to `target`; `library.hub.xet` says what it lacks.

        Raises `HubError`, and `Cancelled` soon after `cancelled()` turns true.
        """
        fetch_by_xet(
            file,
            target,
            endpoint=self._endpoint.url,
            token=self._token(),
            cancelled=cancelled,
        )

    def terms_page(self, repository: str) -> str:
        """Return the address of the page where a person accepts the terms of a repository."""
        _check(repository)
        return f"{self._endpoint.url}/{repository}"

    def tokens_page(self) -> str:
        """Return the address of the page where a person makes tokens."""
        return f"{self._endpoint.url}/settings/tokens"

    def whoami(self, token: Secret | None = None) -> Account:
        """Return whose token it is, of the kept one if none is given.

        Raises HUB_TOKEN_REFUSED, also where there is none.
        """
        token = token or self._token()
        if token is None:
            raise HubError(ErrorCode.HUB_TOKEN_REFUSED, "none is kept here")
        address = f"{self._endpoint.url}/api/whoami-v2"
        with self._session.politely("GET", address, token=token, follow=False) as response:
            if not response.is_success:
                raise self._refusal(response, "", None)
            return answers.account(self._session.body(response, answers.MOST_ANSWER_BYTES))

    def close(self) -> None:
        """Give back connections, and end waits for a busy server."""
        self._session.close()

    # -- lists

    def _list(self, query: ModelQuery, mark: PageMark | None) -> tuple[bytes, PageMark | None]:
        filters = ["gguf"]
        if query.licence:
            filters.append(f"license:{query.licence.strip().lower()}")
        params: dict[str, str | int | bool | list[str]] = {
            "filter": filters,
            "sort": query.sort.value,
            "limit": PAGE_LENGTH,
            "expand": _DETAILS,
        }
        if text := query.text.strip()[:_LONGEST_TEXT]:
            params["search"] = text
        if query.author:
            params["author"] = query.author.strip()
        if query.gated is not None:
            params["gated"] = query.gated
        if mark is not None:
            params["cursor"] = mark.cursor
        with self._session.politely(
            "GET",
            f"{self._endpoint.url}/api/models",
            token=self._token(),
            params=params,
            follow=False,
        ) as response:
            if not response.is_success:
                raise self._refusal(response, query.author or "", None)
            body = self._session.body(response, answers.MOST_ANSWER_BYTES)
            return body, _next(response, mark)

    # -- a repository

    def _answer(
        self, path: str, params: dict[str, str | int | bool | list[str]], repository: str
    ) -> bytes:
        address = f"{self._endpoint.url}{path}"
        with self._session.politely(
            "GET", address, token=self._token(), params=params, follow=False
        ) as response:
            if not response.is_success:
                raise self._refusal(response, repository, None)
            return self._session.body(response, answers.MOST_ANSWER_BYTES)

    def _card(self, repository: str, commit: str) -> str:
        address = self._resolve_url(repository, commit, "README.md")
        try:
            with self._session.politely("GET", address, token=self._token()) as response:
                if not response.is_success:
                    return ""
                body = self._session.body(response, MOST_CARD_BYTES)
        except HubError:
            return ""
        return summary(body.decode("utf-8", "replace"))

    # -- a file

    def _resolve_url(self, repository: str, revision: str, path: str) -> str:
        return hf_hub_url(repository, path, revision=revision, endpoint=self._endpoint.url)

    def _file_of(
        self, response: httpx.Response, repository: str, revision: str, path: str
    ) -> HubFile:
        """Nothing in the headers is believed that does not look as it must."""
        headers = response.headers
        commit = headers.get("x-repo-commit", "")
        if not is_commit(commit) or (is_commit(revision) and commit != revision):
            raise HubError(ErrorCode.HUB_ANSWER_INVALID, "it names no commit, or another one")
        tag = headers.get("x-linked-etag") or headers.get("etag") or ""
        tag = tag.removeprefix("W/").strip('"')
        if not (is_sha256(tag) or is_commit(tag)):  # Git's own names have 40 digits, as commits
            raise HubError(ErrorCode.HUB_ANSWER_INVALID, "its checksum is none")
        length = None if response.is_redirect else headers.get("content-length")
        size = headers.get("x-linked-size") or length or ""
        if not (size.isascii() and size.isdigit() and len(size) < 20 and is_size(int(size))):
            raise HubError(ErrorCode.HUB_ANSWER_INVALID, "it does not say how large the file is")
        location = str(response.request.url)
        if response.is_redirect:
            location = joined(response, headers.get("location", ""))
        self._session.origin(location)
        sha256 = tag if is_sha256(tag) else None
        xet = headers.get("x-xet-hash", "")
        return HubFile(
            repository,
            commit,
            path,
            int(size),
            sha256,
            location,
            xet if is_sha256(xet) else None,  # it has as many digits
        )

    def _read(self, file: HubFile, start: int, end: int) -> bytes:
        parts: list[bytes] = []
        with self.open_range(file, start, end) as stream:
            if not stream.partial and start > _MOST_SKIPPED:
                raise HubError(
                    ErrorCode.HUB_ANSWER_INVALID, "it sends whole files only, not parts of them"
                )
            at = stream.start
            patience = self._session.time_for(end - at)
            deadline = time.monotonic() + patience
            for chunk in stream.chunks():
                parts.append(chunk[max(0, start - at) : max(0, end - at)])
                at += len(chunk)
                if at >= end:
                    break
                if time.monotonic() > deadline:
                    raise HubError(
                        ErrorCode.HUB_UNREACHABLE,
                        f"it did not finish within {patience:.0f} seconds",
                        passing=True,
                    )
        return b"".join(parts)

    # -- refusals

    def _token(self) -> Secret | None:
        return self._tokens.token(self._endpoint.url)

    def _refusal(self, response: httpx.Response, repository: str, path: str | None) -> HubError:
        if response.is_redirect:
            target = joined(response, response.headers.get("location", ""))
            return HubError(ErrorCode.HUB_REDIRECT_UNSAFE, self._session.origin(target).shown)
        return refusal(
            response.status_code,
            response.headers,
            repository=repository,
            path=path,
            asker=self._session.asker(response),
        )

    def _refusal_of_bytes(self, response: httpx.Response, file: HubFile) -> HubError:
        if self._session.origin(str(response.request.url)) == self._endpoint.origin:
            return self._refusal(response, file.repository, file.path)
        return refusal_of_bytes(response.status_code, response.headers, of=f"“{file.name}”")


def _check(repository: str, revision: str = "main", path: str | None = None) -> None:
    """Before an address is made of names, wherever they come from."""
    if not is_repository(repository):
        raise HubError(ErrorCode.HUB_NAME_UNSAFE, f"“{repository[:80]}”")
    if not is_revision(revision):
        raise HubError(ErrorCode.HUB_NAME_UNSAFE, f"“{revision[:80]}”")
    if path is not None and not is_file_path(path):
        raise HubError(ErrorCode.HUB_NAME_UNSAFE, f"“{path[:80]}”")


def _next(response: httpx.Response, mark: PageMark | None) -> PageMark | None:
    """Return where the list goes on. Of the address in the Link header only the cursor counts.

    So nobody is asked but the endpoint. A cursor that does not move on ends the list.
    """
    number = 1 if mark is None else mark.number + 1
    try:
        address = response.links.get("next", {}).get("url", "")
        cursor = parse_qs(urlsplit(address).query).get("cursor", [""])[0]
    except ValueError:
        return None
    stuck = mark is not None and cursor == mark.cursor
    if not cursor or stuck or number >= MOST_PAGES or len(cursor) > _LONGEST_CURSOR:
        return None
    return PageMark(cursor, number)
