"""What stands before the weights of a GGUF file, read from bytes that nobody vouches for.

A header may come from the network and be cut, damaged or made to do harm, so every count, length
and dimension is bounded before anything is made of it, and whatever breaks the format ends in an
`AppError`. Large arrays (scores, merges) are walked over, not kept. `reading` feeds this.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from math import prod
from types import MappingProxyType
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.library.gguf.tensor_types import TENSOR_TYPES, TensorType

MAGIC: Final = b"GGUF"
LARGEST_HEADER: Final = 64 << 20
"""Bytes. The largest known, with 262,144 tokens, 514,906 merges and scores, has 16 MB."""

TOKENS_KEY: Final = "tokenizer.ggml.tokens"

_VERSIONS: Final = (2, 3)
_MOST_KEYS: Final = 4096
_LONGEST_KEY: Final = 65_535
_MOST_TENSORS: Final = 65_536
_LONGEST_TENSOR_NAME: Final = 63
_MOST_DIMENSIONS: Final = 4
_MOST_TOKENS: Final = 1 << 20
_MOST_TEXTS: Final = 1 << 21
"""In all arrays together, so that walking takes well below a second; Gemma 4 has 777,050."""
_LARGEST_TENSOR: Final = 1 << 48
_ALIGNMENT_KEY: Final = "general.alignment"
_DEFAULT_ALIGNMENT: Final = 32
_LARGEST_ALIGNMENT: Final = 1 << 20
_KEPT_ITEMS: Final = 4096
"""Longer arrays are walked over; the longest that tells of a model has a number per layer."""
_KEPT_TEXTS: Final = 256
_KEPT_TEXT: Final = 1 << 20
"""Bytes; longer texts, and arrays with more of them, are walked over as well."""

_START: Final = struct.Struct("<4sIQQ")
_U32: Final = struct.Struct("<I")
_U64: Final = struct.Struct("<Q")
_LEAST_KEY: Final = 8 + 1 + 4 + 1
_LEAST_TENSOR: Final = 8 + 4 + 4 + 8


class ValueKind(IntEnum):
    """The types of values in a header, as the file numbers them."""

    UINT8 = 0
    INT8 = 1
    UINT16 = 2
    INT16 = 3
    UINT32 = 4
    INT32 = 5
    FLOAT32 = 6
    BOOL = 7
    STRING = 8
    ARRAY = 9
    UINT64 = 10
    INT64 = 11
    FLOAT64 = 12


_FORMATS: Final = {
    ValueKind.UINT8: "B",
    ValueKind.INT8: "b",
    ValueKind.UINT16: "H",
    ValueKind.INT16: "h",
    ValueKind.UINT32: "I",
    ValueKind.INT32: "i",
    ValueKind.FLOAT32: "f",
    ValueKind.BOOL: "?",
    ValueKind.UINT64: "Q",
    ValueKind.INT64: "q",
    ValueKind.FLOAT64: "d",
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A value too large to keep: what its items are, and how many (bytes, for a text)."""

    kind: ValueKind
    length: int


Scalar = bool | int | float | str
Value = Scalar | tuple[Scalar, ...] | Skipped


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """A tensor's entry; `shape` has the fastest axis first, `offset` counts from the data."""

    name: str
    shape: tuple[int, ...]
    type: TensorType
    offset: int

    @property
    def elements(self) -> int:
        """Number of weights."""
        return prod(self.shape)

    @property
    def size(self) -> int:
        """Bytes of the weights."""
        return self.type.bytes_for(self.elements)


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """A whole header. `tokens` are the vocabulary's texts by id, empty where there are none.

    `data_start` is the place of the first tensor's bytes in the file.
    """

    version: int
    metadata: Mapping[str, Value]
    tensors: tuple[TensorInfo, ...]
    data_start: int
    tokens: tuple[bytes, ...] = ()


class HeaderIncomplete(Exception):  # noqa: N818 - a wish for more, not an error
    """The bytes end before the header does, which has at least `needed` bytes."""

    def __init__(self, needed: int) -> None:
        super().__init__(f"at least {needed:,} bytes are needed")
        self.needed = needed


