"""Valid GGUF files of a few kilobytes with random weights, one for each kind of memory.

They speak nonsense, but with the real arithmetic of their architectures: what is reused, rewound
or shifted in their caches shows in their logits.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import gguf
import numpy as np

LAYERS: Final = 2
WINDOW: Final = 16
"""Positions that a sliding-window layer looks back."""

_WIDTH: Final = 64
_HEADS: Final = 2
_HEAD: Final = _WIDTH // _HEADS
_INNER: Final = 2 * _WIDTH
_STATE: Final = 8
_TRAINED: Final = 2048
_CONTROL: Final = ("<unk>", "<s>", "</s>")

Shape = tuple[int, ...]


class _File:
    """A GGUF file in the making."""

    def __init__(self, path: Path, architecture: str) -> None:
        self.writer = gguf.GGUFWriter(path, architecture)
        self._dice = np.random.default_rng(len(architecture))
        self.writer.add_context_length(_TRAINED)
        self.writer.add_embedding_length(_WIDTH)
        self.writer.add_feed_forward_length(_INNER)

    def with_blocks(self, count: int = LAYERS, heads_kv: int | Sequence[int] = _HEADS) -> None:
        self.writer.add_block_count(count)
        self.writer.add_head_count(_HEADS)
        self.writer.add_head_count_kv(heads_kv)
        self.writer.add_layer_norm_rms_eps(1e-5)

    def with_bytes_as_tokens(self) -> None:
        """A vocabulary that reads every text, one token per byte, and writes printable ones."""
        tokens = [*_CONTROL, *(f"<0x{byte:02X}>" for byte in range(256))]
        self.writer.add_tokenizer_model("llama")
        self.writer.add_token_list(tokens)
        self.writer.add_token_scores([0.0] * len(tokens))
        self.writer.add_token_types(
            [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
            + [gguf.TokenType.BYTE] * 256
        )
        self.writer.add_unk_token_id(0)
        self.writer.add_bos_token_id(1)
        self.writer.add_eos_token_id(2)
        self.writer.add_add_space_prefix(value=False)
        # Small beside what the layers add, so that the past weighs more than the last token.
        self.random("token_embd.weight", (len(tokens), _WIDTH), scale=0.1)
        output = self._dice.normal(0, 1, (len(tokens), _WIDTH)).astype(np.float32)
        output[: len(_CONTROL) + ord("!")] = output[len(_CONTROL) + ord("~") + 1 :] = 0
        self.writer.add_tensor("output.weight", output)

    def random(self, name: str, shape: Shape, *, scale: float | None = None) -> None:
        """Add a matrix that keeps the size of what it multiplies; numpy's order of axes."""
        scale = shape[-1] ** -0.5 if scale is None else scale
        self.writer.add_tensor(name, self._dice.normal(0, scale, shape).astype(np.float32))

    def constant(self, name: str, shape: Shape, value: float = 1.0) -> None:
        self.writer.add_tensor(name, np.full(shape, value, np.float32))

    def attention(self, prefix: str, *, heads_kv: int = _HEADS) -> None:
        self.random(f"{prefix}attn_q.weight", (_WIDTH, _WIDTH))
        self.random(f"{prefix}attn_k.weight", (heads_kv * _HEAD, _WIDTH))
        self.random(f"{prefix}attn_v.weight", (heads_kv * _HEAD, _WIDTH))
        self.random(f"{prefix}attn_output.weight", (_WIDTH, _WIDTH))

    def feed_forward(self, prefix: str, *, norm: str = "ffn_norm.weight") -> None:
        self.constant(f"{prefix}{norm}", (_WIDTH,))
        self.random(f"{prefix}ffn_gate.weight", (_INNER, _WIDTH))
        self.random(f"{prefix}ffn_up.weight", (_INNER, _WIDTH))
        self.random(f"{prefix}ffn_down.weight", (_WIDTH, _INNER))

    def close(self) -> None:
        self.writer.write_header_to_file()
        self.writer.write_kv_data_to_file()
        self.writer.write_tensors_to_file()
        self.writer.close()


def write_llama(path: Path) -> Path:
    """Write a model whose every layer attends to everything before."""
    file = _File(path, "llama")
    file.with_blocks()
    file.writer.add_rope_dimension_count(_HEAD)
    _write_transformer(file)
    return path


