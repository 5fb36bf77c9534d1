"""What llama.cpp can compute on, from ggml's own registry."""

import ctypes
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import psutil

from paceline.engine.llama import native
from paceline.engine.llama.backends import ggml_library
from paceline.engine.placement import DeviceMemory
from paceline.loading import DeviceKind

# ggml_backend_dev_type, by number
_KINDS: Final = (
    DeviceKind.CPU,
    DeviceKind.GPU,
    DeviceKind.INTEGRATED_GPU,
    DeviceKind.ACCELERATOR,
)

_UNIFIED_BACKENDS: Final = ("MTL", "Metal")
"""Backends whose graphics processors count as discrete and yet compute in main memory."""


@dataclass(frozen=True, slots=True)
class ComputeDevice:
    """One device; memory in bytes, 0 where the backend does not tell.

    `backend` is the part of ggml that drives it, as "CUDA"; `hardware_id` is the same for one
    piece of hardware that two backends drive, empty where unknown.
    """

    name: str
    description: str
    memory_free: int
    memory_total: int
    kind: DeviceKind = DeviceKind.CPU
    backend: str = ""
    hardware_id: str = ""


class _Properties(ctypes.Structure):
    """ggml_backend_dev_props."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("description", ctypes.c_char_p),
        ("memory_free", ctypes.c_size_t),
        ("memory_total", ctypes.c_size_t),
        ("type", ctypes.c_int),
        ("device_id", ctypes.c_char_p),
        ("caps", ctypes.c_bool * 5),
    )


def compute_devices() -> tuple[ComputeDevice, ...]:
    """List the devices in llama.cpp's order; none where this build does not tell them.

    A build laid out in another way must not cost the engine: it then computes on the processor.
    """
    native.start()
    try:
        return tuple(device for device, _ in _registered_devices())
    except (OSError, AttributeError):  # a library or a function is not there
        traceback.print_exc()
        return ()


def offload_devices(devices: Sequence[ComputeDevice]) -> tuple[DeviceMemory, ...]:
    """Return the graphics processors that layers may go to, by llama.cpp's own rules.

    One piece of hardware counts once; integrated ones only where there is no other; and one that
    does not tell its memory is left alone.
    """
    discrete = _distinct(device for device in devices if device.kind == DeviceKind.GPU)
    integrated = [device for device in devices if device.kind == DeviceKind.INTEGRATED_GPU]
    if not any(device.backend != "RPC" for device in discrete):
        backends = {device.backend for device in integrated[:1]}
        discrete += [device for device in integrated if device.backend in backends]
    return tuple(
        DeviceMemory(
            device.name,
            device.memory_free,
            device.memory_total,
            shared=device.kind == DeviceKind.INTEGRATED_GPU or device.backend in _UNIFIED_BACKENDS,
        )
        for device in discrete
        if device.memory_total
    )


def device_handles(
    names: Sequence[str], others: Mapping[str, int] = MappingProxyType({})
) -> "ctypes.Array[ctypes.c_void_p]":
    """Return llama.cpp's null-terminated list of the named devices, empty for the processor.

    `others` are handles of devices that are not in ggml's list.
    """
    handles = dict(others)
    if not handles.keys() >= set(names):
        handles |= {device.name: handle for device, handle in _registered_devices()}
    return (ctypes.c_void_p * (len(names) + 1))(*(handles[name] for name in names), None)


def _distinct(devices: Iterator[ComputeDevice]) -> list[ComputeDevice]:
    found: list[ComputeDevice] = []
    for device in devices:
        if not device.hardware_id or device.hardware_id not in [it.hardware_id for it in found]:
            found.append(device)
    return found


def _registered_devices() -> list[tuple[ComputeDevice, int]]:
    registry, base = ggml_library("ggml"), ggml_library("ggml-base")
    registry.ggml_backend_dev_count.restype = ctypes.c_size_t
    registry.ggml_backend_dev_get.restype = ctypes.c_void_p
    registry.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    base.ggml_backend_dev_get_props.restype = None
    base.ggml_backend_dev_get_props.argtypes = [ctypes.c_void_p, ctypes.POINTER(_Properties)]
    base.ggml_backend_dev_backend_reg.restype = ctypes.c_void_p
    base.ggml_backend_dev_backend_reg.argtypes = [ctypes.c_void_p]
    base.ggml_backend_reg_name.restype = ctypes.c_char_p
    base.ggml_backend_reg_name.argtypes = [ctypes.c_void_p]
    found = []
    for index in range(registry.ggml_backend_dev_count()):
        handle = registry.ggml_backend_dev_get(index)
        properties = _Properties()
        base.ggml_backend_dev_get_props(handle, ctypes.byref(properties))
        backend = base.ggml_backend_reg_name(base.ggml_backend_dev_backend_reg(handle))
        kind = (*_KINDS, DeviceKind.OTHER)[min(properties.type, len(_KINDS))]
        # ggml says of main memory that all of it is free.
        in_main = kind == DeviceKind.CPU
        device = ComputeDevice(
            name=_text(properties.name),
            description=_text(properties.description),
            memory_free=psutil.virtual_memory().available if in_main else properties.memory_free,
            memory_total=properties.memory_total,
            kind=kind,
            backend=_text(backend),
            hardware_id=_text(properties.device_id),
        )
        found.append((device, handle))
    return found


def _text(value: bytes | None) -> str:
    return value.decode("utf-8", "replace") if value else ""
