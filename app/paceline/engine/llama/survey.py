"""What a model would take, asked of llama.cpp itself with a load that takes no memory.

A formula for caches and scratch memory would be wrong for the next architecture (latent attention,
sliding windows, recurrent states). llama.cpp loads a header without weights and lays out contexts
without memory in a tenth of a second, and its figures are exact.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from paceline.engine.llama.buffers import Buffer, Purpose, bytes_for
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import llama
from paceline.engine.llama.native_context import batch_tokens, create_context
from paceline.engine.llama.tensor_sizes import TensorSizes, read_tensor_sizes
from paceline.engine.placement import CacheKind, DeviceMemory, Growth, ModelShape
from paceline.loading import MAIN_MEMORY, DeviceLayers, MemoryUse

LONGEST_SURVEY: Final = 32_768
"""Positions of a context without memory: its table of cells is real. Longer ones are reckoned by
the line through two points up to here."""

SHORTEST_CONTEXT: Final = 256
"""llama.cpp rounds shorter ones up to this."""

_BYTES_PER_TOKEN: Final = 340
"""Of the vocabulary: text, score, map and merges, as measured with 49,152 tokens."""

_BYTES_PER_LAYER: Final = 60_000
"""Of the descriptions of tensors and of the graphs; measured with 30, 60 and 330 layers."""

_ALL_LAYERS: Final = 10_000
"""More than any model has."""

_PLAIN_PLACES: Final = (MAIN_MEMORY, "CPU_Mapped")


def survey(
    model: Model,
    kind: CacheKind,
    *,
    length: int,
    max_outputs: int,
    devices: tuple[DeviceMemory, ...] = (),
    sequences: int = 1,
) -> ModelShape:
    """Return the shape of a model, exact at this length of context.

    `model` comes from `header_of` with the same `devices`; `sequences` share the length. Raises
    `AppError` where it can have no such context.
    """
    names = [device.name for device in devices]
    shorter, longer = _lengths(length)
    low, high = (
        _buffers(model, kind, capacity, max_outputs, sequences) for capacity in (shorter, longer)
    )
    on_devices = [bytes_for(buffers, Purpose.COMPUTE, names) for buffers in (low, high)]
    in_main = [
        bytes_for(buffers, Purpose.COMPUTE) - device + bytes_for(buffers, Purpose.OUTPUTS)
        for buffers, device in zip((low, high), on_devices, strict=True)
    ]
    caches = [bytes_for(buffers, Purpose.WHOLE_CACHE) for buffers in (low, high)]
    sizes = read_tensor_sizes(model.path, model.layers) if devices else _evenly(model)
    return ModelShape(
        layer_bytes=(*sizes.blocks, sizes.outputs + sizes.tied),
        input_bytes=sizes.inputs,
        cache=Growth.through((shorter, caches[0]), (longer, caches[1])),
        compute=Growth.through((shorter, on_devices[0]), (longer, on_devices[1])),
        host_compute=Growth.through((shorter, in_main[0]), (longer, in_main[1])),
        other_bytes=_BYTES_PER_TOKEN * model.vocabulary_size + _BYTES_PER_LAYER * model.layers,
        tied_bytes=sizes.tied,
    )


def survey_branches(model: Model, kind: CacheKind, *, capacity: int, count: int) -> MemoryUse:
    """Return what a context of this capacity for so many sequences would take in main memory."""
    handle, buffers = create_context(
        model, kind, capacity=capacity, width=count, max_outputs=count, sequences=count
    )
    llama.llama_free(handle)
    scratch = bytes_for(buffers, Purpose.COMPUTE) + bytes_for(buffers, Purpose.OUTPUTS)
    cache = bytes_for(buffers, Purpose.WHOLE_CACHE)
    return MemoryUse("target", MAIN_MEMORY, cache=cache, compute=scratch)


def repacks(model: Model) -> bool:
    """Whether llama.cpp rearranges weights for this processor, which takes a copy of them.

    A mapped file would then stay in memory beside the copy.
    """
    return any(
        buffer.purpose == Purpose.WEIGHTS and buffer.place not in _PLAIN_PLACES
        for buffer in model.buffers
    )


@contextmanager
def header_of(path: Path, devices: tuple[DeviceMemory, ...] = ()) -> Iterator[Model]:
    """Load a model without its weights, as if it lay on the first device; free it in the end."""
    offloaded = (DeviceLayers(devices[0].name, _ALL_LAYERS),) if devices else ()
    model = Model.load(path, offloaded=offloaded, weights=False)
    try:
        yield model
    finally:
        model.close()


def _lengths(length: int) -> tuple[int, int]:
    longer = max(SHORTEST_CONTEXT, min(length, LONGEST_SURVEY))
    return max(SHORTEST_CONTEXT, longer // 2), longer


def _buffers(
    model: Model, kind: CacheKind, capacity: int, max_outputs: int, sequences: int
) -> tuple[Buffer, ...]:
    width = min(batch_tokens(on_gpu=model.on_gpu), capacity)
    handle, buffers = create_context(
        model,
        kind,
        capacity=capacity,
        width=width,
        max_outputs=min(max_outputs, width),
        sequences=sequences,
    )
    llama.llama_free(handle)
    return buffers


def _evenly(model: Model) -> TensorSizes:
    """Divide the weights among the blocks: good enough where all lie in one memory."""
    each, rest = divmod(model.size, max(1, model.layers))
    return TensorSizes((each,) * model.layers, inputs=rest, outputs=0, tied=0)
