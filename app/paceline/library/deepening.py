"""Makes a model deeper: the pieces of a GGUF file with more layers than the one it comes from.

Only `practice` calls this, and only when it has to build: gguf and numpy are slow to import.
"""

import io
import math
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Final, NamedTuple

import gguf
import numpy as np
import numpy.typing as npt
from gguf.gguf_writer import WriterState

from paceline.library.durable import Piece

# The two matrices through which a layer writes into the residual stream.
_OUTPUTS: Final = ("attn_output.weight", "ffn_down.weight")
# llama.cpp repacks Q4_0 for its CPU kernels, which makes passes over several tokens cheap.
_TYPE: Final = gguf.GGMLQuantizationType.Q4_0
_FLOAT: Final = gguf.GGMLQuantizationType.F32
_FILE_TYPE: Final = gguf.LlamaFileType.MOSTLY_Q4_0


class _Tensor(NamedTuple):
    name: str  # without the layer's number, for a layer's tensor
    data: npt.NDArray[np.uint8 | np.float32]  # rows of raw blocks, or of floats
    type: gguf.GGMLQuantizationType


class _HeaderWriter(gguf.GGUFWriter):
    """Writes what stands before the tensors' data, and that into memory instead of a file."""

    def open_output_file(self, path: Path | None = None) -> None:
        del path
        self._memory = io.BytesIO()
        self.fout = [io.BufferedWriter(self._memory)]
        self.state = WriterState.EMPTY

    def announce(self, name: str, like: _Tensor, kind: gguf.GGMLQuantizationType) -> int:
        """Enter a tensor of that kind; its data follow in the order of these calls, so many bytes.

        The shape is that of the tensor which it is like.
        """
        shape = like.data.shape
        if like.type is not _FLOAT:
            shape = gguf.quant_shape_from_byte_shape(shape, like.type)
        block, block_bytes = gguf.GGML_QUANT_SIZES[kind]
        size = math.prod(shape) // block * block_bytes
        self.add_tensor_info(name, shape, np.dtype(np.float32), size, kind)
        return _aligned(size)

    def header(self) -> bytes:
        """The whole header, padded to where the data begin."""
        self.write_header_to_file()
        self.write_kv_data_to_file()
        self.write_ti_data_to_file()
        return _padded(self._memory.getvalue())


def deepen(starter: Path, sources: Sequence[int], epsilon: float, title: str) -> list[Piece]:
    """The starter as it is, then a copy of each source layer, its voice lowered by `epsilon`.

    Tokenizer and chat template stay the starter's. A copy is made when its bytes are asked for.
    """
    reader = gguf.GGUFReader(starter)
    kept = [_Tensor(t.name, t.data, t.tensor_type) for t in reader.tensors]
    layers = _layers(kept)

    @cache
    def lowered(source: int) -> bytes:
        return b"".join(_bytes(_lower(tensor, epsilon)) for tensor in layers[source])

    writer = _HeaderWriter(path=None, arch=_text(reader, gguf.Keys.General.ARCHITECTURE))
    _copy_metadata(reader, writer, layer_count=len(layers) + len(sources), title=title)
    pieces = []
    for tensor in kept:
        size = writer.announce(tensor.name, tensor, tensor.type)
        pieces.append(Piece(size, partial(_bytes, tensor)))
    for number, source in enumerate(sources, start=len(layers)):
        size = sum(
            writer.announce(f"blk.{number}.{tensor.name}", tensor, _lowered_type(tensor))
            for tensor in layers[source]
        )
        pieces.append(Piece(size, partial(lowered, source)))
    header = writer.header()
    return [Piece(len(header), lambda: header), *pieces]


def _layers(tensors: Sequence[_Tensor]) -> list[tuple[_Tensor, ...]]:
    """The tensors of each layer, in the layers' order."""
    layers: dict[int, list[_Tensor]] = {}
    for tensor in tensors:
        head, _, rest = tensor.name.partition(".")
        if head == "blk":
            number, _, name = rest.partition(".")
            layers.setdefault(int(number), []).append(tensor._replace(name=name))
    return [tuple(layers[number]) for number in range(len(layers))]


def _lowered_type(tensor: _Tensor) -> gguf.GGMLQuantizationType:
    return _FLOAT if tensor.type is _FLOAT else _TYPE


def _lower(tensor: _Tensor, epsilon: float) -> _Tensor:
    """A layer's tensor for a copy: norms untouched, matrices as Q4_0, outputs scaled down."""
    if tensor.type is _FLOAT:
        return tensor
    weights = gguf.quants.dequantize(tensor.data, tensor.type)
    if tensor.name in _OUTPUTS:
        weights = weights * np.float32(epsilon)
    return _Tensor(tensor.name, gguf.quants.quantize(weights, _TYPE), _TYPE)


def _copy_metadata(
    reader: gguf.GGUFReader, writer: _HeaderWriter, *, layer_count: int, title: str
) -> None:
    architecture = _text(reader, gguf.Keys.General.ARCHITECTURE)
    changed = {
        gguf.Keys.General.NAME: title,
        gguf.Keys.General.FILE_TYPE: int(_FILE_TYPE),
        gguf.Keys.LLM.BLOCK_COUNT.format(arch=architecture): layer_count,
    }
    # The writer adds these itself, or they name the original and not this.
    left_out = {
        gguf.Keys.General.ARCHITECTURE,
        gguf.Keys.General.BASENAME,
        gguf.Keys.General.FINETUNE,
        gguf.Keys.General.SIZE_LABEL,
    }
    for key, field in reader.fields.items():
        if key in left_out or key.startswith("GGUF."):
            continue
        array = field.types[0] is gguf.GGUFValueType.ARRAY
        value = changed[key] if key in changed else field.contents()
        writer.add_key_value(key, value, field.types[0], field.types[-1] if array else None)


def _text(reader: gguf.GGUFReader, key: str) -> str:
    field = reader.get_field(key)
    if field is None:
        raise ValueError(f"the starter's header lacks {key}")
    return str(field.contents())


def _bytes(tensor: _Tensor) -> bytes:
    """The tensor's data as it lies in the file."""
    return _padded(tensor.data.tobytes())


def _padded(data: bytes) -> bytes:
    return data.ljust(_aligned(len(data)), b"\0")


def _aligned(length: int) -> int:
    return gguf.GGUFWriter.ggml_pad(length, gguf.GGUF_DEFAULT_ALIGNMENT)
