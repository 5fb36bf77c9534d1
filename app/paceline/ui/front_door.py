"""One window for each data folder: the first one holds the door, a later one knocks and goes.

A lock on a file says who is first; the system lifts it when a process ends, however it does. The
socket only carries the knock, so one that a killed window left means nothing.
"""

import getpass
import hashlib
import os
import time
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from paceline.loading import PairChoice

PATIENCE_S: Final = 8.0
"""For a window that is just starting, or still ending; both may take some seconds."""
ANSWER_MS: Final = 1000
"""For a window's event loop, which answers in milliseconds where nothing holds it up."""
PAUSE_S: Final = 0.1
"""Between two tries."""
LONGEST_KNOCK: Final = 65_536
"""Bytes; two paths are shorter."""
_ANSWER: Final = b"come in\n"


class Entrance(StrEnum):
    """What a start finds."""

    FIRST = "first"
    """No other window has this folder: go on."""
    ANSWERED = "answered"
    """Another window has it and came forward."""
    SILENT = "silent"
    """Another window has it and does not answer."""


class Knock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a later start passes on: its pair, and the desktop's leave to take the focus."""

    pair: PairChoice | None = None
    activation_token: str = ""


class FrontDoor(QObject):
    """Held by the one window that works on a folder."""

    knocked = Signal(object)
    """Carries a `Knock`; whoever holds the door comes forward."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._name = _name_of(folder)
        self._lock = FileLock(folder / "window.lock", mode=0o600)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_new_connection)

    def enter(self, knock: Knock) -> Entrance:
        """Take the door, or let the one who holds it know; waits a while for either."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._lock.acquire(blocking=False)
            except Timeout:
                pass
            except OSError:  # a folder that is read-only: the socket alone has to tell
                if self._was_answered(knock):
                    return Entrance.ANSWERED
                return self._listen()
            else:
                return self._listen()
            if self._was_answered(knock):
                return Entrance.ANSWERED
            if time.monotonic() > deadline:
                return Entrance.SILENT
            time.sleep(PAUSE_S)

    def close(self) -> None:
        """Let go of the door."""
        self._server.close()
        self._lock.release()

    def _listen(self) -> Entrance:
        """Without a socket, as in a full folder, later starts only find the lock."""
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return Entrance.FIRST

    def _was_answered(self, knock: Knock) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        socket.write(msgspec.json.encode(knock) + b"\n")
        socket.flush()
        answered = socket.waitForReadyRead(ANSWER_MS)
        return answered and bytes(socket.readAll().data()) == _ANSWER

    def _on_new_connection(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.readyRead.connect(lambda socket=socket: self._on_ready_read(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._on_ready_read(socket)

    def _on_ready_read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > LONGEST_KNOCK:
            socket.abort()
        if not socket.canReadLine():
            return
        try:
            knock = msgspec.json.decode(bytes(socket.readLine().data()), type=Knock)
        except msgspec.DecodeError:
            socket.abort()
            return
        socket.write(_ANSWER)
        socket.flush()
        self.knocked.emit(knock)


def activation_token() -> str:
    """Return the leave to take the focus that a Wayland desktop gave to this start."""
    return os.environ.get("XDG_ACTIVATION_TOKEN", "")


def _name_of(folder: Path) -> str:
    """Short, as the paths of sockets must be, and another one for every person and folder."""
    key = f"{_person()}\n{folder.resolve()}"
    return f"paceline-{hashlib.sha256(key.encode(errors='surrogateescape')).hexdigest()[:20]}"


def _person() -> str:
    """Who runs this; a container's person may have a number and no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
