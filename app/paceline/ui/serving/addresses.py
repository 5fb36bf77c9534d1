"""The address that clients are given. Pure, but for the system's table of routes."""

import socket
from typing import Final
from urllib.parse import urlsplit

_UNSPECIFIED: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - what is looked for
_SOMEWHERE: Final = ("192.0.2.1", 9)
"""An address that nobody has (RFC 5737); nothing is sent there."""


def address_for_clients(url: str) -> str:
    """Return the base URL with an address of this computer where the server listens at all."""
    parts = urlsplit(url)
    if parts.hostname not in _UNSPECIFIED:
        return url
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{own_address()}{port}{parts.path}"


def own_address() -> str:
    """Return the address by which others in the network reach this computer."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_SOMEWHERE)  # only chooses a route
        except OSError:
            return socket.gethostname()
        return str(asking.getsockname()[0])