class _Damaged(Exception):  # noqa: N818 - becomes an `AppError`
    """What breaks the format."""


def parse_header(
    data: bytes | memoryview, *, file_bytes: int | None, name: str = "The file"
) -> GgufHeader:
    """Read a header from the first bytes of a file that has `file_bytes`, where that is known.

    Raises `HeaderIncomplete` where more of the file is needed, or `AppError`: `FILE_NOT_GGUF`,
    `FILE_TRUNCATED` where the file is too short for its tensors, `MODEL_UNSUPPORTED`.
    """
    return HeaderParser(file_bytes=file_bytes, name=name).feed(bytes(data))


@dataclass(slots=True)
class _Walk:
    """An array of texts that is being read: its name, length, what is left and what is kept."""

    name: str
    count: int
    left: int
    size: int
    kept: list[bytes] | None


class HeaderParser:
    """Reads a header that comes in pieces, each byte of it once, and forgets what it has read."""

    def __init__(self, *, file_bytes: int | None, name: str = "The file") -> None:
        self._file_bytes = file_bytes
        self._name = name
        self._data = b""
        self._before = 0
        self._place = 0
        self._version: int | None = None
        self._keys_left = 0
        self._tensors_left = 0
        self._metadata: dict[str, Value] = {}
        self._tokens: tuple[bytes, ...] = ()
        self._alignment = _DEFAULT_ALIGNMENT
        self._tensors: dict[str, TensorInfo] = {}
        self._tensors_end = 0
        self._walk: _Walk | None = None
        self._walked = 0

    def feed(self, more: bytes) -> GgufHeader:
        """Read on in the next bytes of the file.

        Raises as `parse_header` does; after `HeaderIncomplete` it may be called again.
        """
        self._data = self._data[self._place :] + more
        self._before += self._place
        self._place = 0
        try:
            if self._version is None:
                self._read_start()
            if self._walk is not None:
                self._read_texts(self._walk)
            while self._keys_left:
                self._read_key()
            while self._tensors_left:
                self._read_tensor()
            return self._whole()
        except _Damaged as damage:
            raise AppError(ErrorCode.FILE_NOT_GGUF, f"{self._name} ({damage})") from damage

    def _read_start(self) -> None:
        """Read magic, version and counts."""
        if self._data[: len(MAGIC)] != MAGIC[: len(self._data)]:
            raise AppError(ErrorCode.FILE_NOT_GGUF, self._name)
        if not self._data and self._file_bytes == 0:
            raise AppError(ErrorCode.FILE_EMPTY, self._name)
        self._require(_START.size)
        _, version, tensors, keys = _START.unpack_from(self._data)
        if version and not version & 0xFFFF:
            raise AppError(
                ErrorCode.MODEL_UNSUPPORTED, "its file was written for a big-endian machine"
            )
        if version not in _VERSIONS:
            raise AppError(
                ErrorCode.MODEL_UNSUPPORTED,
                f"its file has version {version} of GGUF, and only 2 and 3 are known",
            )
        if keys > _MOST_KEYS:
            raise _Damaged(f"its header claims {keys:,} entries")
        if tensors > _MOST_TENSORS:
            raise _Damaged(f"its header claims {tensors:,} tensors")
        self._version, self._keys_left, self._tensors_left = version, keys, tensors
        self._place = _START.size

    # Entries -------------------------------------------------------------------------------

    def _read_key(self) -> None:
        name, place = self._text(self._place, _LONGEST_KEY, "an entry's name")
        if not name or name in self._metadata:
            raise _Damaged(f"its header has the entry “{name[:60]}” twice or without a name")
        kind = self._kind(place)
        place += _U32.size
        if kind is ValueKind.ARRAY:
            self._read_array(name, place)
        elif kind is ValueKind.STRING:
            self._keep(name, *self._string(place))
        else:
            number = struct.Struct(f"<{_FORMATS[kind]}")
            self._require(place + number.size)
            value = number.unpack_from(self._data, place)[0]
            if name == _ALIGNMENT_KEY:
                self._alignment = _checked_alignment(kind, value)
            self._keep(name, value, place + number.size)

    def _keep(self, name: str, value: Value, end: int) -> None:
        """Note a value that ends there, and go on behind it."""
        if name == _ALIGNMENT_KEY and not isinstance(value, int):
            raise _Damaged("the alignment in its header is not a number")
        self._metadata[name] = value
        self._keys_left -= 1
        self._place = end

    def _string(self, place: int) -> tuple[Value, int]:
        length = self._number(_U64, place)
        start = place + _U64.size
        end = start + length
        self._require(end)
        if length > _KEPT_TEXT:
            return Skipped(ValueKind.STRING, length), end
        return self._data[start:end].decode("utf-8", "replace"), end

    def _read_array(self, name: str, place: int) -> None:
        kind = self._kind(place)
        count = self._number(_U64, place + _U32.size)
        start = place + _U32.size + _U64.size
        if kind is ValueKind.ARRAY:
            raise _Damaged("its header has an array of arrays")
        if kind is ValueKind.STRING:
            self._begin_texts(name, start, count)
            return
        end = start + count * struct.calcsize(f"<{_FORMATS[kind]}")
        self._require(end)
        if count > _KEPT_ITEMS:
            self._keep(name, Skipped(kind, count), end)
            return
        self._keep(name, struct.unpack_from(f"<{count}{_FORMATS[kind]}", self._data, start), end)

    # Arrays of texts -----------------------------------------------------------------------

    def _begin_texts(self, name: str, start: int, count: int) -> None:
        tokens = name == TOKENS_KEY
        if count > (_MOST_TOKENS if tokens else _MOST_TEXTS - self._walked):
            raise _Damaged(f"its header claims {count:,} texts in one entry")
        self._require(start + count * _U64.size)
        self._walked += count
        self._walk = _Walk(name, count, count, 0, [] if tokens or count <= _KEPT_TEXTS else None)
        self._place = start
        self._read_texts(self._walk)

    def _read_texts(self, walk: _Walk) -> None:
        """Go on with an array, and note it once it is whole."""
        start = self._place
        end = self._skip(walk) if walk.kept is None else self._collect(walk, walk.kept)
        walk.size += self._place - start
        if walk.left:
            self._require(end + (walk.left - 1) * _U64.size)
        self._walk = None
        value: Value = Skipped(ValueKind.STRING, walk.count)
        if walk.name == TOKENS_KEY:
            self._tokens = tuple(walk.kept or ())
        elif walk.kept is not None and walk.size <= _KEPT_TEXT:
            value = tuple(text.decode("utf-8", "replace") for text in walk.kept)
        self._keep(walk.name, value, self._place)

    def _collect(self, walk: _Walk, kept: list[bytes]) -> int:
        """Keep texts as far as the bytes reach; return where the first that is cut off ends."""
        data, size, unpack, keep = self._data, len(self._data), _U64.unpack_from, kept.append
        place = end = self._place
        left = walk.left
        try:
            while left:
                start = place + 8
                end = start + unpack(data, place)[0]
                if end > size:
                    break
                keep(data[start:end])
                place = end
                left -= 1
        except struct.error:
            end = place + 8
        self._place, walk.left = place, left
        return end

    def _skip(self, walk: _Walk) -> int:
        """Pass over texts as far as the bytes reach; return where the first cut off ends."""
        data, size, unpack = self._data, len(self._data), _U64.unpack_from
        place = end = self._place
        left = walk.left
        try:
            while left:
                end = place + 8 + unpack(data, place)[0]
                if end > size:
                    break
                place = end
                left -= 1
        except struct.error:
            end = place + 8
        self._place, walk.left = place, left
        return end

    # Tensors -------------------------------------------------------------------------------

    def _read_tensor(self) -> None:
        name, place = self._text(self._place, _LONGEST_TENSOR_NAME, "a tensor's name")
        if name in self._tensors:
            raise _Damaged(f"its header has the tensor “{name}” twice")
        dimensions = self._number(_U32, place)
        if dimensions > _MOST_DIMENSIONS:
            raise _Damaged(f"the tensor “{name}” claims {dimensions:,} dimensions")
        layout = struct.Struct(f"<{dimensions}QIQ")
        place += _U32.size
        self._require(place + layout.size)
        *shape, number, offset = layout.unpack_from(self._data, place)
        tensor_type = TENSOR_TYPES.get(number)
        if tensor_type is None:
            raise AppError(
                ErrorCode.MODEL_UNSUPPORTED,
                f"its tensor “{name}” has numbers of type {number}, which is not known",
            )
        tensor = TensorInfo(name, tuple(shape), tensor_type, offset)
        if tensor.elements > _LARGEST_TENSOR or max(shape, default=0) > _LARGEST_TENSOR:
            raise _Damaged(f"the tensor “{name}” claims {tensor.elements:,} weights")
        if shape and shape[0] % tensor_type.block:
            raise _Damaged(f"a row of the tensor “{name}” is not made of whole blocks")
        if offset != self._aligned(self._tensors_end):
            raise _Damaged(f"the tensor “{name}” does not lie behind the one before it")
        self._tensors[name] = tensor
        self._tensors_end = offset + tensor.size
        self._tensors_left -= 1
        self._place = place + layout.size

    def _whole(self) -> GgufHeader:
        data_start = self._aligned(self._before + self._place)
        end = data_start + self._tensors_end
        if self._file_bytes is not None and self._tensors and end > self._file_bytes:
            raise AppError(ErrorCode.FILE_TRUNCATED, self._name)
        return GgufHeader(
            version=self._version or 0,
            metadata=MappingProxyType(self._metadata),
            tensors=tuple(self._tensors.values()),
            data_start=data_start,
            tokens=self._tokens,
        )

    def _aligned(self, place: int) -> int:
        return -(-place // self._alignment) * self._alignment

    # Bytes ---------------------------------------------------------------------------------

    def _require(self, end: int) -> None:
        """Return if the bytes reach this far; else say what is needed for all that must follow."""
        if end <= len(self._data):
            return
        rest = max(0, self._keys_left - 1) * _LEAST_KEY + self._tensors_left * _LEAST_TENSOR
        needed = self._before + end + rest
        if self._file_bytes is not None and needed > self._file_bytes:
            raise AppError(ErrorCode.FILE_TRUNCATED, self._name)
        if needed > LARGEST_HEADER:
            raise _Damaged(f"its header claims {needed:,} bytes")
        raise HeaderIncomplete(needed)

    def _number(self, layout: struct.Struct, place: int) -> int:
        self._require(place + layout.size)
        return int(layout.unpack_from(self._data, place)[0])

    def _kind(self, place: int) -> ValueKind:
        number = self._number(_U32, place)
        if number > ValueKind.FLOAT64:
            raise _Damaged(f"its header has a value of the unknown kind {number}")
        return ValueKind(number)

    def _text(self, place: int, longest: int, what: str) -> tuple[str, int]:
        """Read a name and return it with the place behind it."""
        length = self._number(_U64, place)
        if length > longest:
            raise _Damaged(f"{what} in its header claims {length:,} bytes")
        start = place + _U64.size
        self._require(start + length)
        try:
            text = self._data[start : start + length].decode()
        except UnicodeDecodeError as error:
            raise _Damaged(f"{what} in its header is not text") from error
        if text and not text.isprintable():  # what quotes it may be shown in a terminal
            raise _Damaged(f"{what} in its header is not text")
        return text, start + length


def _checked_alignment(kind: ValueKind, value: Value) -> int:
    if kind is not ValueKind.UINT32 or not isinstance(value, int):
        raise _Damaged("the alignment in its header is not a number")
    if not 0 < value <= _LARGEST_ALIGNMENT or value & (value - 1):
        raise _Damaged(f"its header claims an alignment of {value:,} bytes")
    return value
