"""A target and a draft of some hundred kilobytes, made on the spot: a self-test downloads nothing.

They speak nonsense, with the real arithmetic of a transformer. The draft is the target without its
second layer, whose part is small: so it guesses right often, and wrong sometimes. Both write
printable bytes only and no end of text.
"""

from pathlib import Path
from typing import Final

import gguf
import numpy as np

ARCHITECTURE: Final = "llama"
LAYERS: Final = 2
CONTEXT: Final = 512
VOCABULARY: Final = ("<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)))

_WIDTH: Final = 64
_HEADS: Final = 2
_INNER: Final = 128
_PRINTABLE: Final = slice(3 + ord("!"), 3 + ord("~") + 1)
_SEED: Final = 22
"""Of sixty that were tried the one whose reply to the self-test stays farthest from near-ties,
which another processor might decide the other way."""
_LATER_LAYERS: Final = 0.15
"""How much of what a layer adds counts in the layers that the draft lacks."""


def write_target(path: Path) -> Path:
    """Write the model that answers."""
    return _write(path, LAYERS)


def write_draft(path: Path) -> Path:
    """Write the model that guesses."""
    return _write(path, 1)


def _write(path: Path, layers: int) -> Path:
    writer = gguf.GGUFWriter(path, ARCHITECTURE)
    writer.add_name("Self-test")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_feed_forward_length(_INNER)
    writer.add_block_count(layers)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    _add_tokenizer(writer)
    _add_weights(writer, layers)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_tokenizer(writer: gguf.GGUFWriter) -> None:
    """Add a vocabulary that reads every text, one token per byte."""
    kind = gguf.TokenType
    writer.add_tokenizer_model("llama")
    writer.add_token_list(list(VOCABULARY))
    writer.add_token_scores([0.0] * len(VOCABULARY))
    writer.add_token_types([kind.UNKNOWN, kind.CONTROL, kind.CONTROL] + [kind.BYTE] * 256)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(value=False)


def _add_weights(writer: gguf.GGUFWriter, layers: int) -> None:
    """Draw the weights in one order, so that the draft begins as the target does."""
    dice = np.random.default_rng(_SEED)

    def add(name: str, rows: int, columns: int, scale: float = 1.0) -> None:
        drawn = dice.normal(0, scale * columns**-0.5, (rows, columns))
        writer.add_tensor(name, drawn.astype(np.float32))

    # Small beside what the layers add, so that the past weighs more than the last token.
    add("token_embd.weight", len(VOCABULARY), _WIDTH)
    output = np.zeros((len(VOCABULARY), _WIDTH), np.float32)
    output[_PRINTABLE] = dice.normal(0, 1, output[_PRINTABLE].shape)
    writer.add_tensor("output.weight", output)
    ones = np.ones(_WIDTH, np.float32)
    writer.add_tensor("output_norm.weight", ones)
    for layer in range(layers):
        part = 1.0 if layer == 0 else _LATER_LAYERS
        prefix = f"blk.{layer}."
        writer.add_tensor(f"{prefix}attn_norm.weight", ones)
        for name in ("attn_q", "attn_k", "attn_v"):
            add(f"{prefix}{name}.weight", _WIDTH, _WIDTH)
        add(f"{prefix}attn_output.weight", _WIDTH, _WIDTH, part)
        writer.add_tensor(f"{prefix}ffn_norm.weight", ones)
        add(f"{prefix}ffn_gate.weight", _INNER, _WIDTH)
        add(f"{prefix}ffn_up.weight", _INNER, _WIDTH)
        add(f"{prefix}ffn_down.weight", _WIDTH, _INNER, part)
