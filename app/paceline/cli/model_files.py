"""What a report says of the model files, so that somebody else can tell them apart."""

import hashlib
from pathlib import Path
from typing import Final

from paceline.engine.plan import PairSpec
from paceline.machine import ModelFile

_LARGEST_HASHED: Final = 4 * 10**9
"""Bytes; a larger file takes longer to read than its hash is worth here."""


def model_files(spec: PairSpec, *, hashed: bool = False) -> list[ModelFile]:
    """Describe target and draft."""
    files: list[tuple[str, Path | None]] = [("target", spec.target), ("draft", spec.draft)]
    return [_describe(role, path, hashed=hashed) for role, path in files if path is not None]


def _describe(role: str, path: Path, *, hashed: bool) -> ModelFile:
    size = path.stat().st_size
    name = path.name.encode("utf-8", "replace").decode()
    if not hashed or size > _LARGEST_HASHED:
        return ModelFile(role, name, size)
    with path.open("rb") as file:
        return ModelFile(role, name, size, hashlib.file_digest(file, "sha256").hexdigest())
