"""Talks to one endpoint: bounded in time and size, to safe addresses only, polite where it is busy.

What a client of HTTP leaves to chance is settled here, for every request and every redirect: who
may be asked, who sees the token, how long silence may last, how much an answer may hold.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import paceline
from paceline.errors import ErrorCode
from paceline.library.hub.endpoints import Endpoint, Origin, reachable_origin
from paceline.library.hub.failures import HubError
from paceline.library.hub.huggingface import httpcore, httpx, library_version
from paceline.library.hub.refusals import Asker, busy, retry_after
from paceline.library.hub.tokens import Secret

MOST_REDIRECTS: Final = 5
_MOST_TRIES: Final = 3
_TROUBLE_PAUSE: Final = 0.5
"""Seconds before a server that was in trouble is asked once more."""
_SLOWEST_LINE: Final = 1 << 15
"""Bytes per second; over a slower one a header of some megabytes is not waited for."""
_MOST_CONNECTIONS: Final = 48
"""Eight downloads at once with four connections each, and room for pages and headers."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that things may take."""

    connect: float = 10.0
    """A server that is there answers within three; a dead line should not hold anybody up."""
    silence: float = 20.0
    """Between two pieces of an answer. The Hub thinks up to ten seconds about some searches."""
    answer: float = 60.0
    """For a whole answer that is read at once; a server that drips is given up."""
    polite_wait: float = 5.0
    """What a person is let wait unasked where the server is busy; longer waits they are told."""


