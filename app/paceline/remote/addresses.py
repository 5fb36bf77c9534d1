"""Where a server is, who may listen on the way, and which addresses are asked at all. Pure."""

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import SplitResult, urlsplit

from paceline.errors import AppError, ErrorCode

_PORTS: Final = {"http": 80, "https": 443}
_LONGEST: Final = 300
_LONGEST_SHOWN: Final = 80
_VERSION: Final = re.compile(r"v\d\w*")
"""A part of a path that says which version of an interface stands there."""
_OWN_NETWORKS: Final = tuple(
    ipaddress.ip_network(each)
    for each in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("fc00::/7", "fe80::/10"),
    )
)
"""RFC 1918, 3927, 4193 and 4291. What Python calls private is more, such as tunnels (Teredo)."""


class Reach(StrEnum):
    """How far a text goes that is sent to an address."""

    THIS_COMPUTER = "this-computer"
    OWN_NETWORK = "own-network"
    """An address that no router of the internet passes on."""
    ELSEWHERE = "elsewhere"
    """Any other, names of hosts among them: nobody can tell where they lead."""


@dataclass(frozen=True, slots=True)
class Address:
    """A server's address that may be asked.

    `url` is what stands before `/chat/completions`, without a slash at its end; `host` is with its
    port, where that is not the usual one.
    """

    url: str
    host: str
    reach: Reach
    encrypted: bool

    @property
    def root(self) -> str:
        """The address without the version, where servers have what OpenAI does not know."""
        head, _, last = self.url.rpartition("/")
        return head if _VERSION.fullmatch(last) else self.url

    @property
    def is_exposed(self) -> bool:
        """Whether strangers may read along: unencrypted, and not within the own network."""
        return not self.encrypted and self.reach is Reach.ELSEWHERE


def address(text: str) -> Address:
    """Read what a person entered, however sloppily; raises REMOTE_ADDRESS_UNSAFE.

    A missing scheme is http:// on this computer and in the own network, else https://. A path
    without a version gets OpenAI's, `/v1`.
    """
    given = text.strip()
    if "://" not in given:
        near = _read(f"http://{given}")
        reach = Reach.ELSEWHERE if near is None else near.reach
        given = f"{'https' if reach is Reach.ELSEWHERE else 'http'}://{given}"
    found = _read(given.rstrip("/").removesuffix("/chat/completions"))
    if found is None:
        raise AppError(ErrorCode.REMOTE_ADDRESS_UNSAFE, _shown(text))
    return found


def safe_address(text: str, *, unencrypted_allowed: bool) -> Address:
    """Read an address that something is to be sent to; raises REMOTE_ADDRESS_UNSAFE."""
    found = address(text)
    if found.is_exposed and not unencrypted_allowed:
        raise AppError(ErrorCode.REMOTE_ADDRESS_UNSAFE, _shown(found.url))
    return found


def _read(url: str) -> Address | None:
    parts = _split(url)
    if parts is None or parts.scheme not in _PORTS or "@" in parts.netloc:
        return None
    if parts.query or parts.fragment or "?" in url or "#" in url:
        return None
    try:
        port = parts.port or _PORTS[parts.scheme]
    except ValueError:
        return None
    name = (parts.hostname or "").rstrip(".")
    if not name:
        return None
    host = f"[{name}]" if ":" in name else name
    if port != _PORTS[parts.scheme]:
        host += f":{port}"
    path = parts.path.rstrip("/")
    if not any(_VERSION.fullmatch(part) for part in path.split("/")):
        path += "/v1"
    return Address(f"{parts.scheme}://{host}{path}", host, _reach(name), parts.scheme == "https")


def _reach(name: str) -> Reach:
    if name == "localhost" or name.endswith(".localhost"):
        return Reach.THIS_COMPUTER
    try:
        number = ipaddress.ip_address(name)
    except ValueError:
        return Reach.ELSEWHERE
    if isinstance(number, ipaddress.IPv6Address):
        number = number.ipv4_mapped or number
    if number.is_loopback:
        return Reach.THIS_COMPUTER
    own = any(number in network for network in _OWN_NETWORKS)
    return Reach.OWN_NETWORK if own else Reach.ELSEWHERE


def _split(url: str) -> SplitResult | None:
    """None for what different programs may read differently."""
    odd = any(not "!" <= letter <= "~" or letter in '\\"<>^`{|}' for letter in url)
    try:
        return None if odd or len(url) > _LONGEST else urlsplit(url)
    except ValueError:
        return None


def _shown(text: str) -> str:
    """Without what may be a password or a signature."""
    plain = "".join(letter for letter in text.strip() if letter.isprintable())
    plain = plain.split("?")[0].split("#")[0]
    scheme, separator, rest = plain.partition("://")
    host, slash, path = (rest if separator else plain).partition("/")
    whole = f"{scheme}{separator}" if separator else ""
    return f"“{(whole + host.rpartition('@')[2] + slash + path)[:_LONGEST_SHOWN]}”"
