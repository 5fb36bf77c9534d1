"""Makes llama.cpp's contexts: real ones, and ones without memory that only tell their sizes."""

from typing import Any, Final

from paceline.engine.llama import native
from paceline.engine.llama.buffers import Buffer, read_buffers
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag, llama
from paceline.engine.placement import CacheKind
from paceline.errors import AppError, ErrorCode
from paceline.loading import CacheType, FlashAttention

CPU_BATCH_TOKENS: Final = 64
"""Tokens per decode while reading a prompt. llama.cpp asks whether to stop between two operations,
and one matrix product of a 7-billion-parameter model over 64 tokens takes two cores some 90 ms.
Wider batches read no faster on processors, and cost more when they have to be begun anew."""

GPU_BATCH_TOKENS: Final = 512
"""Graphics processors need wide batches; they cannot be interrupted within one. Nor can nodes, and
one of those may be a slow processor, so with nodes batches are as short as here."""

_TYPES: Final = {
    CacheType.F32: llama.GGML_TYPE_F32,
    CacheType.F16: llama.GGML_TYPE_F16,
    CacheType.BF16: 30,  # GGML_TYPE_BF16, which the bindings lack
    CacheType.Q8_0: llama.GGML_TYPE_Q8_0,
    CacheType.Q5_1: llama.GGML_TYPE_Q5_1,
    CacheType.Q5_0: llama.GGML_TYPE_Q5_0,
    CacheType.Q4_1: llama.GGML_TYPE_Q4_1,
    CacheType.Q4_0: llama.GGML_TYPE_Q4_0,
    CacheType.IQ4_NL: llama.GGML_TYPE_IQ4_NL,
}

_FLASH_ATTENTION: Final = {
    FlashAttention.AUTO: llama.LLAMA_FLASH_ATTN_TYPE_AUTO,
    FlashAttention.ON: llama.LLAMA_FLASH_ATTN_TYPE_ENABLED,
    FlashAttention.OFF: llama.LLAMA_FLASH_ATTN_TYPE_DISABLED,
}

_KIND_SIGNS: Final = ("cache type", "flash_attn", "V cache", "K cache")
"""Phrases of llama.cpp where a model cannot have such a cache."""


def batch_tokens(*, on_gpu: bool = False) -> int:
    """Return how many tokens one decode may hold."""
    return GPU_BATCH_TOKENS if on_gpu else CPU_BATCH_TOKENS


def default_kind(
    *, on_gpu: bool, flash_attention: FlashAttention = FlashAttention.AUTO
) -> CacheKind:
    """Return how attention is stored where nobody wished otherwise.

    On processors values in bfloat16 spare flash attention its slow half-precision sums (a pass of
    four behind 700 tokens takes half the time), and they keep it from splitting a pass of one
    token otherwise than a wider one: where it was measured (AVX-512), rows are then the same to
    the bit at any width.
    """
    plain = on_gpu or flash_attention == FlashAttention.OFF
    return CacheKind(
        CacheType.F16,
        CacheType.F16 if plain else CacheType.BF16,
        flash_attention,
    )


def create_context(
    model: Model,
    kind: CacheKind,
    *,
    capacity: int,
    width: int,
    max_outputs: int,
    sequences: int = 1,
    abort: AbortFlag | None = None,
) -> tuple[Any, tuple[Buffer, ...]]:
    """Return a context, to be freed with `llama_free`, and the buffers that it took.

    Several sequences share its `capacity`, so that what they have in common is held once.
    One of a model without weights takes none, but its buffers tell what it would take. Raises
    `AppError` with the reason where llama.cpp makes no context.
    """
    params = llama.llama_context_default_params()
    params.n_ctx = capacity
    params.n_batch = params.n_ubatch = width
    params.n_seq_max = sequences
    params.kv_unified = sequences > 1
    params.n_outputs_max = max_outputs
    params.type_k = _TYPES[kind.key_type]
    params.type_v = _TYPES[kind.value_type]
    params.flash_attn_type = _FLASH_ATTENTION[kind.flash_attention]
    # A hybrid's window cannot be told from its state.
    params.swa_full = kind.swa_full or not model.rewinds
    params.no_perf = True
    if abort is not None:
        params.abort_callback = abort.callback
        params.abort_callback_data = abort.data
    native.clear_log()
    handle = llama.llama_init_from_model(model.handle, params)
    if not handle:
        raise _failure(model, capacity)
    if not llama.llama_get_memory(handle):
        llama.llama_free(handle)
        raise AppError(ErrorCode.MODEL_UNSUPPORTED, "it keeps nothing of what it reads")
    return handle, read_buffers(native.logged_sizes())


def _failure(model: Model, capacity: int) -> AppError:
    log = native.logged()
    text = "\n".join(log)
    if any(sign in text for sign in _KIND_SIGNS):
        return AppError(ErrorCode.PLACEMENT_IMPOSSIBLE, log[-1].strip())
    short = any("failed to allocate" in line for line in log)
    reason = f" ({log[-1].strip()})" if log else ""
    return AppError(
        ErrorCode.MEMORY_SHORT if short else ErrorCode.MODEL_LOAD_FAILED,
        f"no context of {capacity:,} tokens could be made for {model.path.name}{reason}",
    )
