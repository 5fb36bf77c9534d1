"""What a header says of its model: size, vocabulary, what it is for, what its cache will hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from paceline.library.file_names import Role
from paceline.library.gguf.header import GgufHeader
from paceline.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """A model as its header describes it.

    `layers` counts all blocks, `kv_heads` is a number or one per layer, `sliding_window` counts
    positions and is 0 where every layer sees everything. `tensor_bytes` and `parameters` are those
    of the headers that were read; `shards` says of how many files the model is made.
    `is_recurrent` holds for hybrids too: a part of what they read is kept as a state.
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
    shards: int = 1


def facts_of(header: GgufHeader, others: Sequence[GgufHeader] = ()) -> ModelFacts:
    """Return the facts of a model; `others` are the headers of its further shards.

    Raises `AppError(MODEL_UNSUPPORTED)` where the header does not describe a model.
    """
    raise NotImplementedError
