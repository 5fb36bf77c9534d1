"""What a header says under its architecture's name, with types checked and sizes bounded."""

import re
from dataclasses import dataclass
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.library.gguf.header import GgufHeader

MOST_LAYERS: Final = 512
"""llama.cpp's LLAMA_MAX_LAYERS."""

_LARGEST: Final = (1 << 31) - 1
_ARCHITECTURE: Final = re.compile(r"[!-~]{1,60}")


@dataclass(frozen=True, slots=True)
class Hyperparameters:
    """The numbers below `<architecture>.`; nothing of them is larger than 31 bits hold.

    `layers` are those that a reply goes through; some files have one more, that drafts (MTP).
    """

    header: GgufHeader
    architecture: str
    layers: int

    def number(self, key: str, default: int = 0) -> int:
        """Return a whole number, the first where there is one per layer."""
        value = self.header.metadata.get(f"{self.architecture}.{key}")
        if isinstance(value, tuple):
            value = value[0] if value else None
        if not isinstance(value, int):
            return default
        return self._bounded(key, int(value))

    def per_layer(self, key: str, default: int = 0) -> tuple[int, ...]:
        """Return a number for each layer, the same for all where the file says it once."""
        value = self.header.metadata.get(f"{self.architecture}.{key}")
        if not isinstance(value, tuple):
            return (self.number(key, default),) * self.layers
        numbers = [self._bounded(key, int(it)) for it in value if isinstance(it, int)]
        if len(numbers) < self.layers:
            raise AppError(
                ErrorCode.MODEL_UNSUPPORTED,
                f"its header tells {key} for {len(numbers)} of {self.layers} layers",
            )
        return tuple(numbers[: self.layers])

    def has_list(self, key: str) -> bool:
        """Whether the file says this for each layer."""
        return isinstance(self.header.metadata.get(f"{self.architecture}.{key}"), tuple)

    def text(self, key: str) -> str | None:
        """Return a text, None where the file has none."""
        value = self.header.metadata.get(f"{self.architecture}.{key}")
        return value if isinstance(value, str) else None

    def _bounded(self, key: str, value: int) -> int:
        if not 0 <= value <= _LARGEST:
            raise AppError(ErrorCode.MODEL_UNSUPPORTED, f"its header claims {value:,} for {key}")
        return value


def hyperparameters_of(header: GgufHeader) -> Hyperparameters:
    """Return a model's; raises `AppError(MODEL_UNSUPPORTED)` where it names no architecture."""
    architecture = header.metadata.get("general.architecture")
    if not isinstance(architecture, str) or not _ARCHITECTURE.fullmatch(architecture):
        raise AppError(ErrorCode.MODEL_UNSUPPORTED, "its header names no architecture")
    whole = Hyperparameters(header, architecture, 0)
    blocks, drafting = whole.number("block_count"), whole.number("nextn_predict_layers")
    if blocks > MOST_LAYERS:
        raise AppError(ErrorCode.MODEL_UNSUPPORTED, f"its header claims {blocks:,} layers")
    trunk = blocks - drafting
    return Hyperparameters(header, architecture, trunk if trunk > 0 else blocks)
