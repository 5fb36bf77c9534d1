"""Whether a model, or a pair, fits into a machine's memory, from headers alone.

The engine asks llama.cpp itself before it loads (`engine/plan.py`); this is for choosing, where
no llama.cpp is at hand and a file may not be either. Sizes in bytes.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import psutil

from paceline.library.gguf.facts import ModelFacts

_CACHE_BYTES: Final = {
    "f32": 4.0,
    "f16": 2.0,
    "bf16": 2.0,
    "q8_0": 34 / 32,
    "q5_1": 24 / 32,
    "q5_0": 22 / 32,
    "q4_1": 20 / 32,
    "q4_0": 18 / 32,
    "iq4_nl": 18 / 32,
}
"""Of one number in a cache of that type, as `loading.CacheType` spells them."""

_SHORTEST_CONTEXT: Final = 256
_PASS_TOKENS: Final = 64
_OUTPUT_ROWS: Final = 17
_FLOAT_BYTES: Final = 4
_HALF_BYTES: Final = 2
_BYTES_PER_TOKEN: Final = 340
_BYTES_PER_LAYER: Final = 60_000
"""As in the engine: the shortest context, the tokens that it reads at once, the rows of logits that
it asks for, and what the vocabulary and the descriptions of tensors take."""

_ROUGH_SHARE: Final = 1.1
_ROUGH_REST: Final = 400 << 20
"""What a model takes beside its file where only the size of the file is known: a tenth more, and
a context of 4,096 tokens of an ordinary model."""

_COMFORT: Final = 0.8
_LIMIT: Final = 0.92
"""Shares of a machine's memory: what a model may take while other programs go on undisturbed, and
what it may take at all, since the system and the window need the rest."""

_GRAPHICS_SHARE: Final = 0.92
"""Of a graphics processor's memory; the screen and its driver want the rest."""


@dataclass(frozen=True, slots=True)
class MemoryNeed:
    """What a model takes; `compute` is scratch memory, tables of the vocabulary and the like."""

    weights: int
    kv_cache: int
    compute: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.weights + self.kv_cache + self.compute

    def __add__(self, other: "MemoryNeed") -> "MemoryNeed":
        """What both take."""
        return MemoryNeed(
            self.weights + other.weights,
            self.kv_cache + other.kv_cache,
            self.compute + other.compute,
        )


def memory_need(
    facts: ModelFacts,
    context_length: int,
    *,
    key_type: str = "f16",
    value_type: str = "f16",
    whole_windows: bool = True,
) -> MemoryNeed:
    """Return what a model takes with a context of so many tokens, computing on a processor.

    The types are those of the cache. Layers with a sliding window keep the whole context, as the
    program does by itself, unless `whole_windows` is off and the model has no state.
    """
    key, value = _CACHE_BYTES[key_type], _CACHE_BYTES[value_type]
    cache, length = facts.cache, max(_SHORTEST_CONTEXT, context_length)
    nearby = length
    if not whole_windows and not facts.is_recurrent:
        nearby = min(length, _padded(cache.window + _PASS_TOKENS))
    seeing = (cache.keys * key + cache.values * value) * length
    windows = (cache.window_keys * key + cache.window_values * value) * nearby
    return MemoryNeed(
        weights=facts.tensor_bytes,
        kv_cache=round(seeing + windows) + cache.state_bytes,
        compute=_compute(facts, length, nearby),
    )


def _compute(facts: ModelFacts, length: int, nearby: int) -> int:
    """Estimate the buffers of a pass behind so many tokens, and what stands beside the weights."""
    widest = facts.feed_forward_length + 4 * facts.embedding_length
    rows = _PASS_TOKENS * _FLOAT_BYTES * widest
    logits = _OUTPUT_ROWS * _FLOAT_BYTES * facts.vocabulary_size
    seen = (length if facts.cache.keys else 0) + (nearby if facts.cache.window_keys else 0)
    masks = _PASS_TOKENS * _HALF_BYTES * seen
    return rows + logits + masks + _tables(facts)


def _tables(facts: ModelFacts) -> int:
    return _BYTES_PER_TOKEN * facts.vocabulary_size + _BYTES_PER_LAYER * facts.layers


def _padded(positions: int) -> int:
    return -(-positions // _SHORTEST_CONTEXT) * _SHORTEST_CONTEXT


def pair_need(target: ModelFacts, draft: ModelFacts | None, context_length: int) -> MemoryNeed:
    """Return what both take with contexts of the same length, loaded as the program does.

    A model that drafts for itself, given as one object, is loaded once.
    """
    need = memory_need(target, context_length)
    if draft is None:
        return need
    more = memory_need(draft, context_length)
    if draft is target:
        more = replace(more, weights=0, compute=more.compute - _tables(draft))
    return need + more


def rough_need(file_bytes: int) -> int:
    """Return what a model takes of which only the size of its files is known, in a usual chat."""
    return round(file_bytes * _ROUGH_SHARE) + _ROUGH_REST


@dataclass(frozen=True, slots=True)
class MachineMemory:
    """Memory for models: all there is, and what other programs leave of it."""

    total: int
    available: int


def this_machine() -> MachineMemory:
    """Measure main memory."""
    memory = psutil.virtual_memory()
    return MachineMemory(memory.total, memory.available)


class Fit(StrEnum):
    """How something fits into a machine."""

    FITS = "fits"
    TIGHT = "tight"
    """It fits, but only just, or only once other programs are closed."""
    TOO_LARGE = "too-large"


def lies_on_graphics(need_bytes: int, graphics_bytes: int) -> bool:
    """Whether a graphics processor with so much memory of its own takes it as a whole."""
    return need_bytes <= graphics_bytes * _GRAPHICS_SHARE


def fit(need_bytes: int, machine: MachineMemory, graphics_bytes: int = 0) -> Fit:
    """Judge a need: it fits where it leaves a rest of what is free and of the machine.

    Or where it lies in the memory of the largest graphics processor, `graphics_bytes`.
    """
    if lies_on_graphics(need_bytes, graphics_bytes):
        return Fit.FITS
    comfortable = min(machine.available, round(machine.total * _COMFORT))
    if need_bytes <= comfortable:
        return Fit.FITS
    return Fit.TIGHT if need_bytes <= machine.total * _LIMIT else Fit.TOO_LARGE
