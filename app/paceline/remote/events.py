"""Server-sent events, cut out of bytes that arrive in any pieces. Pure.

The WHATWG's format, as far as servers of models use it: lines that end in CR, LF or both, events
that end in an empty line, comments that begin with a colon and keep the line awake.
"""

from collections.abc import Iterator
from typing import Final

MOST_EVENT_BYTES: Final = 512 * 1024
"""The longest real event says where some hundred tokens came from."""

_FIELDS: Final = (b"data", b"error")
"""llama-server once put failures into a field of their own."""


class TooLongError(Exception):
    """An event without an end."""


class EventSplitter:
    """Turns pieces of a stream into the data of its events."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []
        self._size = 0
        self._is_first = True
        self._was_return = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield the data of the events that `piece` completes; raises `TooLongError`."""
        for line in self._lines(piece):
            if line:
                self._take(line)
            elif self._data:
                yield self._event()

    def end(self) -> Iterator[bytes]:
        """Yield what the end of the stream completes: some servers forget the last empty line."""
        if self._rest:
            line, self._rest = self._rest, b""
            self._take(line)
        if self._data:
            yield self._event()

    def _lines(self, piece: bytes) -> Iterator[bytes]:
        if self._was_return and piece.startswith(b"\n"):
            piece = piece[1:]  # the second half of an end of line that was cut in two
        if piece:
            self._was_return = piece.endswith(b"\r")
        text = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, self._rest = (self._rest + text).split(b"\n")
        if len(self._rest) > MOST_EVENT_BYTES:
            raise TooLongError
        for line in lines:
            yield line.removeprefix(b"\xef\xbb\xbf") if self._is_first else line
            self._is_first = False

    def _take(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if name in _FIELDS:
            self._size += len(value)
            if self._size > MOST_EVENT_BYTES:
                raise TooLongError
            self._data.append(value.removeprefix(b" "))

    def _event(self) -> bytes:
        data, self._data, self._size = b"\n".join(self._data), [], 0
        return data
