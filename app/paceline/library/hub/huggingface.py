"""What is used of the Hub's client library. Importing it takes long, so the window does so late.

The library reads its environment when it is imported; here that is put in order first. It would
count what is done with it, and send a token that it finds on the machine along with every request.
Its HTTP client notes every address in the log, and some of those are signed.
"""

import logging
import os
from typing import Final

os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

import httpcore2 as httpcore
import httpx2 as httpx
from huggingface_hub import (
    CachedRepoInfo,
    CacheNotFound,
    HFCacheInfo,
    hf_hub_url,
    scan_cache_dir,
    set_client_factory,
)
from huggingface_hub import __version__ as library_version
from huggingface_hub.utils._http import hf_request_event_hook

from paceline.errors import ErrorCode
from paceline.library.hub.endpoints import origin_of
from paceline.library.hub.failures import HubError

_LOGS_ADDRESSES: Final = ("httpx2", "httpcore2", "httpx", "httpcore", "huggingface_hub")
for _name in _LOGS_ADDRESSES:
    logging.getLogger(_name).setLevel(logging.WARNING)

SILENCE: Final = 20.0
"""Seconds that the library's own functions wait for an answer to go on; most have no limit."""


def _guard(request: httpx.Request) -> None:
    """Hold what the library asks by itself, redirects included, to the rules of this package."""
    hf_request_event_hook(request)
    origin = origin_of(str(request.url))
    if origin is None or (origin.scheme == "http" and not origin.is_loopback):
        raise HubError(ErrorCode.HUB_REDIRECT_UNSAFE, origin.shown if origin else "no address")
    limits = request.extensions.get("timeout", {})
    kinds = ("connect", "read", "write", "pool")
    request.extensions["timeout"] = {kind: limits.get(kind) or SILENCE for kind in kinds}


set_client_factory(
    lambda: httpx.Client(
        event_hooks={"request": [_guard]}, follow_redirects=True, timeout=httpx.Timeout(SILENCE)
    )
)

__all__ = [
    "CacheNotFound",
    "CachedRepoInfo",
    "HFCacheInfo",
    "hf_hub_url",
    "httpcore",
    "httpx",
    "library_version",
    "scan_cache_dir",
]
