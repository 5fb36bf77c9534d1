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
)
from huggingface_hub import __version__ as library_version

_LOGS_ADDRESSES: Final = ("httpx2", "httpcore2", "httpx", "httpcore", "huggingface_hub")
for _name in _LOGS_ADDRESSES:
    logging.getLogger(_name).setLevel(logging.WARNING)

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
