"""Loads llama.cpp, quietly: its environment before, its log after.

Import this module before anything else that might load the library: libgomp and ggml read
their environment once, when they are loaded.
"""

import ctypes
import os
from collections import deque
from functools import cache
from typing import Any, Final

# Without this ggml starts a debugger on an abort and blocks the dying process.
os.environ.setdefault("GGML_NO_BACKTRACE", "1")
# A build with OpenMP spins in its barriers; without a limit one busy neighbour process stalls
# decoding a hundredfold. 10,000 turns cost nothing on an idle machine. The recommended build
# has no OpenMP and ignores this.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", "10000")

import llama_cpp
import llama_cpp.llama_cpp as _bindings

from paceline.engine.llama import backends

llama: Final[Any] = _bindings
"""The C functions. Untyped on purpose: the bindings annotate pointers as types that ctypes does
not accept; the wrappers in this package are the typed edge."""

ENGINE_VERSION: Final = f"llama-cpp-python {llama_cpp.__version__}"

_LOG_LINES: Final = 400
_LEVEL_WARN: Final = 3

_log: Final[deque[str]] = deque(maxlen=_LOG_LINES)
_sizes: Final[deque[str]] = deque(maxlen=_LOG_LINES)
_loading: Final[deque[str]] = deque(maxlen=_LOG_LINES)
_level = 0


@llama.llama_log_callback  # type: ignore[untyped-decorator]  # llama_cpp has no types for it
def _collect(level: int, text: bytes, _data: object) -> None:
    """Keep warnings, errors and sizes; called from native code, so it must not raise."""
    global _level  # noqa: PLW0603 - a continued line has the level of the one before
    if level != _CONTINUATION:
        _level = level
    if _level >= _LEVEL_WARN and text:
        _log.append(text.decode("utf-8", "replace").rstrip())
    elif text and _SIZE_SIGN in text:
        _sizes.append(text.decode("utf-8", "replace").rstrip())
    elif text and backends.is_of_loading(line := text.decode("utf-8", "replace")):
        _loading.append(line)


_CONTINUATION: Final = 5
_SIZE_SIGN: Final = b" MiB"


@cache
def start() -> None:
    """Load the variant for this processor and initialise; later calls do nothing."""
    llama.llama_log_set(_collect, None)
    backends.load_variants()
    llama.llama_backend_init()


def processor_variant() -> str | None:
    """Return the variant of the library that runs here, as zen4; None where it has none."""
    start()
    return backends.chosen_variant(_loading)


def processor_features() -> tuple[str, ...]:
    """Return what the library uses of this processor, as AVX2, by llama.cpp's own words."""
    start()
    told: str = llama.llama_print_system_info().decode("utf-8", "replace")
    processor = told.partition("CPU : ")[2]
    settings = (each.partition(" = ") for each in processor.split(" | "))
    return tuple(name.strip() for name, _, value in settings if value.strip() == "1")


def clear_log() -> None:
    """Forget what was logged, so that `logged` and `logged_sizes` speak of the next call."""
    _log.clear()
    _sizes.clear()


def logged_sizes() -> list[str]:
    """Return the lines that tell how large a buffer is, since `clear_log`."""
    return list(_sizes)


def logged() -> list[str]:
    """Return the warnings and errors since `clear_log`, oldest first."""
    return [line for line in _log if line.strip()]


class AbortFlag:
    """Stops a running decode from another thread, for good or to begin it anew.

    llama.cpp calls its abort callback once per graph node, thousands of times a second. A Python
    callback would take the interpreter lock each time; libc's `strlen` over a short buffer
    answers the same question without it: 0 goes on, 1 stops. Only the CPU backend asks.
    """

    def __init__(self) -> None:
        self._buffer = ctypes.create_string_buffer(2)
        self._asked = False
        libc = ctypes.CDLL(None) if os.name == "posix" else ctypes.CDLL("msvcrt")
        self._strlen = ctypes.cast(libc.strlen, ctypes.c_void_p)
        self.callback: Any = llama.ggml_abort_callback(self._strlen.value)
        self.data = ctypes.cast(self._buffer, ctypes.c_void_p)

    def set(self) -> None:
        """Stop the decode that runs, within milliseconds, and every later one."""
        self._asked = True
        self._buffer[0] = b"\x01"

    def clear(self) -> None:
        """Let decodes run again."""
        self._asked = False
        self._buffer[0] = b"\x00"

    def interrupt(self) -> None:
        """Stop the decode that runs, so that it can be begun anew."""
        self._buffer[0] = b"\x01"

    def resume(self) -> bool:
        """Undo `interrupt`; False where `set` was called too and the stop is meant."""
        self._buffer[0] = b"\x00"
        if self._asked:
            self._buffer[0] = b"\x01"
        return not self._asked

    @property
    def is_set(self) -> bool:
        """Whether `set` was called since the last `clear`."""
        return self._asked
