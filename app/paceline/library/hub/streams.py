"""A stretch of a file as it arrives, held to what was asked for and to what the server promised."""

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from typing import Final

from paceline.errors import ErrorCode
from paceline.library.hub.failures import HubError
from paceline.library.hub.huggingface import httpcore, httpx
from paceline.library.hub.records import HubFile
from paceline.library.hub.session import translated_failures

_CONTENT_RANGE: Final = re.compile(r"bytes (?P<first>[0-9]{1,18})-(?P<last>[0-9]{1,18})/"
                                   r"(?P<size>[0-9]{1,18}|\*)")  # fmt: skip

_AT_ONCE: Final = 1 << 18


class ByteStream:
    """The bytes of a file from `start` up to, not including, `end`.

    `partial` is False if the server knows no ranges and sends the whole file; then `start` is 0,
    whatever was asked for.
    """

    def __init__(self, response: httpx.Response, start: int, end: int, *, partial: bool) -> None:
        self._response = response
        self.start = start
        self.end = end
        self.partial = partial

    def chunks(self) -> Iterator[bytes]:
        """Yield bytes as they come; raises `HubError` if other than `end - start` of them do."""
        left = self.end - self.start
        with translated_failures():
            for chunk in self._pieces():
                left -= len(chunk)
                if left < 0:
                    raise HubError(ErrorCode.HUB_ANSWER_INVALID, "it sent more than it promised")
                yield chunk
        if left:
            raise HubError(ErrorCode.HUB_UNREACHABLE, "the connection was lost", passing=True)

    def _pieces(self) -> Iterator[bytes]:
        """Yield the body past the parser of HTTP where that is safe: it would halve the speed.

        The parser hands out with the first piece all that came along with the headers. From there
        on a body of known length is plain bytes on the connection, and the connection ends with it.
        """
        parsed = self._response.iter_raw()
        line = self._line()
        if line is None:
            yield from parsed
            return
        for first in parsed:
            yield first
            left = self.end - self.start - len(first)
            while left > 0:
                piece = line.read(min(left, _AT_ONCE), self._silence())
                if not piece:
                    return
                left -= len(piece)
                yield piece
            return

    def _line(self) -> httpcore.NetworkStream | None:
        """Return the connection if nothing but the promised bytes can come on it."""
        headers = self._response.headers
        line = self._response.extensions.get("network_stream")
        plain = (
            self._response.http_version == "HTTP/1.1"
            and "transfer-encoding" not in headers
            and headers.get("content-length") == str(self.end - self.start)
        )
        return line if plain and isinstance(line, httpcore.NetworkStream) else None

    def _silence(self) -> float | None:
        limits = self._response.request.extensions.get("timeout", {})
        return limits.get("read") if isinstance(limits, dict) else None

    def abort(self) -> None:
        """End the reading at once, from whatever thread; `chunks` then raises HUB_UNREACHABLE."""
        stream = self._response.extensions.get("network_stream")
        line = stream.get_extra_info("socket") if stream is not None else None
        if isinstance(line, socket.socket):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def stream_of(response: httpx.Response, file: HubFile, start: int, end: int) -> ByteStream:
    """Check that a successful answer is of this file and these bytes; raises `HubError`."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise _other("it packed the file")
    if response.status_code == HTTPStatus.PARTIAL_CONTENT:
        found = _CONTENT_RANGE.fullmatch(response.headers.get("content-range", ""))
        if found is None:
            raise _other("it does not say which part of the file it sent")
        first, last, size = int(found["first"]), int(found["last"]), found["size"]
        if size not in ("*", str(file.size)):
            raise _other("the file has another size than before")
        if first != start or not start <= last < end:
            raise _other("it sent another part of the file than was asked for")
        return ByteStream(response, first, last + 1, partial=True)
    if response.headers.get("content-length", str(file.size)) != str(file.size):
        raise _other("the file has another size than before")
    return ByteStream(response, 0, file.size, partial=False)


def _other(what: str) -> HubError:
    """The next server behind the same address may do better."""
    return HubError(ErrorCode.HUB_ANSWER_INVALID, what, passing=True)
