"""Nodes as devices: llama.cpp's RPC backend, from ggml's own registry.

llama.cpp ends the process where a node is gone, or is not what it should be; so each is asked in
Python first (`node_check`). Nodes stay out of ggml's list of devices, for to list them would mean
to connect to each; loads are given their handles.
"""

import ctypes
import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any, Final

import psutil

from paceline.engine.llama import native
from paceline.engine.llama.backends import ggml_library
from paceline.engine.placement import DeviceMemory
from paceline.errors import AppError, ErrorCode
from paceline.node_check import ask_node
from paceline.nodes import NodeAddress, loss_line

_IDLE_S: Final = 6
_INTERVAL_S: Final = 3
_PROBES: Final = 3
"""After so many seconds of silence the system asks the node's machine whether it is there, and
gives the connection up after so many questions: a pulled cable would otherwise hold a reply for
ever. The machine's system answers, however long the node computes."""

_UNSENT_MS: Final = 1000 * (_IDLE_S + _INTERVAL_S * _PROBES)
"""So long may what was sent stay without a receipt."""

_KEEPALIVE: Final = (
    ("TCP_KEEPIDLE", _IDLE_S),
    ("TCP_KEEPALIVE", _IDLE_S),  # macOS calls it so
    ("TCP_KEEPINTVL", _INTERVAL_S),
    ("TCP_KEEPCNT", _PROBES),
    ("TCP_USER_TIMEOUT", _UNSENT_MS),
)

_BACKEND_FILE: Final = "ggml-rpc"
"""In the first words of what llama.cpp says when this backend gives up."""

_handles: Final[dict[str, int]] = {}
"""ggml's handles of all devices that were met; it keeps them until the process ends."""

_open: Final[dict[NodeAddress, list[str]]] = {}
"""The end points of connections that are held, once for each holder."""


_endings: Final[list[Callable[[str], None]]] = []


def _on_abort(message: bytes) -> None:
    """Say what llama.cpp would say itself, and which node was lost if it was one."""
    text = message.decode("utf-8", "replace")
    lines = [text]
    if _BACKEND_FILE in text:
        held = [(str(address), points[0]) for address, points in _open.items() if points]
        names = [name for name, endpoint in held if _is_broken(endpoint)]
        names = names or [name for name, _ in held]
        lines.append(loss_line(names))
        for end in _endings:
            end(", ".join(names))
    os.write(2, "".join(f"{line}\n" for line in lines).encode())


_abort_callback: Final = ctypes.CFUNCTYPE(None, ctypes.c_char_p)(_on_abort)


def rpc_function(name: str) -> int:
    """Return the address of one of the backend's functions; raises `AppError(NODE_UNSUPPORTED)`.

    It is found where the backend was linked and where it was loaded beside the variants.
    """
    native.start()
    registry, base = ggml_library("ggml"), ggml_library("ggml-base")
    registry.ggml_backend_reg_by_name.restype = ctypes.c_void_p
    registry.ggml_backend_reg_by_name.argtypes = [ctypes.c_char_p]
    base.ggml_backend_reg_get_proc_address.restype = ctypes.c_void_p
    base.ggml_backend_reg_get_proc_address.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    backend = registry.ggml_backend_reg_by_name(b"RPC")
    found = base.ggml_backend_reg_get_proc_address(backend, name.encode()) if backend else None
    if not found:
        raise AppError(ErrorCode.NODE_UNSUPPORTED)
    return int(found)


@contextmanager
def connected(nodes: Sequence[str]) -> Iterator[tuple[DeviceMemory, ...]]:
    """Hold a connection to each node open; gives their devices, in the order of the nodes.

    Whoever plans or loads meanwhile shares it. Raises `AppError` with a code `NODE_*`.
    """
    found: list[DeviceMemory] = []
    with ExitStack() as held:
        for text in nodes:
            found += held.enter_context(_connection(NodeAddress.parse(text)))
        yield tuple(found)


def when_lost(end: Callable[[str], None]) -> None:
    """Call `end` with the names of the nodes that were lost, before llama.cpp ends the process.

    It is called on a thread of llama.cpp's, and may itself end the process.
    """
    _endings.append(end)


def node_handles() -> dict[str, int]:
    """Return ggml's handles of the devices of all nodes that were met, by name."""
    return dict(_handles)


