"""GGUF files of real size whose weights were never written: a header, and a hole behind it.

llama.cpp can be asked what they would take, and headers read as those of files worth gigabytes;
on disk they have as much as their header.
"""

from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Final

import gguf
import numpy as np

_TRAINED: Final = 131_072
_CONTROL: Final = ("<unk>", "<s>", "</s>")
_TYPE: Final = gguf.GGMLQuantizationType


@dataclass(frozen=True, slots=True)
class Build:
    """A transformer's measures; `head` is the length of keys and values."""

    architecture: str
    layers: int
    width: int
    inner: int
    heads: int
    kv_heads: int
    vocabulary: int
    head: int = 128
    type: gguf.GGMLQuantizationType = _TYPE.Q4_K
    tied: bool = False
    window: int = 0
    experts: int = 0
    latent: int = 0


LLAMA_8B: Final = Build("llama", 32, 4096, 14336, 32, 8, 128_256)
LLAMA_1B: Final = Build("llama", 16, 2048, 8192, 32, 8, 128_256, head=64, tied=True)
QWEN3_06B: Final = Build("qwen3", 28, 1024, 3072, 16, 8, 151_936, type=_TYPE.Q8_0, tied=True)
QWEN3_30B_A3B: Final = Build("qwen3moe", 48, 2048, 768, 32, 4, 151_936, experts=128)
GEMMA3_4B: Final = Build("gemma3", 34, 2560, 10240, 8, 4, 262_144, head=256, tied=True, window=1024)
DEEPSEEK2_LITE: Final = Build("deepseek2", 27, 2048, 1408, 16, 1, 102_400, experts=64, latent=512)


