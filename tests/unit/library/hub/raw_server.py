"""A server on loopback that says whatever a test wants, byte by byte, HTTP or not."""

import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from types import TracebackType
from typing import Self


class RawServer:
    """Hears a request on each connection and sends the pieces, until the other side goes away.

    Connections after the first one get what is said `later`, if that is something else.
    """

    def __init__(
        self,
        pieces: Iterable[bytes],
        *,
        pause: float = 0.0,
        later: Iterable[bytes] | None = None,
    ) -> None:
        self.heard: list[bytes] = []
        self._pieces = pieces
        self._later = pieces if later is None else later
        self._pause = pause
        self._closing = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.endpoint = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                self.heard.append(connection.recv(1 << 16))
                for piece in self._pieces if len(self.heard) == 1 else self._later:
                    if self._closing.wait(self._pause):
                        return
                    connection.sendall(piece)
