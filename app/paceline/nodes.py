"""Nodes: other machines that compute layers of a target, and how their addresses are written.

A node is `paceline rpc` somewhere else, or llama.cpp's own rpc-server. An address is "host:port";
the port may be left out. llama.cpp's connections are IPv4 alone, so there are no IPv6 addresses.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

DEFAULT_PORT: Final = 50052
"""As llama.cpp's own rpc-server has it."""

MOST_NODES: Final = 16
"""llama.cpp's own limit."""

_LOSS: Final = "paceline: node lost: "

_NAME: Final = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?\.?")
_LARGEST_PORT: Final = 65_535


@dataclass(frozen=True, slots=True)
class NodeAddress:
    """Where a node listens: a name or an IPv4 address, and a port."""

    host: str
    port: int = DEFAULT_PORT

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "host:port" or "host"; raises `ValueError` with the reason."""
        text = text.strip()
        if text.startswith("[") or text.count(":") > 1:
            raise ValueError("llama.cpp reaches nodes over IPv4 alone, not at an IPv6 address")
        host, colon, port = text.partition(":")
        if not _NAME.fullmatch(host):
            raise ValueError("an address is a name or an IPv4 address, as in 192.168.1.20:50052")
        if not colon:
            return cls(host.lower())
        if not (port.isascii() and port.isdecimal() and 1 <= int(port) <= _LARGEST_PORT):
            raise ValueError(f"a port is a number from 1 to {_LARGEST_PORT:,}")
        return cls(host.lower(), int(port))

    def __str__(self) -> str:
        """Write it as it is read."""
        return f"{self.host}:{self.port}"


def node_addresses(texts: tuple[str, ...]) -> tuple[NodeAddress, ...]:
    """Read several addresses; raises `ValueError` for a bad, a repeated or one too many."""
    found = tuple(NodeAddress.parse(text) for text in texts)
    if len(set(found)) < len(found):
        raise ValueError("a node is named twice")
    if len(found) > MOST_NODES:
        raise ValueError(f"there can be {MOST_NODES} nodes at the most")
    return found


def loss_line(addresses: Sequence[str]) -> str:
    """Return what an engine writes to standard error before a lost node ends it."""
    return _LOSS + ", ".join(addresses)


def lost_nodes(stderr_lines: Sequence[str]) -> str | None:
    """Return which nodes an engine had lost when it ended, by its last words; None for none."""
    for line in reversed(stderr_lines):
        if line.startswith(_LOSS):
            return line.removeprefix(_LOSS).strip()
    return None
