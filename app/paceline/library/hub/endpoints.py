"""Where the Hub is, and which addresses may be asked at all. Pure.

The token goes to the endpoint, so nothing between may listen: https everywhere but on this
computer.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from paceline.errors import ErrorCode
from paceline.library.hub.failures import HubError
from paceline.library.hub.names import without_unshown

HUGGING_FACE: Final = "https://huggingface.co"
ENDPOINT_VARIABLE: Final = "HF_ENDPOINT"
OFFLINE_VARIABLE: Final = "HF_HUB_OFFLINE"

_LONGEST: Final = 300
_LONGEST_SHOWN: Final = 80
_PORTS: Final = {"http": 80, "https": 443}
_YES: Final = frozenset({"1", "on", "yes", "true"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Who answers: what a token may be sent to or not."""

    scheme: str
    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether it is this computer."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def shown(self) -> str:
        """The address for a person, without path and query: those may hold a signature."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that has been found safe; `url` has no slash at its end."""

    url: str
    origin: Origin


def endpoint(text: str) -> Endpoint:
    """Check the address that a person or the environment gave; raises HUB_ENDPOINT_UNSAFE."""
    url = text.strip().rstrip("/")
    origin = origin_of(url)
    parts = _split(url)
    if origin is None or parts is None or parts.query or parts.fragment or "?" in url or "#" in url:
        raise HubError(ErrorCode.HUB_ENDPOINT_UNSAFE, _shown(text))
    if origin.scheme == "http" and not origin.is_loopback:
        raise HubError(ErrorCode.HUB_ENDPOINT_UNSAFE, _shown(text))
    return Endpoint(origin.shown + parts.path.rstrip("/"), origin)


def endpoint_in_use(setting: str | None, environment: Mapping[str, str]) -> str:
    """Return the address that counts: the person's setting, else HF_ENDPOINT, else the Hub's."""
    return setting or environment.get(ENDPOINT_VARIABLE, "").strip() or HUGGING_FACE


def why_offline(environment: Mapping[str, str], *, setting: bool) -> str | None:
    """Return what keeps everything at home besides the setting; None where nothing does at all."""
    if environment.get(OFFLINE_VARIABLE, "").strip().lower() in _YES:
        return f" {OFFLINE_VARIABLE} in the environment says so, too."
    return "" if setting else None


def reachable_origin(url: str, hub: Endpoint) -> Origin:
    """Return who answers at an address that the Hub gave; raises HUB_REDIRECT_UNSAFE.

    Anything with https may be asked, for files lie on other hosts. Without it only this computer
    may, and only for an endpoint that is on this computer itself.
    """
    origin = origin_of(url)
    if origin is None:
        raise HubError(ErrorCode.HUB_REDIRECT_UNSAFE, _shown(url, path=False))
    if origin.scheme == "http" and not (origin.is_loopback and hub.origin.is_loopback):
        raise HubError(ErrorCode.HUB_REDIRECT_UNSAFE, origin.shown)
    return origin


def origin_of(url: str) -> Origin | None:
    """Return who answers at an address; None for what is no plain address of the web."""
    parts = _split(url)
    if parts is None or parts.scheme not in _PORTS or parts.username or parts.password:
        return None
    try:
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if not host or "@" in parts.netloc:
        return None
    return Origin(parts.scheme, host, port or _PORTS[parts.scheme])


def _split(url: str) -> SplitResult | None:
    """None for what different programs may read differently."""
    odd = any(not "!" <= letter <= "~" or letter in '\\"<>^`{|}' for letter in url)
    try:
        return None if odd or len(url) > _LONGEST * 20 else urlsplit(url)
    except ValueError:
        return None


def _shown(text: str, *, path: bool = True) -> str:
    """Without what may be a password, and without what may be a signature."""
    plain = without_unshown(text).split("?")[0].split("#")[0]
    scheme, separator, rest = plain.partition("://")
    host, slash, rest = (rest if separator else plain).partition("/")
    host = host.rpartition("@")[2]
    whole = f"{scheme}{separator}{host}" if separator else host
    if path:
        whole += f"{slash}{rest}"
    return f"“{whole[:_LONGEST_SHOWN]}”"
