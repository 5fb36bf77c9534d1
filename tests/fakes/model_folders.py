"""Folders of models as the programs around lay them out, with real, small GGUF files in them."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fakes.gguf_bytes import MODEL, gguf_file

MAIN: Final = "1" * 40
"""The commit that a repository is at unless one is named."""


def model(name: str = "Test", **metadata: int | str) -> bytes:
    """A model's bytes; another name makes other bytes."""
    renamed = {key.replace("__", "."): value for key, value in metadata.items()}
    return gguf_file({**MODEL, "general.name": name, **renamed})


def put(path: Path, content: bytes | None = None) -> Path:
    """Write a file with its folders; a model that is called like it unless said otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model(path.stem) if content is None else content)
    return path


def hub_repository(
    cache: Path,
    repository: str,
    files: Mapping[str, bytes],
    *,
    commit: str = MAIN,
    refs: tuple[str, ...] = ("main",),
    links: bool = True,
) -> Path:
    """Lay out a snapshot as the Hub's client does, and return its folder."""
    folder = cache / f"models--{repository.replace('/', '--')}"
    snapshot = folder / "snapshots" / commit
    for name, content in files.items():
        file = snapshot / name
        if not links:
            put(file, content)
            continue
        blob = put(folder / "blobs" / hashlib.sha256(content).hexdigest(), content)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.symlink_to(os.path.relpath(blob, file.parent))
    for ref in refs:
        put(folder / "refs" / ref, commit.encode())
    return snapshot


def ollama_model(
    store: Path, name: str, content: bytes, *, host: str = "registry.ollama.ai"
) -> Path:
    """Lay out a model as Ollama does, and return the blob with its weights."""
    digest = hashlib.sha256(content).hexdigest()
    model, _, tag = name.partition(":")
    if "/" not in model:
        model = f"library/{model}"
    layers = [
        {"mediaType": "application/vnd.ollama.image.license", "digest": "sha256:" + "0" * 64},
        {
            "mediaType": "application/vnd.ollama.image.model",
            "digest": f"sha256:{digest}",
            "size": len(content),
        },
    ]
    manifest = {"schemaVersion": 2, "layers": layers}
    put(store / "manifests" / host / model / tag, json.dumps(manifest).encode())
    return put(store / "blobs" / f"sha256-{digest}", content)
