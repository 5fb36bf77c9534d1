"""The two servers: the Hub's own port, which redirects, and the CDN's, which delivers."""

import contextlib
import socket
import struct
import sys
import time
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import parse_qs, unquote, urlsplit

from fakes.hub_stub import api
from fakes.hub_stub.contents import StubFile, StubRepository, part
from fakes.hub_stub.faults import (
    Body,
    Cut,
    Fault,
    Headers,
    NoRange,
    Port,
    Redirect,
    Reset,
    Slow,
    Stall,
    Status,
    WrongContent,
    WrongRange,
)
from fakes.hub_stub.journal import Asked

if TYPE_CHECKING:
    from fakes.hub_stub.stub import HubStub

_STEP: Final = 1 << 20
_SLOW_STEPS_PER_SECOND: Final = 500
_MOST_HEARD_WAIT: Final = 0.5
"""Seconds to wait until what was sent has arrived, before a reset throws the rest away."""


class StubServer(ThreadingHTTPServer):
    """One port."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, stub: "HubStub", port: Port) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.stub = stub
        self.port = port
        self.resetting: set[int] = set()

    @property
    def address(self) -> str:
        """The start of every URL on this port."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about clients that went away; everything else is the stub's own fault."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def shutdown_request(self, request: object) -> None:
        """Close a connection, in good order unless it is to be reset."""
        connection = cast("socket.socket", request)
        if connection.fileno() in self.resetting:
            self.resetting.discard(connection.fileno())
            with contextlib.suppress(OSError):
                linger = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            connection.close()
        else:
            super().shutdown_request(connection)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: StubServer

    def log_message(self, *_: object) -> None:
        """The journal knows."""

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        stub, port = self.server.stub, self.server.port
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(port, self.command, unquote(parts.path), parts.query, headers)
        body = self.rfile.read(int(headers.get("content-length", "0")))
        stub.journal.note(asked)
        met = stub.faults.meet(port, asked.method, asked.path)
        match met.get(Status):
            case Status(code, retry_after, error_code):
                self._refuse(asked, code, error_code, retry_after=retry_after)
                return
        match met.get(Redirect):
            case Redirect(location, code):
                self._answer(asked, code, {"Location": location}, b"")
                return
        match met.get(Body):
            case Body(content, kind):
                self._answer(asked, 200, _replaced({"Content-Type": kind}, met), content)
                return
        if port is Port.CDN:
            self._deliver(asked, met)
        elif asked.path.startswith("/api/"):
            answer = api.answer(stub, asked, body)
            if Stall in met:
                stub.faults.released.wait()
            self._answer(asked, answer.status, _replaced(dict(answer.headers), met), answer.body)
        else:
            self._resolve(asked, met)

    # -- the Hub's port

    def _resolve(self, asked: Asked, met: Mapping[type[Fault], Fault]) -> None:
        found = self._find(asked)
        if found is None:
            return
        commit, file = found
        headers = {"X-Repo-Commit": commit, "Accept-Ranges": "bytes"}
        if not file.large:
            headers |= {"ETag": f'"{file.oid}"', "Content-Type": "text/plain; charset=utf-8"}
            self._send_file(asked, file, headers, met)
            return
        headers |= {
            "X-Linked-Size": str(file.size),
            "X-Linked-ETag": f'"{file.sha256}"',
            "ETag": f'"{file.sha256}"',
            "Location": self.server.stub.signed(file, Path(asked.path).name),
        }
        self._answer(asked, HTTPStatus.FOUND, _replaced(headers, met), b"")

    def _find(self, asked: Asked) -> tuple[str, StubFile] | None:
        """Answer and return None where the file may not be had."""
        head, resolve, tail = asked.path.lstrip("/").partition("/resolve/")
        revision, _, name = tail.partition("/")
        repository = self.server.stub.repositories.get(head) if resolve else None
        refusal = self.server.stub.refusal(repository, asked)
        if refusal is not None:
            self._refuse(asked, *refusal)
            return None
        assert isinstance(repository, StubRepository)
        there = repository.at(revision)
        if there is None:
            self._refuse(asked, HTTPStatus.NOT_FOUND, "RevisionNotFound")
            return None
        commit, files = there
        if name not in files:
            self._refuse(asked, HTTPStatus.NOT_FOUND, "EntryNotFound")
            return None
        return commit, files[name]

    # -- the CDN's port

    def _deliver(self, asked: Asked, met: Mapping[type[Fault], Fault]) -> None:
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        file = self.server.stub.signed_file(asked.path, query)
        if file is None:
            self._answer(asked, HTTPStatus.FORBIDDEN, {}, b"Request has expired")
            return
        # As of a CDN's edge: another host may name the same content otherwise.
        headers = {"ETag": f'"{file.sha256[:32]}"', "Content-Type": "application/octet-stream"}
        if NoRange not in met:
            headers["Accept-Ranges"] = "bytes"
        self._send_file(asked, file, headers, met)

    # -- answers

    def _send_file(
        self,
        asked: Asked,
        file: StubFile,
        headers: Mapping[str, str],
        met: Mapping[type[Fault], Fault],
    ) -> None:
        stretch = None if NoRange in met else _range(asked.headers.get("range"), file.size)
        if stretch == "beyond":
            self._answer(asked, 416, {"Content-Range": f"bytes */{file.size}"}, b"")
            return
        status, start, stop = HTTPStatus.OK, 0, file.size
        headers = dict(headers)
        if isinstance(stretch, tuple):
            status, (start, stop) = HTTPStatus.PARTIAL_CONTENT, stretch
            match met.get(WrongRange):
                case WrongRange(shift):
                    start, stop = start + shift, min(stop + shift, file.size)
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
        headers["Content-Length"] = str(stop - start)
        self._start(asked, status, _replaced(headers, met))
        if asked.method != "HEAD":
            self._send_body(asked, file, start, stop, met)

    def _send_body(
        self,
        asked: Asked,
        file: StubFile,
        start: int,
        stop: int,
        met: Mapping[type[Fault], Fault],
    ) -> None:
        slow = met.get(Slow)
        pace = slow.bytes_per_second if isinstance(slow, Slow) else None
        step = max(1, pace // _SLOW_STEPS_PER_SECOND) if pace else _STEP
        last = next((met[kind] for kind in (Reset, Cut, Stall) if kind in met), None)
        end = stop
        if isinstance(last, Reset | Cut | Stall):
            end = min(stop, start + last.after)
        began, first = time.monotonic(), start
        with contextlib.ExitStack() as opened:
            source = (
                opened.enter_context(file.content.open("rb"))
                if isinstance(file.content, Path) and WrongContent not in met
                else None
            )
            while start < end:
                count = min(step, end - start)
                if source is not None:
                    sent = self.connection.sendfile(source, start, count)
                else:
                    piece = part(file.content, start, start + count)
                    if WrongContent in met:
                        piece = piece.translate(_OTHERS)
                    self.connection.sendall(piece)
                    sent = count
                start += sent
                self.server.stub.journal.sent(asked, sent)
                if pace:
                    ahead = (start - first) / pace - (time.monotonic() - began)
                    self.server.stub.closing.wait(max(0.0, ahead))
        if end == stop:
            return
        self.close_connection = True
        match last:
            case Reset():
                _wait_until_heard(self.connection)
                self.server.resetting.add(self.connection.fileno())
            case Stall():
                self.server.stub.faults.released.wait()

    def _refuse(
        self,
        asked: Asked,
        code: int,
        error_code: str | None = None,
        message: str = "",
        *,
        retry_after: int | None = None,
    ) -> None:
        headers = {}
        if error_code:
            headers["X-Error-Code"] = error_code
        if message or error_code:
            headers["X-Error-Message"] = message or f"{error_code} (as the Hub says it)"
        if retry_after is not None:
            headers["Retry-After"] = str(retry_after)
        self._answer(asked, code, headers, message.encode())

    def _answer(self, asked: Asked, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self._start(asked, status, {**headers, "Content-Length": str(len(body))})
        if asked.method != "HEAD":
            self.wfile.write(body)
            self.server.stub.journal.sent(asked, len(body))

    def _start(self, asked: Asked, status: int, headers: Mapping[str, str]) -> None:
        asked.status = status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


_OTHERS: Final = bytes((byte + 1) % 256 for byte in range(256))


def _replaced(headers: Mapping[str, str], met: Mapping[type[Fault], Fault]) -> dict[str, str]:
    others = met.get(Headers)
    if not isinstance(others, Headers):
        return dict(headers)
    everything: dict[str, str | None] = {**headers, **others.values}
    return {name: value for name, value in everything.items() if value is not None}


def _range(text: str | None, size: int) -> tuple[int, int] | str | None:
    """Read one range as start and stop; "beyond" what cannot be met, None for the whole file."""
    if text is None or not text.startswith("bytes=") or "," in text:
        return None
    first, _, last = text.removeprefix("bytes=").partition("-")
    start = int(first) if first else max(0, size - int(last))
    stop = min(size, int(last) + 1) if first and last else size
    return (start, stop) if start < stop else "beyond"


def _wait_until_heard(connection: socket.socket) -> None:
    """Wait until the other side has everything, where the system can tell."""
    give_up = time.monotonic() + _MOST_HEARD_WAIT
    try:
        import fcntl
        import termios
    except ImportError:
        time.sleep(0.05)
        return
    while time.monotonic() < give_up:
        waiting = fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, b"\0" * 4)
        if struct.unpack("i", waiting)[0] == 0:
            return
        time.sleep(0.001)
