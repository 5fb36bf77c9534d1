"""The one way to a server: bounded in time and size, to one address only, stopped at any moment.

Requests run on an event loop of this object's own, which its owner's thread turns: before each
piece and while nothing comes, that thread looks up whether the person has stopped it.
"""

import asyncio
import logging
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Generator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic
from typing import Final, TypeVar

import httpx2 as httpx
from httpx2 import InvalidURL

import paceline
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.remote.addresses import Address, Reach
from paceline.remote.answers import complaint, shown
from paceline.remote.events import EventSplitter, TooLongError
from paceline.remote.patience import Patience
from paceline.remote.refusals import refusal

MOST_ANSWER_BYTES: Final = 4 * 1024 * 1024
"""Thousands of models, as large services list them."""
MOST_STREAM_BYTES: Final = 64 * 1024 * 1024
"""A reply of a hundred thousand tokens with all that is known of each."""
_MOST_COMPLAINT_BYTES: Final = 64 * 1024

for _name in ("httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # they note every address

LookUp = Callable[[], bool]
"""Called before each piece and while nothing comes; says whether to stop."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer."""

    status: int
    body: bytes

    @property
    def is_good(self) -> bool:
        """Whether it is what was asked for."""
        return self.status == HTTPStatus.OK


class Line:
    """Asks one server; to be used on one thread, and closed."""

    def __init__(self, address: Address, key: str | None, patience: Patience) -> None:
        self._address = address
        self._key = key
        self._patience = patience
        self._loop = asyncio.new_event_loop()
        self._client: httpx.AsyncClient | None = None

    def close(self) -> None:
        """Give back connections."""
        if self._loop.is_closed():
            return
        if self._client is not None:
            self._loop.run_until_complete(self._client.aclose())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def get(self, url: str, look_up: LookUp) -> Answered:
        """Ask for something short; raises `AppError` or `Cancelled`. Any status is an answer."""
        return self._wait(self._get(url), look_up, self._patience.answer)

    def stream(
        self, url: str, body: bytes, *, model: str, look_up: LookUp
    ) -> Generator[bytes, None, None]:
        """Send a question and yield the data of the events that come back.

        Where the server does not stream, its whole answer is the only event. Raises `AppError`, or
        `Cancelled` once `look_up` says so; then the connection is closed, which ends the reply
        there, too.
        """
        events = self._events(url, body, model)
        patience = self._patience.first_word
        try:
            while True:
                event = self._wait(_next(events), look_up, patience)
                if event is None:
                    return
                yield event
                patience = self._patience.next_word
        finally:
            self._loop.run_until_complete(events.aclose())

    async def _get(self, url: str) -> Answered:
        try:
            async with self._opened("GET", url, None) as response:
                return Answered(response.status_code, await _body(response, MOST_ANSWER_BYTES))
        except (httpx.HTTPError, httpx.StreamError, InvalidURL, ssl.SSLError) as error:
            raise self._failure(error, begun=False) from None

    async def _events(self, url: str, body: bytes, model: str) -> AsyncGenerator[bytes, None]:
        begun = False
        try:
            async with self._opened("POST", url, body) as response:
                await self._check(response, model)
                if "json" in response.headers.get("content-type", ""):
                    yield await _body(response, MOST_ANSWER_BYTES)
                    return
                splitter = EventSplitter()
                size = 0
                async with aclosing(response.aiter_bytes()) as pieces:
                    async for piece in pieces:
                        size += len(piece)
                        if size > MOST_STREAM_BYTES:
                            raise AppError(ErrorCode.REMOTE_ANSWER_INVALID, "it is far too long")
                        for event in splitter.feed(piece):
                            begun = True
                            yield event
                for event in splitter.end():
                    yield event
        except TooLongError:
            raise AppError(ErrorCode.REMOTE_ANSWER_INVALID, "an event in it has no end") from None
        except (httpx.HTTPError, httpx.StreamError, InvalidURL, ssl.SSLError) as error:
            raise self._failure(error, begun=begun) from None

    async def _check(self, response: httpx.Response, model: str) -> None:
        """Raise what a refusal means."""
        if response.status_code != HTTPStatus.OK:
            said = complaint(await _body(response, _MOST_COMPLAINT_BYTES, cut=True))
            raise refusal(
                response.status_code,
                response.headers,
                said,
                host=self._address.host,
                model=model,
            )

    def _opened(self, method: str, url: str, body: bytes | None) -> "_Opened":
        return _Opened(self._ready_client(), self._request(method, url, body))

    def _request(self, method: str, url: str, body: bytes | None) -> httpx.Request:
        headers = {"Accept-Encoding": "identity"}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Accept": "text/event-stream"}
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        return self._ready_client().build_request(method, url, content=body, headers=headers)

    def _ready_client(self) -> httpx.AsyncClient:
        if self._client is None:
            patience = self._patience
            try:
                self._client = httpx.AsyncClient(
                    # Nothing that a server sets is sent to it again.
                    cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                    follow_redirects=False,
                    headers={"User-Agent": f"paceline/{paceline.__version__}"},
                    # How long silence may last is known to `stream`, which hears comments, too.
                    timeout=httpx.Timeout(None, connect=patience.connect, write=patience.answer),
                    # A proxy would see in the clear what is meant for this computer or network.
                    trust_env=self._address.reach is Reach.ELSEWHERE,
                    verify=ssl.create_default_context(),
                )
            except (ValueError, ImportError, OSError, InvalidURL):
                # Their messages may quote the proxy's password.
                raise AppError(
                    ErrorCode.REMOTE_UNREACHABLE,
                    "the proxy or the certificates set here cannot be used",
                ) from None
        return self._client

    def _wait(self, work: Coroutine[None, None, _T], look_up: LookUp, patience: float) -> _T:
        """Turn the loop until the work is done, the person stops it, or patience ends."""
        task = self._loop.create_task(work)
        deadline = monotonic() + patience
        try:
            while True:
                if look_up():  # first of all: a server that never pauses must be stopped, too
                    raise Cancelled
                self._loop.run_until_complete(asyncio.wait({task}, timeout=self._patience.look_up))
                if task.done():
                    return task.result()
                if monotonic() > deadline:
                    raise AppError(ErrorCode.REMOTE_SILENT, f"for {patience:g} s")
        finally:
            if not task.done():
                task.cancel()
                self._loop.run_until_complete(asyncio.wait({task}))

    def _failure(self, error: Exception, *, begun: bool) -> AppError:
        """Turn a failure of the line into one that quotes no address but the server's own."""
        causes = list(_causes(error))
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
            return AppError(ErrorCode.REMOTE_UNTRUSTED, self._address.host)
        if isinstance(error, httpx.DecodingError | InvalidURL):
            return AppError(ErrorCode.REMOTE_ANSWER_INVALID, "it is garbled")
        if begun:
            return AppError(ErrorCode.REMOTE_CUT, "the connection was lost")
        match error:
            case httpx.ConnectTimeout():
                why = "no connection came about in time"
            case httpx.ProxyError():
                why = "the proxy refused"
            case httpx.ConnectError():
                why = "nobody answers there"
            case httpx.RemoteProtocolError():
                why = "it speaks no HTTP, or hung up"
            case _:
                why = "the connection was lost"
        return AppError(ErrorCode.REMOTE_UNREACHABLE, f"{self._address.host}: {why}")


class _Opened:
    """An answer whose body is not read yet; a redirect is refused."""

    def __init__(self, client: httpx.AsyncClient, request: httpx.Request) -> None:
        self._client = client
        self._request = request
        self._response: httpx.Response | None = None

    async def __aenter__(self) -> httpx.Response:
        response = self._response = await self._client.send(self._request, stream=True)
        location = response.headers.get("location")
        if response.is_redirect and location is not None:
            await response.aclose()
            raise AppError(ErrorCode.REMOTE_REDIRECTED, _place(self._request, location))
        return response

    async def __aexit__(self, *_: object) -> None:
        if self._response is not None:
            await self._response.aclose()


async def _next(events: AsyncIterator[bytes]) -> bytes | None:
    return await anext(events, None)


async def _body(response: httpx.Response, most: int, *, cut: bool = False) -> bytes:
    """Read a whole body; a longer one is cut or refused."""
    parts: list[bytes] = []
    size = 0
    async with aclosing(response.aiter_bytes()) as pieces:
        async for part in pieces:
            parts.append(part)
            size += len(part)
            if size > most:
                if cut:
                    break
                raise AppError(ErrorCode.REMOTE_ANSWER_INVALID, "it is far too long")
    return b"".join(parts)[:most]


def _place(request: httpx.Request, location: str) -> str:
    """Where a redirect leads, without path and query: those may hold a signature."""
    try:
        target = request.url.join(location)
    except (InvalidURL, UnicodeError, ValueError):
        return "an address that is none"
    return shown(f"{target.scheme}://{target.netloc.decode('ascii', 'replace')}")


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
