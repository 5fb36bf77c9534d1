"""Finds models in Ollama's store, which is only read.

A manifest at `manifests/<host>/<namespace>/<model>/<tag>` lists layers; the one that holds the
weights is a GGUF file at `blobs/sha256-<digest>`, named by its own SHA-256.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from paceline.library.hub.names import is_sha256
from paceline.library.installed.file_sets import FileSet, one_file
from paceline.library.installed.folder_walk import folders
from paceline.library.installed.places import Place
from paceline.library.regular_file import beginning

_WEIGHTS: Final = "application/vnd.ollama.image.model"
_LARGEST_MANIFEST: Final = 2**20
_DEPTH: Final = 3
"""Folders between `manifests` and a tag."""
_HOST: Final = "registry.ollama.ai"
_NAMESPACE: Final = "library"
_HUB_HOSTS: Final = frozenset({"hf.co", "huggingface.co"})


class _Layer(msgspec.Struct, rename="camel"):
    digest: str
    media_type: str = ""


class _Manifest(msgspec.Struct):
    layers: tuple[_Layer, ...] = ()


def in_ollama_store(place: Place) -> Iterator[FileSet]:
    """Every model under the names that Ollama gives it; weights with two names are one model."""
    names: dict[str, list[tuple[str, str | None]]] = {}
    manifests = place.folder / "manifests"
    for folder, tags in folders(manifests, deepest=_DEPTH):
        parts = folder.relative_to(manifests).parts
        if len(parts) != _DEPTH:
            continue
        for tag in tags:
            if digest := _weights(folder / tag):
                names.setdefault(digest, []).append((_name(*parts, tag), _repository(*parts)))
    for digest, named in names.items():
        title = ", ".join(sorted(name for name, _ in named))
        repository = next((repository for _, repository in named if repository), None)
        yield one_file(place, _blob(place.folder, digest), title, repository)


def _weights(manifest: Path) -> str | None:
    """The digest of the weights, checked; None where the manifest names none."""
    try:
        read = msgspec.json.decode(beginning(manifest, _LARGEST_MANIFEST), type=_Manifest)
    except (OSError, ValueError):
        return None
    for layer in read.layers:
        kind, _, digest = layer.digest.partition(":")
        if layer.media_type == _WEIGHTS and kind == "sha256" and is_sha256(digest):
            return digest
    return None


def _blob(store: Path, digest: str) -> Path:
    path = store / "blobs" / f"sha256-{digest}"
    older = store / "blobs" / f"sha256:{digest}"
    return older if not path.exists() and older.exists() else path


def _name(host: str, namespace: str, model: str, tag: str) -> str:
    """The name as Ollama shows it, without what is the same for most."""
    if host != _HOST:
        return f"{host}/{namespace}/{model}:{tag}"
    return f"{model}:{tag}" if namespace == _NAMESPACE else f"{namespace}/{model}:{tag}"


def _repository(host: str, namespace: str, model: str) -> str | None:
    return f"{namespace}/{model}" if host in _HUB_HOSTS else None