class Session:
    """Requests to an endpoint and wherever it redirects to. Safe to use from several threads."""

    def __init__(self, endpoint: Endpoint, *, offline: str | None, patience: Patience) -> None:
        """`offline` says what else keeps everything at home but the setting; None: nothing does."""
        self._endpoint = endpoint
        self._offline = offline
        self._patience = patience
        self._client: httpx.Client | None = None
        self._making = threading.Lock()
        self._closing = threading.Event()
        self._resting_until = 0.0

    def close(self) -> None:
        """Give back connections, and end waits."""
        self._closing.set()
        with self._making:
            if self._client is not None:
                self._client.close()
                self._client = None

    @contextmanager
    def politely(
        self,
        method: str,
        url: str,
        *,
        token: Secret | None,
        params: Mapping[str, str | int | bool | list[str]] | None = None,
        follow: bool = True,
    ) -> Iterator[httpx.Response]:
        """Open an answer whose body is not read yet; waits and asks again where that may help.

        An endpoint that is busy is left alone for as long as it wants, by all calls. Redirects
        within the endpoint are followed; with `follow` also those to other hosts.
        """
        for left in reversed(range(_MOST_TRIES)):
            self._rest()
            with ExitStack() as opened:
                try:
                    response = opened.enter_context(
                        self.opened(method, url, token=token, params=params, follow=follow)
                    )
                except LineLostError:
                    if not left:
                        raise
                    continue
                wait = self._wait_before_another_try(response)
                if wait is None or not left or wait > self._patience.polite_wait:
                    yield response
                    return
            self._closing.wait(wait)

    @contextmanager
    def opened(
        self,
        method: str,
        url: str,
        *,
        token: Secret | None = None,
        params: Mapping[str, str | int | bool | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        follow: bool = True,
    ) -> Iterator[httpx.Response]:
        """Open an answer, whatever its status, once and without waiting."""
        client = self._ready_client()
        request = self._request(client, method, url, token, params, headers)
        for _ in range(MOST_REDIRECTS + 1):
            response = self._send(client, request)
            try:
                target = self._redirect(response, follow=follow)
                if target is None:
                    yield response
                    return
            finally:
                response.close()
            request = self._request(client, method, target, token, None, headers)
        raise HubError(ErrorCode.HUB_ANSWER_INVALID, "it redirects without end")

    def body(self, response: httpx.Response, most_bytes: int) -> bytes:
        """Read the whole body; raises HUB_ANSWER_INVALID for one that is longer than that."""
        deadline = time.monotonic() + self._patience.answer
        parts: list[bytes] = []
        size = 0
        with translated_failures():
            for part in response.iter_bytes():  # as they come: the deadline counts
                size += len(part)
                if size > most_bytes:
                    raise HubError(ErrorCode.HUB_ANSWER_INVALID, "it is far too long")
                if time.monotonic() > deadline:
                    raise HubError(
                        ErrorCode.HUB_UNREACHABLE,
                        f"it did not finish within {self._patience.answer:.0f} seconds",
                        passing=True,
                    )
                parts.append(part)
        return b"".join(parts)

    def time_for(self, count: int) -> float:
        """Return after how many seconds to give up an answer of so many bytes."""
        return self._patience.answer + count / _SLOWEST_LINE

    def origin(self, url: str) -> Origin:
        """Return who answers at an address; raises HUB_REDIRECT_UNSAFE."""
        return reachable_origin(url, self._endpoint)

    def asker(self, response: httpx.Response) -> Asker:
        """Return whether the token went along with the request that was answered."""
        return Asker.TOKEN if "authorization" in response.request.headers else Asker.NOBODY

    def _ready_client(self) -> httpx.Client:
        if self._offline is not None:
            raise HubError(ErrorCode.HUB_OFFLINE, self._offline)
        with self._making:
            if self._closing.is_set():
                raise HubError(ErrorCode.HUB_UNREACHABLE, "Paceline is being closed")
            if self._client is None:
                self._client = self._new_client()
            return self._client

    def _new_client(self) -> httpx.Client:
        patience = self._patience
        # Nothing that a server sets is sent anywhere again.
        cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        try:
            return httpx.Client(
                cookies=cookies,
                follow_redirects=False,
                headers={
                    "User-Agent": f"paceline/{paceline.__version__}; hf_hub/{library_version}"
                },
                limits=httpx.Limits(max_connections=_MOST_CONNECTIONS),
                timeout=httpx.Timeout(patience.silence, connect=patience.connect),
                # A proxy would see in the clear what is sent to this computer without https.
                trust_env=not self._endpoint.origin.is_loopback,
            )
        except (ValueError, ImportError, OSError, httpx.InvalidURL):
            # Their messages may quote the proxy's password.
            raise HubError(
                ErrorCode.HUB_UNREACHABLE, "the proxy or the certificates set here cannot be used"
            ) from None

    def _request(
        self,
        client: httpx.Client,
        method: str,
        url: str,
        token: Secret | None,
        params: Mapping[str, str | int | bool | list[str]] | None,
        headers: Mapping[str, str] | None,
    ) -> httpx.Request:
        """The token is added for the endpoint's own origin and nobody else."""
        origin = self.origin(url)
        every = {"Accept-Encoding": "gzip", **(headers or {})}
        try:
            request = client.build_request(method, url, params=params, headers=every)
        except (httpx.InvalidURL, UnicodeError):
            raise HubError(ErrorCode.HUB_REDIRECT_UNSAFE, origin.shown) from None
        if token is not None and origin == self._endpoint.origin:
            request.headers["Authorization"] = f"Bearer {token.reveal()}"
        return request

    def _send(self, client: httpx.Client, request: httpx.Request) -> httpx.Response:
        with translated_failures():
            return client.send(request, stream=True)

    def _redirect(self, response: httpx.Response, *, follow: bool) -> str | None:
        """Return where to ask next; None where the answer is to be taken as it is."""
        location = response.headers.get("location")
        if not response.is_redirect or location is None:
            return None
        target = joined(response, location)
        elsewhere = self.origin(target) != self._endpoint.origin
        return None if elsewhere and not follow else target

    def _rest(self) -> None:
        left = self._resting_until - time.monotonic()
        if left > self._patience.polite_wait:
            raise busy(left)
        if left > 0:
            self._closing.wait(left)

    def _wait_before_another_try(self, response: httpx.Response) -> float | None:
        """Seconds; None where another try would not help."""
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            wait = busy(retry_after(response.headers)).retry_after or 0.0
            self._resting_until = max(self._resting_until, time.monotonic() + wait)
            return wait
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            said = retry_after(response.headers)
            return _TROUBLE_PAUSE if said is None else said
        return None


class LineLostError(HubError):
    """The connection ended in the middle; the server may have grown tired of an idle one."""


def joined(response: httpx.Response, location: str) -> str:
    """Return the whole address that a Location header means; raises HUB_REDIRECT_UNSAFE."""
    try:
        return str(response.request.url.join(location))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise HubError(ErrorCode.HUB_REDIRECT_UNSAFE, "an address that is none") from None


@contextmanager
def translated_failures() -> Iterator[None]:
    """Turn failures of the line into sentences that quote no address."""
    try:
        yield
    except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError):
        raise LineLostError(
            ErrorCode.HUB_UNREACHABLE, "the connection was lost", passing=True
        ) from None
    except httpx.RequestError as error:
        if isinstance(error, httpx.TransportError):
            raise HubError(ErrorCode.HUB_UNREACHABLE, _why(error), passing=True) from None
        raise HubError(ErrorCode.HUB_ANSWER_INVALID, "it is garbled", passing=True) from None
    except httpcore.TimeoutException:
        raise HubError(ErrorCode.HUB_UNREACHABLE, "it fell silent", passing=True) from None
    except (httpcore.NetworkError, httpcore.ProtocolError):
        raise HubError(ErrorCode.HUB_UNREACHABLE, "the connection was lost", passing=True) from None
    except (httpx.InvalidURL, httpx.StreamError):
        # A stream that was closed under a reader, by `close`.
        raise HubError(
            ErrorCode.HUB_UNREACHABLE, "the connection was closed", passing=True
        ) from None


def _why(error: httpx.TransportError) -> str:
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            why = "no connection came about in time"
        case httpx.TimeoutException():
            why = "it fell silent"
        case httpx.ProxyError():
            why = "the proxy refused"
        case httpx.UnsupportedProtocol():
            why = "the proxy's kind is not known"
        case httpx.ConnectError():
            why = _why_no_connection(list(_causes(error)))
        case _:
            why = "the connection failed"
    return why


def _why_no_connection(causes: list[BaseException]) -> str:
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return "its certificate is not trusted here"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "its name could not be looked up"
    return "no connection came about"


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