def is_node(device: str) -> bool:
    """Whether this is the name of a node's device."""
    return device in _handles


def are_lost(devices: Iterable[str]) -> bool:
    """Whether a connection to one of these is broken, so that even to free what is there fails."""
    return any(_is_broken(_endpoint(name)) for name in devices if is_node(name))


@contextmanager
def _connection(address: NodeAddress) -> Iterator[tuple[DeviceMemory, ...]]:
    _functions().ggml_set_abort_callback(_abort_callback)
    holders = _open.setdefault(address, [])
    if holders:  # the node would let another connection wait
        endpoint = holders[0]
        handles = _register(endpoint)
        memory = [_memory(handle) for handle in handles]
    else:
        offer = ask_node(address)
        endpoint = f"{offer.ip}:{address.port}"
        handles = _register(endpoint)
        memory = [(each.free, each.total) for each in offer.devices]
    if len(handles) != len(memory):
        detail = f"{address} (it offers other devices than when this program met it first)"
        raise AppError(ErrorCode.NODE_INCOMPATIBLE, detail)
    names = [f"RPC{index}[{endpoint}]" for index in range(len(handles))]
    _handles.update(zip(names, handles, strict=True))
    backend = _functions().ggml_backend_dev_init(handles[0], None)
    holders.append(endpoint)
    try:
        _keep_alive(endpoint)
        yield tuple(
            DeviceMemory(name, free, total, remote=True)
            for name, (free, total) in zip(names, memory, strict=True)
        )
    finally:
        holders.pop()
        _functions().ggml_backend_free(backend)


@cache
def _functions() -> ctypes.CDLL:
    base = ggml_library("ggml-base")
    base.ggml_backend_reg_dev_count.restype = ctypes.c_size_t
    base.ggml_backend_reg_dev_count.argtypes = [ctypes.c_void_p]
    base.ggml_backend_reg_dev_get.restype = ctypes.c_void_p
    base.ggml_backend_reg_dev_get.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    base.ggml_backend_dev_init.restype = ctypes.c_void_p
    base.ggml_backend_dev_init.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    base.ggml_backend_dev_memory.restype = None
    base.ggml_backend_dev_memory.argtypes = [
        ctypes.c_void_p,
        ctypes.POINTER(ctypes.c_size_t),
        ctypes.POINTER(ctypes.c_size_t),
    ]
    base.ggml_set_abort_callback.restype = ctypes.c_void_p
    base.ggml_backend_free.restype = None
    base.ggml_backend_free.argtypes = [ctypes.c_void_p]
    return base


@cache
def _add_server() -> Callable[[bytes], Any]:
    prototype = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_char_p)
    return prototype(rpc_function("ggml_backend_rpc_add_server"))


def _register(endpoint: str) -> list[int]:
    """Return the handles of a node's devices; ggml remembers end points, and asks only once."""
    entry, base = _add_server()(endpoint.encode()), _functions()
    if not entry:
        return []
    count = base.ggml_backend_reg_dev_count(entry)
    return [base.ggml_backend_reg_dev_get(entry, index) for index in range(count)]


def _memory(handle: int) -> tuple[int, int]:
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    _functions().ggml_backend_dev_memory(handle, ctypes.byref(free), ctypes.byref(total))
    return free.value, total.value


def _endpoint(device: str) -> str:
    return device.partition("[")[2].removesuffix("]")


def _sockets(endpoint: str) -> list[Any]:
    """Return what the system says of this process's connections to an end point."""
    host, _, port = endpoint.rpartition(":")
    remote = (host, int(port))
    return [it for it in psutil.Process().net_connections("tcp4") if tuple(it.raddr) == remote]


def _is_broken(endpoint: str) -> bool:
    found = _sockets(endpoint)
    return not found or any(each.status != psutil.CONN_ESTABLISHED for each in found)


def _keep_alive(endpoint: str) -> None:
    """Let the system notice a machine that is gone; llama.cpp itself would wait for ever."""
    for each in _sockets(endpoint):
        if each.fd < 0:  # Windows gives no way to another's socket
            continue
        with socket.fromfd(each.fd, socket.AF_INET, socket.SOCK_STREAM) as copy:
            copy.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            for name, value in _KEEPALIVE:
                if hasattr(socket, name):
                    copy.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
