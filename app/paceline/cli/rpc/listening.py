"""Where a node listens: found out, and tried, before any process is started."""

import os
import socket
from dataclasses import dataclass
from typing import Final

import psutil

from paceline.errors import AppError, ErrorCode

LOOPBACK: Final = "127.0.0.1"
EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - what a person may type


@dataclass(frozen=True, slots=True)
class Place:
    """An IPv4 address of this machine and a port."""

    ip: str
    port: int

    @property
    def is_private(self) -> bool:
        """Whether only this machine can reach it."""
        return self.ip.startswith("127.")

    @property
    def reached_at(self) -> tuple[str, ...]:
        """The addresses under which others reach it, the best guess first."""
        return _own_addresses() if self.ip == EVERYWHERE else (self.ip,)


def find_place(host: str, port: int) -> Place:
    """Return a place where a node can listen; port 0 takes a free one.

    Raises `AppError(NODE_ADDRESS_UNUSABLE)` with the reason.
    """
    where = f"{host}:{port}"
    try:
        found = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)
        ip = str(found[0][4][0])
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
            if os.name == "posix":  # elsewhere it would let two programs share a port
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((ip, port))
            trial.listen(1)
            return Place(ip, int(trial.getsockname()[1]))
    except (OSError, UnicodeError) as error:
        words = str(getattr(error, "strerror", "") or error)
        detail = f"{where} ({words[:1].lower()}{words[1:]})"
        raise AppError(ErrorCode.NODE_ADDRESS_UNUSABLE, detail) from error


def _own_addresses() -> tuple[str, ...]:
    found = [
        each.address
        for addresses in psutil.net_if_addrs().values()
        for each in addresses
        if each.family == socket.AF_INET and not each.address.startswith("127.")
    ]
    return tuple(found) or (LOOPBACK,)