def write_yarn(path: Path) -> Path:
    """Write a transformer whose keys are scaled for a longer context than it was trained on."""
    file = _File(path, "llama")
    file.with_blocks()
    file.writer.add_rope_dimension_count(_HEAD)
    file.writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
    file.writer.add_rope_scaling_factor(8.0)
    file.writer.add_rope_scaling_orig_ctx_len(_TRAINED // 8)
    _write_transformer(file)
    return path


def write_llada(path: Path) -> Path:
    """Write a diffusion model: it fills in tokens in any order and keeps no cache."""
    file = _File(path, "llada")
    file.with_blocks()
    _write_transformer(file)
    return path


def write_qwen2_vl(path: Path) -> Path:
    """Write a model that has several positions per token (M-RoPE)."""
    file = _File(path, "qwen2vl")
    file.with_blocks()
    file.writer.add_rope_dimension_sections([4, 4, 4, 4])
    for block in range(LAYERS):
        for part in "qkv":
            file.random(f"blk.{block}.attn_{part}.bias", (_WIDTH,))
    _write_transformer(file)
    return path


def write_gemma3(path: Path) -> Path:
    """Write a model that looks back `WINDOW` positions in all layers but the last."""
    file = _File(path, "gemma3")
    file.with_blocks()
    file.writer.add_key_length(_HEAD)
    file.writer.add_value_length(_HEAD)
    file.writer.add_sliding_window(WINDOW)
    file.writer.add_sliding_window_pattern(LAYERS)
    for block in range(LAYERS):
        prefix = f"blk.{block}."
        file.constant(f"{prefix}post_attention_norm.weight", (_WIDTH,))
        file.constant(f"{prefix}post_ffw_norm.weight", (_WIDTH,))
        file.constant(f"{prefix}attn_q_norm.weight", (_HEAD,))
        file.constant(f"{prefix}attn_k_norm.weight", (_HEAD,))
    _write_transformer(file)
    return path


def _write_transformer(file: _File) -> None:
    file.with_bytes_as_tokens()
    file.constant("output_norm.weight", (_WIDTH,))
    for block in range(LAYERS):
        prefix = f"blk.{block}."
        file.constant(f"{prefix}attn_norm.weight", (_WIDTH,))
        file.attention(prefix)
        file.feed_forward(prefix)
    file.close()


def write_mamba(path: Path) -> Path:
    """Write a model that has one state instead of a cache."""
    file = _File(path, "mamba")
    file.with_blocks()
    rank = 4
    file.writer.add_ssm_conv_kernel(4)
    file.writer.add_ssm_inner_size(_INNER)
    file.writer.add_ssm_state_size(_STATE)
    file.writer.add_ssm_time_step_rank(rank)
    file.with_bytes_as_tokens()
    file.constant("output_norm.weight", (_WIDTH,))
    for block in range(LAYERS):
        prefix = f"blk.{block}."
        file.constant(f"{prefix}attn_norm.weight", (_WIDTH,))
        file.random(f"{prefix}ssm_in.weight", (2 * _INNER, _WIDTH))
        file.random(f"{prefix}ssm_conv1d.weight", (_INNER, 4))
        file.constant(f"{prefix}ssm_conv1d.bias", (_INNER,), 0.1)
        file.random(f"{prefix}ssm_x.weight", (rank + 2 * _STATE, _INNER))
        file.random(f"{prefix}ssm_dt.weight", (_INNER, rank))
        file.constant(f"{prefix}ssm_dt.bias", (_INNER,), -2.0)
        file.constant(f"{prefix}ssm_a", (_INNER, _STATE), -0.5)
        file.constant(f"{prefix}ssm_d", (_INNER,))
        file.random(f"{prefix}ssm_out.weight", (_WIDTH, _INNER))
    file.close()
    return path


def write_lfm2(path: Path) -> Path:
    """Write a hybrid: the first layer has a state, the second attends to everything before."""
    file = _File(path, "lfm2")
    file.with_blocks(heads_kv=[0, _HEADS])
    file.writer.add_shortconv_l_cache(3)
    file.with_bytes_as_tokens()
    file.constant("token_embd_norm.weight", (_WIDTH,))
    for block in range(LAYERS):
        prefix = f"blk.{block}."
        file.constant(f"{prefix}attn_norm.weight", (_WIDTH,))
        file.feed_forward(prefix)
    file.random("blk.0.shortconv.conv.weight", (_WIDTH, 3))
    file.random("blk.0.shortconv.in_proj.weight", (3 * _WIDTH, _WIDTH))
    file.random("blk.0.shortconv.out_proj.weight", (_WIDTH, _WIDTH))
    file.attention("blk.1.")
    file.constant("blk.1.attn_q_norm.weight", (_HEAD,))
    file.constant("blk.1.attn_k_norm.weight", (_HEAD,))
    file.close()
    return path


def write_falcon_h1(path: Path) -> Path:
    """Write a hybrid whose every layer has both a long-lived state and attention."""
    file = _File(path, "falcon-h1")
    file.with_blocks()
    groups, ranks = 1, 4
    mixed = _INNER + 2 * groups * _STATE
    file.writer.add_ssm_conv_kernel(4)
    file.writer.add_ssm_inner_size(_INNER)
    file.writer.add_ssm_state_size(_STATE)
    file.writer.add_ssm_time_step_rank(ranks)
    file.writer.add_ssm_group_count(groups)
    file.with_bytes_as_tokens()
    file.constant("output_norm.weight", (_WIDTH,))
    for block in range(LAYERS):
        prefix = f"blk.{block}."
        file.constant(f"{prefix}attn_norm.weight", (_WIDTH,))
        file.random(f"{prefix}ssm_in.weight", (_INNER + mixed + ranks, _WIDTH))
        file.random(f"{prefix}ssm_conv1d.weight", (mixed, 4))
        file.constant(f"{prefix}ssm_conv1d.bias", (mixed,), 0.1)
        file.constant(f"{prefix}ssm_dt.bias", (ranks,), -2.0)
        file.constant(f"{prefix}ssm_a", (ranks, 1), -0.5)
        file.constant(f"{prefix}ssm_d", (ranks, 1))
        file.random(f"{prefix}ssm_out.weight", (_WIDTH, _INNER))
        file.attention(prefix)
        file.feed_forward(prefix, norm="ffn_norm")
    file.close()
    return path


def write_t5(path: Path) -> Path:
    """Write an encoder-decoder model that llama.cpp loads."""
    file = _File(path, "t5")
    file.with_blocks(1)
    file.writer.add_relative_attn_buckets_count(4)
    file.writer.add_decoder_start_token_id(0)
    file.with_bytes_as_tokens()
    for side in ("enc", "dec"):
        file.constant(f"{side}.output_norm.weight", (_WIDTH,))
        prefix = f"{side}.blk.0."
        attentions = ("attn", "cross_attn") if side == "dec" else ("attn",)
        for attention in attentions:
            file.constant(f"{prefix}{attention}_norm.weight", (_WIDTH,))
            for part in ("q", "k", "v", "o"):
                file.random(f"{prefix}{attention}_{part}.weight", (_WIDTH, _WIDTH))
        file.feed_forward(prefix)
    file.close()
    return path


def write_bert(path: Path) -> Path:
    """Write an embedding model that llama.cpp loads."""
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz"]
    file = _File(path, "bert")
    writer = file.writer
    writer.add_block_count(1)
    writer.add_head_count(_HEADS)
    writer.add_layer_norm_eps(1e-12)
    writer.add_causal_attention(value=False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_tokenizer_model("bert")
    writer.add_token_type_count(2)
    writer.add_token_list(tokens)
    writer.add_token_types([gguf.TokenType.NORMAL] * len(tokens))
    for add, token in (
        (writer.add_pad_token_id, 0),
        (writer.add_unk_token_id, 1),
        (writer.add_bos_token_id, 2),
        (writer.add_sep_token_id, 3),
        (writer.add_mask_token_id, 4),
    ):
        add(token)
    file.random("token_embd.weight", (len(tokens), _WIDTH))
    file.random("position_embd.weight", (_TRAINED, _WIDTH))
    file.random("token_types.weight", (2, _WIDTH))
    file.random("blk.0.ffn_up.weight", (_INNER, _WIDTH))
    file.constant("blk.0.ffn_up.bias", (_INNER,))
    file.random("blk.0.ffn_down.weight", (_WIDTH, _INNER))
    file.constant("blk.0.ffn_down.bias", (_WIDTH,))
    for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
        file.random(f"blk.0.{part}.weight", (_WIDTH, _WIDTH))
        file.constant(f"blk.0.{part}.bias", (_WIDTH,))
    for norm in ("token_embd_norm", "blk.0.attn_output_norm", "blk.0.layer_output_norm"):
        file.constant(f"{norm}.weight", (_WIDTH,))
        file.constant(f"{norm}.bias", (_WIDTH,))
    file.close()
    return path


_WRITERS: Final[dict[str, Callable[[Path], Path]]] = {
    "llama": write_llama,
    "gemma3": write_gemma3,
    "qwen2_vl": write_qwen2_vl,
    "mamba": write_mamba,
    "lfm2": write_lfm2,
    "falcon_h1": write_falcon_h1,
    "yarn": write_yarn,
    "llada": write_llada,
    "t5": write_t5,
    "bert": write_bert,
}


def write(kind: str, folder: Path) -> Path:
    """Write the model of this kind into the folder."""
    return _WRITERS[kind](folder / f"{kind}.gguf")