class _Writer:
    """A GGUF file in the making; tensors have a place and no content."""

    def __init__(self, file: Path, build: Build) -> None:
        self._file = file
        self._build = build
        self._gguf = gguf.GGUFWriter(file, build.architecture)

    def write(self) -> Path:
        self._add_measures()
        self._add_vocabulary()
        self._add_tensors()
        self._gguf.write_header_to_file()
        self._gguf.write_kv_data_to_file()
        self._gguf.write_ti_data_to_file()
        sizes = [it.nbytes for shard in self._gguf.tensors for it in shard.values()]
        self._gguf.close()
        start = self._file.stat().st_size
        with self._file.open("r+b") as stream:
            stream.truncate(_aligned(start) + sum(map(_aligned, sizes)))
        return self._file

    def _add_measures(self) -> None:
        writer, build = self._gguf, self._build
        writer.add_context_length(_TRAINED)
        writer.add_embedding_length(build.width)
        writer.add_feed_forward_length(build.inner)
        writer.add_block_count(build.layers)
        writer.add_head_count(build.heads)
        writer.add_head_count_kv(build.kv_heads)
        writer.add_layer_norm_rms_eps(1e-5)
        if build.window:
            writer.add_sliding_window(build.window)
        if build.experts:
            writer.add_expert_count(build.experts)
            writer.add_expert_used_count(8)
            writer.add_expert_feed_forward_length(build.inner)
        if build.latent:
            rotated = 64
            writer.add_kv_lora_rank(build.latent)
            writer.add_key_length(build.latent + rotated)
            writer.add_value_length(build.latent)
            writer.add_key_length_mla(build.head + rotated)
            writer.add_value_length_mla(build.head)
            writer.add_rope_dimension_count(rotated)
            writer.add_leading_dense_block_count(0)
            writer.add_expert_shared_count(2)
            writer.add_expert_weights_scale(1.0)
        else:
            writer.add_key_length(build.head)
            writer.add_value_length(build.head)

    def _add_vocabulary(self) -> None:
        fillers = self._build.vocabulary - len(_CONTROL) - 256
        tokens = [*_CONTROL, *(f"<0x{byte:02X}>" for byte in range(256))]
        tokens += [f"word{number}" for number in range(fillers)]
        types = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
        types += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL] * fillers
        self._gguf.add_tokenizer_model("llama")
        self._gguf.add_token_list(tokens)
        self._gguf.add_token_scores([0.0] * len(tokens))
        self._gguf.add_token_types(types)
        self._gguf.add_bos_token_id(1)
        self._gguf.add_eos_token_id(2)

    def _add_tensors(self) -> None:
        build = self._build
        self._matrix("token_embd.weight", build.vocabulary, build.width)
        self._norm("output_norm.weight", build.width)
        if not build.tied:
            self._matrix("output.weight", build.vocabulary, build.width)
        for layer in range(build.layers):
            prefix = f"blk.{layer}."
            self._norm(f"{prefix}attn_norm.weight", build.width)
            self._norm(f"{prefix}ffn_norm.weight", build.width)
            if build.latent:
                self._add_latent_attention(prefix)
            else:
                self._add_attention(prefix)
            self._add_feed_forward(prefix)

    def _add_attention(self, prefix: str) -> None:
        build = self._build
        self._matrix(f"{prefix}attn_q.weight", build.heads * build.head, build.width)
        self._matrix(f"{prefix}attn_k.weight", build.kv_heads * build.head, build.width)
        self._matrix(f"{prefix}attn_v.weight", build.kv_heads * build.head, build.width)
        self._matrix(f"{prefix}attn_output.weight", build.width, build.heads * build.head)
        if build.architecture.startswith(("qwen3", "gemma3")):
            self._norm(f"{prefix}attn_q_norm.weight", build.head)
            self._norm(f"{prefix}attn_k_norm.weight", build.head)
        if build.architecture == "gemma3":
            self._norm(f"{prefix}post_attention_norm.weight", build.width)
            self._norm(f"{prefix}post_ffw_norm.weight", build.width)

    def _add_latent_attention(self, prefix: str) -> None:
        build, rotated = self._build, 64
        self._matrix(f"{prefix}attn_q.weight", build.heads * (build.head + rotated), build.width)
        self._matrix(f"{prefix}attn_kv_a_mqa.weight", build.latent + rotated, build.width)
        self._norm(f"{prefix}attn_kv_a_norm.weight", build.latent)
        self._tensor(f"{prefix}attn_k_b.weight", (build.heads, build.latent, build.head), _TYPE.F16)
        self._tensor(f"{prefix}attn_v_b.weight", (build.heads, build.head, build.latent), _TYPE.F16)
        self._matrix(f"{prefix}attn_output.weight", build.width, build.heads * build.head)

    def _add_feed_forward(self, prefix: str) -> None:
        build = self._build
        if not build.experts:
            self._matrix(f"{prefix}ffn_gate.weight", build.inner, build.width)
            self._matrix(f"{prefix}ffn_up.weight", build.inner, build.width)
            self._matrix(f"{prefix}ffn_down.weight", build.width, build.inner)
            return
        router = f"{prefix}ffn_gate_inp.weight"
        self._tensor(router, (build.experts, build.width), _TYPE.F32)
        for part, rows, columns in (
            ("gate", build.inner, build.width),
            ("up", build.inner, build.width),
            ("down", build.width, build.inner),
        ):
            shape = (build.experts, rows, columns)
            usable = build.type if not columns % 256 else _TYPE.Q8_0
            self._tensor(f"{prefix}ffn_{part}_exps.weight", shape, usable)
            if build.latent:
                shared = (2 * rows, columns) if part != "down" else (rows, 2 * columns)
                self._matrix(f"{prefix}ffn_{part}_shexp.weight", *shared)

    def _norm(self, name: str, width: int) -> None:
        self._tensor(name, (width,), _TYPE.F32)

    def _matrix(self, name: str, rows: int, columns: int) -> None:
        self._tensor(name, (rows, columns), self._build.type)

    def _tensor(self, name: str, shape: tuple[int, ...], kind: gguf.GGMLQuantizationType) -> None:
        block, block_bytes = gguf.GGML_QUANT_SIZES[kind]
        size = prod(shape) // block * block_bytes
        self._gguf.add_tensor_info(name, shape, np.dtype(np.float32), size, kind)


def write(build: Build, folder: Path) -> Path:
    """Write the file of this build into the folder, where it is not there yet."""
    file = folder / f"{build.architecture}-{build.layers}-{build.vocabulary}.gguf"
    return file if file.exists() else _Writer(file, build).write()


def _aligned(size: int) -> int:
    return gguf.GGUFWriter.ggml_pad(size, gguf.GGUF_DEFAULT_ALIGNMENT)
