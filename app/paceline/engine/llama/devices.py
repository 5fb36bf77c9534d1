"""What llama.cpp can compute on, from ggml's own registry."""

import ctypes
import os
import traceback
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import llama_cpp

from paceline.engine.llama import native

_SUFFIXES: Final = (".so.0", ".so", ".0.dylib", ".dylib", ".dll")


@dataclass(frozen=True, slots=True)
class ComputeDevice:
    """One device; memory in bytes, 0 where the backend does not tell."""

    name: str
    description: str
    memory_free: int
    memory_total: int


@cache
def _library(name: str) -> ctypes.CDLL:
    """Bind a ggml library under the name that libllama links, lest a second copy be mapped."""
    folder = Path(llama_cpp.__file__).parent / "lib"
    prefix = "" if os.name == "nt" else "lib"
    for suffix in _SUFFIXES:
        path = folder / f"{prefix}{name}{suffix}"
        if path.exists():
            return ctypes.CDLL(str(path))
    raise FileNotFoundError(f"llama-cpp-python lacks its library {name}")


def compute_devices() -> tuple[ComputeDevice, ...]:
    """List the devices in llama.cpp's order; none where this build does not tell them.

    They are for a person to look at, so a build laid out in another way must not cost the engine.
    """
    native.start()
    try:
        return _registered_devices()
    except (OSError, AttributeError):  # a library or a function is not there
        traceback.print_exc()
        return ()


def _registered_devices() -> tuple[ComputeDevice, ...]:
    registry, base = _library("ggml"), _library("ggml-base")
    registry.ggml_backend_dev_count.restype = ctypes.c_size_t
    registry.ggml_backend_dev_get.restype = ctypes.c_void_p
    registry.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    for text in (base.ggml_backend_dev_name, base.ggml_backend_dev_description):
        text.restype = ctypes.c_char_p
        text.argtypes = [ctypes.c_void_p]
    base.ggml_backend_dev_memory.restype = None
    base.ggml_backend_dev_memory.argtypes = [
        ctypes.c_void_p,
        ctypes.POINTER(ctypes.c_size_t),
        ctypes.POINTER(ctypes.c_size_t),
    ]
    found = []
    for index in range(registry.ggml_backend_dev_count()):
        device = registry.ggml_backend_dev_get(index)
        free, total = ctypes.c_size_t(), ctypes.c_size_t()
        base.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
        found.append(
            ComputeDevice(
                name=base.ggml_backend_dev_name(device).decode("utf-8", "replace"),
                description=base.ggml_backend_dev_description(device).decode("utf-8", "replace"),
                memory_free=free.value,
                memory_total=total.value,
            )
        )
    return tuple(found)
