"""What llama.cpp allocated, in its own words.

No function of its C interface tells the size of a buffer; its log does, for real loads and for
those without weights alike. Sizes are rounded there to a hundredth of a MiB.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from paceline.loading import MAIN_MEMORY, MemoryUse

_MIB: Final = 1 << 20

_LINES: Final = (
    # "load_tensors:   CPU_REPACK model buffer size =   569.53 MiB", and so on
    re.compile(r"(?P<place>\S+)\s+(?P<what>model|output|compute) buffer size = +(?P<size>[\d.]+) "),
    re.compile(r"(?P<place>\S+)\s+(?P<what>KV|RS) buffer size = +(?P<size>[\d.]+) "),
    # "llama_kv_cache: size =   11.25 MiB (   512 cells, ..." sums up a cache on all devices
    re.compile(r"(?P<place>)llama_\w+: (?P<what>size) = +(?P<size>[\d.]+) MiB \("),
)


class Purpose(StrEnum):
    """What a buffer is for."""

    WEIGHTS = "weights"
    CACHE = "cache"
    WHOLE_CACHE = "whole cache"
    """The sum of a cache; the only figure where nothing is allocated."""
    COMPUTE = "compute"
    OUTPUTS = "outputs"


_PURPOSES: Final = {
    "model": Purpose.WEIGHTS,
    "output": Purpose.OUTPUTS,
    "compute": Purpose.COMPUTE,
    "KV": Purpose.CACHE,
    "RS": Purpose.CACHE,
    "size": Purpose.WHOLE_CACHE,
}


@dataclass(frozen=True, slots=True)
class Buffer:
    """One buffer: its purpose, llama.cpp's name of where it lies ("CUDA0", "CPU_Mapped"), bytes."""

    purpose: Purpose
    place: str
    size: int


def read_buffers(lines: Iterable[str]) -> tuple[Buffer, ...]:
    """Return the buffers that these lines of the log tell of."""
    found = []
    for line in lines:
        for pattern in _LINES:
            if match := pattern.search(line):
                size = round(float(match["size"]) * _MIB)
                found.append(Buffer(_PURPOSES[match["what"]], match["place"], size))
                break
    return tuple(found)


def bytes_for(
    buffers: Iterable[Buffer], purpose: Purpose, devices: Iterable[str] | None = None
) -> int:
    """Return the bytes of all buffers for one purpose, or of those that lie on these devices."""
    return sum(
        buffer.size
        for buffer in buffers
        if buffer.purpose == purpose
        and (devices is None or any(lies_on(buffer, device) for device in devices))
    )


def lies_on(buffer: Buffer, device: str) -> bool:
    """Whether a buffer lies on the named graphics processor.

    Its own buffers bear its name, with an appendix where the file is mapped ("MTL0_Mapped");
    main memory that it can reach quickly bears the backend's name ("CUDA_Host").
    """
    return buffer.place in (device, f"{device}_Mapped")


def memory_taken(
    model: str, buffers: Sequence[Buffer], devices: Sequence[str]
) -> tuple[MemoryUse, ...]:
    """Add up what one model took, first in main memory and then on each graphics processor."""
    own = [_use(model, device, [it for it in buffers if lies_on(it, device)]) for device in devices]
    elsewhere = [it for it in buffers if not any(lies_on(it, device) for device in devices)]
    return (_use(model, MAIN_MEMORY, elsewhere), *own)


def _use(model: str, device: str, buffers: Sequence[Buffer]) -> MemoryUse:
    return MemoryUse(
        model,
        device,
        weights=bytes_for(buffers, Purpose.WEIGHTS),
        cache=bytes_for(buffers, Purpose.CACHE),
        compute=bytes_for(buffers, Purpose.COMPUTE) + bytes_for(buffers, Purpose.OUTPUTS),
    )
