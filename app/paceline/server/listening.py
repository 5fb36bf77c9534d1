"""The HTTP server itself: uvicorn, on a socket that is bound before anything is loaded."""

import asyncio
import contextlib
import errno
import ipaddress
import socket
from collections.abc import Iterator
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from paceline.errors import AppError, ErrorCode

IDLE_SECONDS: Final = 30
"""How long a connection may rest between two requests."""

MOST_HEAD_BYTES: Final = 32 * 1024

MOST_CONNECTIONS: Final = 512
"""Beyond that new ones are told that there is no room: every one takes a file descriptor."""


_TAKEN: Final = frozenset({errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)})

_ANYBODY: Final = "192.0.2.1"
_ANYBODY_6: Final = "2001:db8::1"
"""Addresses that stand for all others and belong to nobody (RFC 5737, RFC 3849)."""


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises `AppError` where that cannot be."""
    where = f"{host}:{port}"
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise AppError(ErrorCode.SERVER_ADDRESS_UNUSABLE, where) from error
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows lets others take a port over
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        taken = error.errno in _TAKEN
        code = ErrorCode.SERVER_PORT_TAKEN if taken else ErrorCode.SERVER_ADDRESS_UNUSABLE
        raise AppError(code, where) from error
    listener.setblocking(False)
    return listener


def address_of(listener: socket.socket) -> tuple[str, int]:
    """Return the address and port that it listens at."""
    host, port, *_ = listener.getsockname()
    return str(host), int(port)


def is_loopback(host: str) -> bool:
    """Whether an address is this computer's alone."""
    return ipaddress.ip_address(host.partition("%")[0]).is_loopback


def base_url(listener: socket.socket) -> str:
    """Return what clients are given; of all addresses, the one that other computers would use."""
    host, port = address_of(listener)
    if ipaddress.ip_address(host.partition("%")[0]).is_unspecified:
        host = _outward_address(listener.family)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/v1"


def _outward_address(family: int) -> str:
    """Return the address that packets to others would carry; none is sent to find out."""
    anybody = _ANYBODY_6 if family == socket.AF_INET6 else _ANYBODY
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((anybody, 9))
        except OSError:  # there is no network
            return "::1" if family == socket.AF_INET6 else "127.0.0.1"
        return str(probe.getsockname()[0])


class HttpServer(uvicorn.Server):
    """Serves an application; signals are the caller's affair."""

    def __init__(self, app: ASGIApp, *, head_seconds: float, grace_seconds: int) -> None:
        config = _Config(
            app,
            http=_Connection,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=IDLE_SECONDS,
            timeout_graceful_shutdown=grace_seconds,
            limit_concurrency=MOST_CONNECTIONS,
            h11_max_incomplete_event_size=MOST_HEAD_BYTES,
        )
        config.head_seconds = head_seconds
        super().__init__(config)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


class _Config(uvicorn.Config):
    """Knows one limit more."""

    head_seconds: float


class _Connection(H11Protocol):
    """One connection, which may not keep us waiting and can be cut off from above."""

    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.app_state: dict[str, Any] = {**self.app_state, "abort": transport.abort}
        self._start_head_timer()
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_answering():
            self._stop_head_timer()
        elif self._head_timer is None:  # the beginning of a further request
            self._start_head_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_head_timer()
        super().connection_lost(exc)

    def _start_head_timer(self) -> None:
        assert isinstance(self.config, _Config)
        seconds = self.config.head_seconds
        self._head_timer = self.loop.call_later(seconds, self._on_slow_head)

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _on_slow_head(self) -> None:
        self._head_timer = None
        if not self._is_answering():
            self.transport.abort()

    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete
