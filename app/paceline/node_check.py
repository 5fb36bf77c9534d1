"""Asks a node what it is before llama.cpp does, which ends the process over any surprise.

Speaks the first words of llama.cpp's RPC protocol (ggml-rpc.cpp): who are you, how many devices,
how much memory. Needs no native code, so the window may ask too. A node serves one connection at a
time and lets others wait in silence; one that this process has open already must not be asked.
"""

import socket
import struct
import time
from dataclasses import dataclass
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.nodes import NodeAddress

PROTOCOL: Final = (7, 0)
"""Major and minor version that the pinned llama.cpp speaks; a node may have a lower minor one."""

CONNECT_TIMEOUT_S: Final = 3.0
"""From the first packet to a connection: a second more than TCP waits before it tries again."""

ANSWER_TIMEOUT_S: Final = 4.0
"""From a question to its answer. A node that is free answers within a network's round trip; one
that has just lost its client frees gigabytes first."""

_STRANGER_TIMEOUT_S: Final = 0.5
"""What else may listen there is given so long to answer an empty line."""

_HELLO: Final = 14
_DEVICE_COUNT: Final = 15
_DEVICE_MEMORY: Final = 11
_CAPABILITIES: Final = bytes(24)
"""Of the connection: none but TCP."""

_MOST_DEVICES: Final = 64


@dataclass(frozen=True, slots=True)
class NodeMemory:
    """What one device of a node has, in bytes."""

    free: int
    total: int


@dataclass(frozen=True, slots=True)
class NodeOffer:
    """What a node answered: its devices, and the IPv4 address that its name stands for."""

    address: NodeAddress
    ip: str
    devices: tuple[NodeMemory, ...]


def ask_node(address: NodeAddress, *, answer_timeout: float = ANSWER_TIMEOUT_S) -> NodeOffer:
    """Connect, ask and leave; blocks for the timeouts at the most, the system's look-up apart.

    Raises `AppError`: `NODE_UNREACHABLE`, `NODE_BUSY`, `NODE_INCOMPATIBLE`.
    """
    ip = _ip(address)
    try:
        talk = socket.create_connection((ip, address.port), timeout=CONNECT_TIMEOUT_S)
    except OSError as error:
        raise _unreachable(address, error) from error
    with talk:
        conversation = _Conversation(address, talk, time.monotonic() + answer_timeout)
        conversation.greet()
        (count,) = struct.unpack("<I", conversation.ask(_DEVICE_COUNT, b"", 4))
        if not 1 <= count <= _MOST_DEVICES:
            raise AppError(ErrorCode.NODE_INCOMPATIBLE, f"{address} (it offers no device)")
        devices = tuple(
            NodeMemory(*struct.unpack("<QQ", conversation.ask(_DEVICE_MEMORY, request, 16)))
            for request in (struct.pack("<I", index) for index in range(count))
        )
    return NodeOffer(address, ip, devices)


class _Conversation:
    """One connection to what may be a node, with an end in time."""

    def __init__(self, address: NodeAddress, talk: socket.socket, deadline: float) -> None:
        self._address = address
        self._talk = talk
        self._deadline = deadline

    def greet(self) -> None:
        """Make sure that it is a node, and of a version that llama.cpp here can speak with."""
        try:
            answer = self.ask(_HELLO, _CAPABILITIES, 4 + len(_CAPABILITIES))
        except TimeoutError as error:
            raise self._silence() from error
        major, minor, patch = answer[:3]
        if major != PROTOCOL[0] or minor > PROTOCOL[1]:
            raise AppError(
                ErrorCode.NODE_INCOMPATIBLE,
                f"{self._address} (it speaks version {major}.{minor}.{patch} of llama.cpp's "
                f"protocol, and {PROTOCOL[0]}.{PROTOCOL[1]} is spoken here)",
            )

    def ask(self, command: int, request: bytes, size: int) -> bytes:
        """Return an answer of exactly this many bytes."""
        try:
            self._talk.settimeout(max(0.01, self._deadline - time.monotonic()))
            self._talk.sendall(struct.pack("<BQ", command, len(request)) + request)
            (promised,) = struct.unpack("<Q", self._read(8))
            if promised != size:
                raise self._stranger()
            return self._read(size)
        except TimeoutError as error:
            if command == _HELLO:
                raise
            raise AppError(ErrorCode.NODE_BUSY, str(self._address)) from error
        except OSError as error:
            raise self._stranger() from error

    def _read(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            self._talk.settimeout(max(0.01, self._deadline - time.monotonic()))
            piece = self._talk.recv(size - len(found))
            if not piece:
                raise self._stranger()
            found += piece
        return found

    def _silence(self) -> AppError:
        """Tell a node that is busy, and reads nothing, from a server that waits for a line."""
        try:
            self._talk.settimeout(_STRANGER_TIMEOUT_S)
            self._talk.sendall(b"\r\n\r\n")
            if self._talk.recv(1):
                return self._stranger()
        except OSError:
            pass
        return AppError(ErrorCode.NODE_BUSY, str(self._address))

    def _stranger(self) -> AppError:
        return AppError(
            ErrorCode.NODE_INCOMPATIBLE, f"{self._address} (it does not answer as nodes do)"
        )


def _ip(address: NodeAddress) -> str:
    """Return the IPv4 address that llama.cpp will connect to, so that both mean the same."""
    try:
        found = socket.getaddrinfo(address.host, address.port, socket.AF_INET, socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _unreachable(address, error) from error
    return str(found[0][4][0])


def _unreachable(address: NodeAddress, error: OSError | UnicodeError) -> AppError:
    words = str(getattr(error, "strerror", "") or error).lower()
    return AppError(ErrorCode.NODE_UNREACHABLE, f"{address} ({words})")
