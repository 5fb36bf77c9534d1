"""What goes wrong between a person and the Hub, as a script that a test writes."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Port(StrEnum):
    """The two servers of the stub: the Hub itself and the network that delivers its files."""

    HUB = "hub"
    CDN = "cdn"


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset after so many bytes of an answer's body have arrived."""

    after: int


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection is closed in good order, too early."""

    after: int


@dataclass(frozen=True, slots=True)
class Stall:
    """So many bytes come, then silence until the stub is closed or `Faults.release` is called."""

    after: int


@dataclass(frozen=True, slots=True)
class Slow:
    """The line carries so many bytes in a second."""

    bytes_per_second: int


@dataclass(frozen=True, slots=True)
class Status:
    """The request is refused with this status."""

    code: int
    retry_after: int | None = None
    error_code: str | None = None
    """`X-Error-Code`, as GatedRepo or RepoNotFound."""


@dataclass(frozen=True, slots=True)
class NoRange:
    """The server knows no ranges and answers with the whole file."""


@dataclass(frozen=True, slots=True)
class WrongRange:
    """The answer is another stretch of the file than was asked for, and says so."""

    shift: int = 1


@dataclass(frozen=True, slots=True)
class WrongContent:
    """As many bytes as were asked for, but others."""


@dataclass(frozen=True, slots=True)
class Headers:
    """These headers stand in the answer in place of the true ones; None leaves one out."""

    values: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Redirect:
    """The answer sends the client elsewhere."""

    location: str
    code: int = 302


@dataclass(frozen=True, slots=True)
class Body:
    """The answer of `/api/` or of a file is this, with the status of success."""

    content: bytes
    kind: str = "application/json"


Fault = (
    Reset
    | Cut
    | Stall
    | Slow
    | Status
    | NoRange
    | WrongRange
    | WrongContent
    | Headers
    | Redirect
    | Body
)

_ENDS: Final = (Status, Redirect, Body, Reset, Cut, Stall)
"""A request ends once."""


@dataclass(slots=True)
class _Entry:
    port: Port
    fault: Fault
    left: int | None
    path: str
    method: str


class Faults:
    """The script: a request meets the first entry of each kind that fits it and is not used up.

    Of the kinds that end an answer it meets one.
    """

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._lock = threading.Lock()
        self.released = threading.Event()
        self.signatures_last: int | None = None
        """So many requests a signed location is good for; None: for ever."""

    def add(
        self,
        port: Port,
        fault: Fault,
        *,
        times: int | None = 1,
        path: str = "",
        method: str = "",
    ) -> None:
        """Let the next `times` requests meet it (None: all) whose path contains `path`."""
        with self._lock:
            self._entries.append(_Entry(port, fault, times, path, method))

    def clear(self) -> None:
        """Let everything go well from now on."""
        with self._lock:
            self._entries.clear()
            self.signatures_last = None
        self.released.set()

    def release(self) -> None:
        """End all stalls, also those to come."""
        self.released.set()

    def meet(self, port: Port, method: str, path: str) -> dict[type[Fault], Fault]:
        """Take what a request meets."""
        met: dict[type[Fault], Fault] = {}
        ended = False
        with self._lock:
            for entry in self._entries:
                if (
                    entry.port is port
                    and entry.path in path
                    and entry.method in ("", method)
                    and entry.left != 0
                    and type(entry.fault) not in met
                    and not (ended and isinstance(entry.fault, _ENDS))
                ):
                    met[type(entry.fault)] = entry.fault
                    ended = ended or isinstance(entry.fault, _ENDS)
                    if entry.left is not None:
                        entry.left -= 1
        return met
