"""How many bytes each layer of a GGUF file has, from its header alone.

Reads it with ggml's own reader, which has already been trusted with it when the model was loaded
without weights: the order is file check, load without weights, then this.
"""

import ctypes
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paceline.engine.llama.backends import ggml_library

_BLOCK: Final = re.compile(r"blk\.(\d+)\.")
_INPUT: Final = ("token_embd", "per_layer_token_embd", "position_embd", "token_types")
_SHARD: Final = re.compile(r"-(\d{5})-of-(\d{5})\.gguf$")
_NO_FILE: Final = "ggml could not read the header of {}"


@dataclass(frozen=True, slots=True)
class TensorSizes:
    """Bytes of each block, of the embeddings, and of all that belongs to the output.

    `tied` are those of token embeddings that serve as the output's weights as well.
    """

    blocks: tuple[int, ...]
    inputs: int
    outputs: int
    tied: int


class _Parameters(ctypes.Structure):
    """gguf_init_params."""

    _fields_ = (("no_alloc", ctypes.c_bool), ("ctx", ctypes.c_void_p))


def read_tensor_sizes(path: Path, blocks: int) -> TensorSizes:
    """Add up the tensors of all shards; raises `OSError` where a header cannot be read."""
    sizes = [0] * blocks
    inputs = outputs = embeddings = 0
    tied = True
    for shard in shards(path):
        for name, size in _tensors(shard):
            match = _BLOCK.match(name)
            tied &= name != "output.weight"
            embeddings += size if name == "token_embd.weight" else 0
            if match and int(match[1]) < blocks:
                sizes[int(match[1])] += size
            elif name.startswith(_INPUT):
                inputs += size
            else:
                outputs += size
    return TensorSizes(tuple(sizes), inputs, outputs, embeddings if tied else 0)


def shards(path: Path) -> tuple[Path, ...]:
    """Return all files of a model that is split, by the names that llama.cpp gives them."""
    match = _SHARD.search(path.name)
    if match is None:
        return (path,)
    stem, count = path.name[: match.start()], match[2]
    return tuple(
        path.with_name(f"{stem}-{number:05d}-of-{count}.gguf")
        for number in range(1, int(count) + 1)
    )


def _tensors(path: Path) -> Iterator[tuple[str, int]]:
    base = ggml_library("ggml-base")
    base.gguf_get_n_tensors.restype = ctypes.c_int64
    base.gguf_get_n_tensors.argtypes = [ctypes.c_void_p]
    base.gguf_get_tensor_name.restype = ctypes.c_char_p
    base.gguf_get_tensor_name.argtypes = [ctypes.c_void_p, ctypes.c_int64]
    base.gguf_get_tensor_size.restype = ctypes.c_size_t
    base.gguf_get_tensor_size.argtypes = [ctypes.c_void_p, ctypes.c_int64]
    with _header(base, path) as header:
        for index in range(base.gguf_get_n_tensors(header)):
            name = base.gguf_get_tensor_name(header, index).decode("utf-8", "replace")
            yield name, base.gguf_get_tensor_size(header, index)


@contextmanager
def _header(base: ctypes.CDLL, path: Path) -> Iterator[int]:
    base.gguf_init_from_file.restype = ctypes.c_void_p
    base.gguf_init_from_file.argtypes = [ctypes.c_char_p, _Parameters]
    base.gguf_free.restype = None
    base.gguf_free.argtypes = [ctypes.c_void_p]
    header: int | None = base.gguf_init_from_file(os.fsencode(path), _Parameters(True, None))
    if header is None:
        raise OSError(_NO_FILE.format(path.name))
    try:
        yield header
    finally:
        base.gguf_free(header)
