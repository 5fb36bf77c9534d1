"""Saved states of a model that cannot forget its latest tokens one by one.

A recurrent or hybrid model folds all it has read into one state. To take tokens back, an earlier
state is put in place of the present one and what came between is read again. llama.cpp could keep
a state per token of the last pass instead (`n_rs_seq`), but for some architectures only, with as
many times the memory, and without noticing when more is taken back than it kept.
"""

import ctypes
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from paceline.engine.llama.native import llama

LASTING: Final = 2
"""Checkpoints kept for regenerating or editing: ends of the prompts of the latest turns."""

_SEQUENCE: Final = 0


@dataclass(frozen=True, slots=True)
class _Checkpoint:
    """The state after the first `length` tokens."""

    length: int
    data: "ctypes.Array[ctypes.c_ubyte]"


class Checkpoints:
    """What one context can go back to: the ends of some prompts, and the latest point of all."""

    def __init__(self, handle: int) -> None:
        self._handle: Any = handle
        self._memory = llama.llama_get_memory(handle)
        self._lasting: deque[_Checkpoint] = deque(maxlen=LASTING)
        self._latest: _Checkpoint | None = None

    def clear(self) -> None:
        """Forget all."""
        self._lasting.clear()
        self._latest = None

    def save(self, length: int, *, lasting: bool) -> None:
        """Keep the present state, which is that after `length` tokens.

        Any but a lasting one takes the place of the one before.
        """
        if any(each.length == length for each in (self._lasting if lasting else self._all())):
            return
        flags = llama.LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY
        size = int(llama.llama_state_seq_get_size_ext(self._handle, _SEQUENCE, flags))
        data = self._buffer(size, lasting=lasting)
        saved = llama.llama_state_seq_get_data_ext(self._handle, data, size, _SEQUENCE, flags)
        if not size or saved != size:
            self.clear()  # one of them may have lent its memory
        elif lasting:
            self._lasting.append(_Checkpoint(length, data))
        else:
            self._latest = _Checkpoint(length, data)

    def forget_behind(self, length: int) -> None:
        """Forget those of more than `length` tokens: others will take the places behind it."""
        for each in [each for each in self._lasting if each.length > length]:
            self._lasting.remove(each)
        if self._latest is not None and self._latest.length > length:
            self._latest = None

    def restore(self) -> int:
        """Go back as little as can be; return to how many tokens, 0 where to none."""
        best = max(self._all(), key=lambda each: each.length, default=None)
        if best is None:
            return 0
        size, flags = len(best.data), llama.LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY
        read = llama.llama_state_seq_set_data_ext(self._handle, best.data, size, _SEQUENCE, flags)
        # A hybrid's attention layers still hold what came after.
        removed = llama.llama_memory_seq_rm(self._memory, _SEQUENCE, best.length, -1)
        last = int(llama.llama_memory_seq_pos_max(self._memory, _SEQUENCE))
        return best.length if read == size and removed and last == best.length - 1 else 0

    def _all(self) -> Iterator[_Checkpoint]:
        yield from self._lasting
        if self._latest is not None:
            yield self._latest

    def _buffer(self, size: int, *, lasting: bool) -> "ctypes.Array[ctypes.c_ubyte]":
        """Return the memory of the checkpoint that is about to be replaced, else new memory."""
        full = len(self._lasting) == LASTING
        replaced = (self._lasting[0] if full else None) if lasting else self._latest
        if replaced is not None and len(replaced.data) == size:
            return replaced.data
        return (ctypes.c_ubyte * size)()
