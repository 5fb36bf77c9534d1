"""Makes a model deeper: the pieces of a GGUF file with more layers than the one it comes from.

Only `practice` calls this, and only when it has to build: gguf and numpy are slow to import.
"""

import io
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

    def announce(self, tensor: _Tensor, name: str) -> None:
        """Enter a tensor into the header; the data follow in the order of these calls."""
        data = tensor.data
        self.add_tensor_info(name, data.shape, data.dtype, data.nbytes, tensor.type)

    def header(self) -> bytes:
        """The whole header, padded to where the data begin."""
        self.write_header_to_file()
        self.write_kv_data_to_file()
        self.write_ti_data_to_file()
        header = self._memory.getvalue()
        return header.ljust(_aligned(len(header)), b"\0")


def deepen(starter: Path, sources: Sequence[int], epsilon: float, title: str) -> list[Piece]:
    """The starter as it is, then a copy of each source layer, its voice lowered by `epsilon`.

    Tokenizer and chat template stay the starter's.
    """
    reader = gguf.GGUFReader(starter)
    kept = [_Tensor(t.name, t.data, t.tensor_type) for t in reader.tensors]
    layers = _layers(kept)

    @cache
    def lowered(source: int) -> tuple[_Tensor, ...]:
        return tuple(_lower(tensor, epsilon) for tensor in layers[source])

    writer = _HeaderWriter(path=None, arch=_text(reader, gguf.Keys.General.ARCHITECTURE))
    _copy_metadata(reader, writer, layer_count=len(layers) + len(sources), title=title)
    pieces = []
    for tensor in kept:
        writer.announce(tensor, tensor.name)
        pieces.append(Piece(_padded(tensor), partial(_bytes, (tensor,))))
    for number, source in enumerate(sources, start=len(layers)):
        # Only the shapes are needed now; the copy is made when its bytes are asked for.
        for tensor in lowered(source):
            writer.announce(tensor, f"blk.{number}.{tensor.name}")
        size = sum(map(_padded, lowered(source)))
        pieces.append(Piece(size, partial(_bytes, lowered(source))))
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


def _lower(tensor: _Tensor, epsilon: float) -> _Tensor:
    """A layer's tensor for a copy: norms untouched, matrices as Q4_0, outputs scaled down."""
    if tensor.type is gguf.GGMLQuantizationType.F32:
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


def _padded(tensor: _Tensor) -> int:
    return _aligned(tensor.data.nbytes)


def _aligned(length: int) -> int:
    return gguf.GGUFWriter.ggml_pad(length, gguf.GGUF_DEFAULT_ALIGNMENT)


def _bytes(tensors: Sequence[_Tensor]) -> bytes:
    """The tensors' data as it lies in the file, each padded to the alignment."""
    return b"".join(tensor.data.tobytes().ljust(_padded(tensor), b"\0") for tensor in tensors)
