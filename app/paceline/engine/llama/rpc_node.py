"""This machine as a node: computes for others whatever they send; never returns.

Runs in a process of its own, which llama.cpp ends over a client's bad request.
"""

import ctypes
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import psutil

from paceline.engine.llama.devices import compute_devices, device_handles, offload_devices
from paceline.engine.llama.rpc import rpc_function
from paceline.errors import AppError, ErrorCode
from paceline.loading import MAIN_MEMORY

_GET_MEMORY: Final = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t), ctypes.POINTER(ctypes.c_size_t)
)
_PLACE_OF_GET_MEMORY: Final = 2
"""A device begins with the table of its functions; this is the third (ggml-backend-impl.h)."""

_kept: Final[list[Any]] = []
"""What native code calls must live as long as the process."""


def offered_devices(device: str | None) -> tuple[str, ...]:
    """Return what a node offers: the graphics processors, or else the processor.

    Raises `AppError(PLACEMENT_IMPOSSIBLE)` where there is no such device.
    """
    found = compute_devices()
    if device is None:
        return tuple(each.name for each in offload_devices(found)) or (MAIN_MEMORY,)
    names = [each.name for each in found]
    if device not in names:
        detail = f"there is no device “{device}” here, only {', '.join(names)}"
        raise AppError(ErrorCode.PLACEMENT_IMPOSSIBLE, detail)
    return (device,)


def serve_as_node(
    host: str,
    port: int,
    devices: Sequence[str],
    *,
    threads: int,
    memory: int | None = None,
    cache: Path | None = None,
) -> None:
    """Listen at an IPv4 address and compute; returns only where it cannot listen.

    At the most `memory` bytes of each device are offered. Large tensors are kept in the folder
    `cache`, so that loading the same model again need not send them. Raises `AppError`.
    """
    function = ctypes.CFUNCTYPE(
        None,
        ctypes.c_char_p,
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_size_t,
        ctypes.POINTER(ctypes.c_void_p),
    )
    start = function(rpc_function("ggml_backend_rpc_start_server"))
    handles = device_handles(devices)
    for name, handle in zip(devices, handles, strict=False):
        _tell_memory(int(handle), in_main=name == MAIN_MEMORY, most=memory)
    folder = None if cache is None else os.fsencode(cache)
    start(f"{host}:{port}".encode(), folder, threads, len(devices), handles)


def _tell_memory(device: int, *, in_main: bool, most: int | None) -> None:
    """Let a device tell what is really free: ggml says of main memory that all of it is.

    No function of llama.cpp's sets it, so the device's own is replaced, once it is clear that this
    is it; else the device goes on to tell what it did.
    """
    table = (ctypes.c_void_p * (_PLACE_OF_GET_MEMORY + 1)).from_address(device)
    before = table[_PLACE_OF_GET_MEMORY]
    if not before or not (in_main or most):
        return
    own = _GET_MEMORY(before)

    def told(_device: int, free: Any, total: Any) -> None:  # noqa: ANN401 - pointers to numbers
        own(_device, free, total)
        held = psutil.Process().memory_info().rss if in_main else total[0] - free[0]
        if in_main:
            free[0] = min(free[0], psutil.virtual_memory().available)
        if most is not None:
            free[0] = max(0, min(free[0], most - held))
            total[0] = min(total[0], most)

    replacement = _GET_MEMORY(told)
    _kept.append(replacement)
    table[_PLACE_OF_GET_MEMORY] = ctypes.cast(replacement, ctypes.c_void_p).value
