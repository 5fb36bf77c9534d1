"""Where the Hub's cache is and how it is laid out, without the client that made it.

The client takes long to import; finding models must not. The layout is the one that every program
around the Hub shares: `models--<author>--<name>/snapshots/<commit>/<file>`, a link into `blobs`.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_MODELS_PREFIX: Final = "models--"
_VARIABLE: Final = re.compile(r"\$\{(\w+)\}|\$(\w+)|%(\w+)%", re.ASCII)


def hub_cache_folder(environment: Mapping[str, str] = os.environ, home: Path | None = None) -> Path:
    """The folder that huggingface_hub and its like use, by the same variables and defaults."""
    home = home or Path.home()
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if chosen := environment.get(name):
            return expanded(chosen, environment, home)
    if chosen := environment.get("HF_HOME"):
        return expanded(chosen, environment, home) / "hub"
    caches = environment.get("XDG_CACHE_HOME")
    return (expanded(caches, environment, home) if caches else home / ".cache") / (
        "huggingface/hub"
    )


def expanded(text: str, environment: Mapping[str, str], home: Path) -> Path:
    """A path as a person writes it in a variable: with `~`, `$NAME` or `%NAME%`."""
    text = _VARIABLE.sub(
        lambda found: environment.get(found[1] or found[2] or found[3], found[0]), text
    )
    if text == "~" or text.startswith(("~/", "~\\")):
        return home / text[2:]
    return Path(text)


def folder_name(repository: str) -> str:
    """The name of a model repository's folder in the cache."""
    return _MODELS_PREFIX + repository.replace("/", "--")


def repository_named(folder: str) -> str | None:
    """The repository whose folder in the cache has this name; None for another folder."""
    if not folder.startswith(_MODELS_PREFIX):
        return None
    return folder.removeprefix(_MODELS_PREFIX).replace("--", "/", 1) or None
