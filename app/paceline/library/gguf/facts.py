"""What a header says of its model: size, vocabulary, what it is for, what its cache will hold."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.library.file_names import Role
from paceline.library.gguf.cache_shape import (
    HYBRID,
    RECURRENT,
    CacheShape,
    cache_shape,
    head_lengths,
    kv_heads_by_layer,
)
from paceline.library.gguf.header import GgufHeader, Skipped
from paceline.library.gguf.hyperparameters import Hyperparameters, hyperparameters_of
from paceline.library.gguf.tokenizer import vocabulary_of
from paceline.library.hub.names import without_unshown
from paceline.vocabulary import Vocabulary

_FILE_TYPES: Final = {
    0: "F32",
    1: "F16",
    2: "Q4_0",
    3: "Q4_1",
    7: "Q8_0",
    8: "Q5_0",
    9: "Q5_1",
    10: "Q2_K",
    11: "Q3_K_S",
    12: "Q3_K_M",
    13: "Q3_K_L",
    14: "Q4_K_S",
    15: "Q4_K_M",
    16: "Q5_K_S",
    17: "Q5_K_M",
    18: "Q6_K",
    19: "IQ2_XXS",
    20: "IQ2_XS",
    21: "Q2_K_S",
    22: "IQ3_XS",
    23: "IQ3_XXS",
    24: "IQ1_S",
    25: "IQ4_NL",
    26: "IQ3_S",
    27: "IQ3_M",
    28: "IQ2_S",
    29: "IQ2_M",
    30: "IQ4_XS",
    31: "IQ1_M",
    32: "BF16",
    36: "TQ1_0",
    37: "TQ2_0",
    38: "MXFP4_MOE",
    39: "NVFP4",
    40: "Q1_0",
    41: "Q2_0",
}
"""llama.cpp's `llama_ftype`, named as files are."""

_NO_MODELS: Final = frozenset(("adapter", "imatrix", "vocab"))
_DRAFTERS: Final = {"eagle3": Role.EAGLE3, "dflash": Role.DFLASH, "gemma4-assistant": Role.MTP}
_ENCODERS: Final = ("bert", "t5encoder", "gemma-embedding", "llama-embed")
_NO_POOLING: Final = 0
_MOST_SHARDS: Final = 10_000
_LONGEST_TEXT: Final = 200


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """A model as its header describes it.

    `layers` counts those that a reply goes through, `kv_heads` is a number or one per layer,
    `sliding_window` counts positions and is 0 where every layer sees everything. `tensor_bytes`
    and `parameters` are those of the headers that were read, `shards` says of how many files the
    model is made. `vocabulary_size` stays where facts are kept without the vocabulary's texts.
    `is_recurrent` holds for hybrids too: part of what they read is kept as a state.
    """

    name: str
    architecture: str
    role: Role
    parameters: int
    layers: int
    trained_context: int
    embedding_length: int
    heads: int
    kv_heads: int | tuple[int, ...]
    key_length: int
    value_length: int
    sliding_window: int
    quantization: str
    tensor_bytes: int
    vocabulary: Vocabulary
    has_chat_template: bool
    is_embedding: bool
    is_recurrent: bool
    licence: str | None
    cache: CacheShape
    feed_forward_length: int = 0
    vocabulary_size: int = 0
    shards: int = 1


def facts_of(header: GgufHeader, others: Sequence[GgufHeader] = ()) -> ModelFacts:
    """Return the facts of a model; `others` are the headers of its further shards.

    Raises `AppError(MODEL_UNSUPPORTED)` where the header does not describe a model, or one whose
    tokenizer is not known.
    """
    given = hyperparameters_of(header)
    tensors = [tensor for part in (header, *others) for tensor in part.tensors]
    is_embedding = _embeds(given)
    role = _role(given, is_embedding=is_embedding, is_empty=not tensors)
    if role in (Role.MODEL, Role.EMBEDDING):
        _require_model(given)
    heads = kv_heads_by_layer(given)
    key, value = head_lengths(given)
    cache, vocabulary = cache_shape(given), vocabulary_of(header)
    return ModelFacts(
        name=_text(header, "general.name") or "",
        architecture=given.architecture,
        role=role,
        parameters=sum(tensor.elements for tensor in tensors),
        layers=given.layers,
        trained_context=given.number("context_length"),
        embedding_length=given.number("embedding_length"),
        heads=max(given.per_layer("attention.head_count"), default=0),
        kv_heads=heads[0] if len(set(heads)) == 1 else heads,
        key_length=key,
        value_length=value,
        sliding_window=cache.window,
        quantization=_quantization(header, others),
        tensor_bytes=sum(tensor.size for tensor in tensors),
        vocabulary=vocabulary,
        has_chat_template=_has_text(header, "tokenizer.chat_template"),
        is_embedding=is_embedding,
        is_recurrent=given.architecture in RECURRENT | HYBRID,
        licence=_text(header, "general.license"),
        cache=cache,
        feed_forward_length=max(given.per_layer("feed_forward_length"), default=0),
        vocabulary_size=len(vocabulary.texts),
        shards=_shards(header),
    )


def _require_model(given: Hyperparameters) -> None:
    for key in ("block_count", "context_length", "embedding_length"):
        if not given.number(key):
            raise AppError(
                ErrorCode.MODEL_UNSUPPORTED, f"its header lacks {given.architecture}.{key}"
            )


def _embeds(given: Hyperparameters) -> bool:
    """Whether it turns text into vectors; asks what the engine asks before it loads a model."""
    causal = given.header.metadata.get(f"{given.architecture}.attention.causal")
    return (
        any(name in given.architecture for name in _ENCODERS)
        or causal is False
        or given.number("pooling_type") != _NO_POOLING
    )


def _role(given: Hyperparameters, *, is_embedding: bool, is_empty: bool) -> Role:
    kind = given.header.metadata.get("general.type")
    if kind == "mmproj" or given.architecture == "clip":
        return Role.MMPROJ
    if kind in _NO_MODELS or is_empty:
        return Role.OTHER
    if given.architecture in _DRAFTERS:
        return _DRAFTERS[given.architecture]
    blocks = given.number("block_count")
    if blocks and given.number("nextn_predict_layers") == blocks:
        return Role.MTP
    return Role.EMBEDDING if is_embedding else Role.MODEL


def _quantization(header: GgufHeader, others: Sequence[GgufHeader]) -> str:
    """Name the mix of types as files are named, else the type that most bytes have."""
    number = header.metadata.get("general.file_type")
    if isinstance(number, int) and number in _FILE_TYPES:
        return _FILE_TYPES[number]
    sizes: Counter[str] = Counter()
    for part in (header, *others):
        for tensor in part.tensors:
            sizes[tensor.type.name] += tensor.size
    return max(sizes, key=sizes.__getitem__, default="")


def _shards(header: GgufHeader) -> int:
    count = header.metadata.get("split.count")
    return count if isinstance(count, int) and 1 <= count <= _MOST_SHARDS else 1


def _text(header: GgufHeader, key: str) -> str | None:
    """A stranger's text as one line of bounded length; None where nothing of it shows."""
    value = header.metadata.get(key)
    if not isinstance(value, str):
        return None
    return without_unshown(value[:_LONGEST_TEXT]).replace("\n", " ").strip() or None


def _has_text(header: GgufHeader, key: str) -> bool:
    value = header.metadata.get(key)
    return isinstance(value, Skipped) or (isinstance(value, str) and bool(value))
