"""The vocabulary that a header describes, as llama.cpp would see it after loading the model.

Follows `llama_vocab::impl::load` in llama.cpp's src/llama-vocab.cpp: what the file does not say of
begin and end tokens depends on its kind of tokenizer.
"""

from dataclasses import dataclass
from typing import Final

from paceline.errors import AppError, ErrorCode
from paceline.library.gguf.header import GgufHeader
from paceline.vocabulary import Vocabulary, readable

_NONE: Final = -1
"""llama.cpp's LLAMA_TOKEN_NULL."""

_MOST_DUMMIES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Kind:
    """What holds for a kind of tokenizer unless the file says otherwise."""

    number: int
    bos: int = _NONE
    eos: int = _NONE
    adds_bos: bool = False
    adds_eos: bool = False


_BYTES: Final = _Kind(2, bos=11, eos=11)
_KINDS: Final = {
    "llama": _Kind(1, bos=1, eos=2, adds_bos=True),
    "gpt2": _BYTES,
    "hybriddna": _BYTES,
    "whitespace": _BYTES,
    "gemma4": _Kind(2, adds_bos=True),
    "bert": _Kind(3, bos=101, adds_bos=True),
    "t5": _Kind(4, eos=1, adds_eos=True),
    "rwkv": _Kind(5),
    "plamo2": _Kind(6, bos=1, eos=2),
}
_WITHOUT: Final = ("no_vocab", "none")

_ADD_BOS: Final = frozenset(
    (
        "llama3",
        "llama-v3",
        "llama-bpe",
        "falcon3",
        "falcon-h1",
        "pixtral",
        "midm-2.0",
        "lfm2",
        "jina-v5-nano",
        "tekken",
        "chameleon",
    )
)
_NO_BOS: Final = frozenset(("chatglm-bpe", "glm4", "glm5"))
_ALWAYS_BOS: Final = frozenset(("gemma4", "granite-embed-multi-311m"))
"""Of byte-level tokenizers, by what splits the text before them (`tokenizer.ggml.pre`)."""


def vocabulary_of(header: GgufHeader) -> Vocabulary:
    """Return the vocabulary; one without texts where the file has none, as a projector.

    Raises `AppError(MODEL_UNSUPPORTED)` where llama.cpp would not know the tokenizer.
    """
    model = header.metadata.get("tokenizer.ggml.model")
    if model is None:
        return Vocabulary(0, _NONE, _NONE, adds_bos=False, adds_eos=False, texts=())
    if model in _WITHOUT:
        return _without_texts(header)
    kind = _KINDS.get(model) if isinstance(model, str) else None
    if kind is None:
        named = readable(str(model).encode("utf-8", "replace"))
        raise AppError(ErrorCode.MODEL_UNSUPPORTED, f"its tokenizer “{named}” is not known")
    size = len(header.tokens)
    pre = "gemma4" if model == "gemma4" else header.metadata.get("tokenizer.ggml.pre")
    adds_bos, bos = kind.adds_bos, kind.bos
    if kind.number == _BYTES.number:
        adds_bos = adds_bos or pre in _ADD_BOS
        bos = _NONE if pre in _NO_BOS else bos
    adds_bos = _flag(header, "tokenizer.ggml.add_bos_token", default=adds_bos)
    return Vocabulary(
        kind=kind.number,
        bos=_token(header, "tokenizer.ggml.bos_token_id", bos, size),
        eos=_token(header, "tokenizer.ggml.eos_token_id", kind.eos, size),
        adds_bos=adds_bos or (kind.number == _BYTES.number and pre in _ALWAYS_BOS),
        adds_eos=_flag(header, "tokenizer.ggml.add_eos_token", default=kind.adds_eos),
        texts=_as_loaded(header.tokens),
    )


def _as_loaded(texts: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Name the empty ones, and end each where C does."""
    if all(texts) and b"\0" not in b"".join(texts):
        return texts
    return tuple(
        text.partition(b"\0")[0] if text else b"[EMPTY_%d]" % token
        for token, text in enumerate(texts)
    )


def _without_texts(header: GgufHeader) -> Vocabulary:
    architecture = header.metadata.get("general.architecture")
    size = header.metadata.get(f"{architecture}.vocab_size")
    known = size if isinstance(size, int) and 0 <= size <= _MOST_DUMMIES else 0
    return Vocabulary(0, _NONE, _NONE, adds_bos=False, adds_eos=False, texts=(b"",) * known)


def _token(header: GgufHeader, key: str, default: int, size: int) -> int:
    said = header.metadata.get(key)
    if isinstance(said, int) and 0 <= said < size:
        return said
    return default if default < size else _NONE


def _flag(header: GgufHeader, key: str, *, default: bool) -> bool:
    said = header.metadata.get(key)
    return said if isinstance(said, bool) else default
