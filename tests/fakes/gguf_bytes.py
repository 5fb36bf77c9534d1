"""GGUF headers put together by hand, as they should be and as they should not."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from paceline.library.gguf.header import ValueKind

ALIGNMENT: Final = 32

Item = bool | int | float | str | bytes
Given = Item | Sequence[Item]


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor's entry; `offset` None puts it behind the one before."""

    name: str
    shape: tuple[int, ...] = (32,)
    type: int = 0
    offset: int | None = None
    size: int = 128


MODEL: Final[Mapping[str, Given]] = {
    "general.architecture": "llama",
    "general.name": "Test",
    "general.file_type": 15,
    "llama.block_count": 2,
    "llama.context_length": 2048,
    "llama.embedding_length": 64,
    "llama.feed_forward_length": 128,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
    "tokenizer.ggml.model": "llama",
    "tokenizer.ggml.tokens": [f"token {number}" for number in range(300)],
    "tokenizer.ggml.bos_token_id": 1,
    "tokenizer.ggml.eos_token_id": 2,
}
"""What a small chat model says."""

TENSORS: Final = (Tensor("token_embd.weight"), Tensor("output_norm.weight"))


def gguf_header(
    metadata: Mapping[str, Given] = MODEL,
    tensors: Sequence[Tensor] = TENSORS,
    *,
    version: int = 3,
    keys: int | None = None,
    order: str = "<",
) -> bytes:
    """Return a header, padded to its data; `keys` is the count that it claims."""
    parts = [
        struct.pack(
            f"{order}4sIQQ", b"GGUF", version, len(tensors), len(metadata) if keys is None else keys
        )
    ]
    parts += [entry(key, value, order) for key, value in metadata.items()]
    place = 0
    for tensor in tensors:
        offset = place if tensor.offset is None else tensor.offset
        parts.append(
            text(tensor.name, order)
            + struct.pack(f"{order}I", len(tensor.shape))
            + struct.pack(f"{order}{len(tensor.shape)}Q", *tensor.shape)
            + struct.pack(f"{order}IQ", tensor.type, offset)
        )
        place = _aligned(offset + tensor.size)
    header = b"".join(parts)
    return header.ljust(_aligned(len(header)), b"\0")


def gguf_file(
    metadata: Mapping[str, Given] = MODEL, tensors: Sequence[Tensor] = TENSORS, *, version: int = 3
) -> bytes:
    """Return a whole file; its weights are zeros."""
    data = sum(_aligned(tensor.size) for tensor in tensors)
    return gguf_header(metadata, tensors, version=version) + bytes(data)


def entry(key: str, value: Given, order: str = "<") -> bytes:
    """Return a key with its value."""
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        kind = _kind(value)
        return text(key, order) + struct.pack(f"{order}I", kind) + _packed(value, kind, order)
    kind = _kind(value[0]) if value else ValueKind.INT32
    return (
        text(key, order)
        + struct.pack(f"{order}IIQ", ValueKind.ARRAY, kind, len(value))
        + b"".join(_packed(item, kind, order) for item in value)
    )


def text(value: str | bytes, order: str = "<") -> bytes:
    """Return a text with its length before it."""
    data = value.encode() if isinstance(value, str) else value
    return struct.pack(f"{order}Q", len(data)) + data


def _kind(value: Item) -> ValueKind:
    match value:
        case bool():
            return ValueKind.BOOL
        case int():
            return ValueKind.UINT32 if 0 <= value < 1 << 32 else ValueKind.INT64
        case float():
            return ValueKind.FLOAT32
        case str() | bytes():
            return ValueKind.STRING


def _packed(value: Item, kind: ValueKind, order: str) -> bytes:
    if isinstance(value, str | bytes):
        return text(value, order)
    letters = {
        ValueKind.BOOL: "?",
        ValueKind.UINT32: "I",
        ValueKind.INT64: "q",
        ValueKind.FLOAT32: "f",
    }
    return struct.pack(f"{order}{letters[kind]}", value)


def _aligned(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT
