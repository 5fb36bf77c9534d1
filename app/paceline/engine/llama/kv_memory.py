"""What llama.cpp holds of one sequence, and how far that can be brought back.

How depends on the kind of memory, and llama.cpp's own answers do not tell. Full attention forgets
any tail. A sliding window loses the positions behind it to newer ones, and removing those does not
bring the others back, though it is reported as done. A recurrent or hybrid model has one state for
all that it read: it goes back to a checkpoint or not at all.
"""

from typing import Any, Final

from paceline.engine.llama.checkpoints import Checkpoints
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import llama
from paceline.loading import CacheType

_SEQUENCE: Final = 0
_SHIFTABLE_KEYS: Final = (CacheType.F32, CacheType.F16)
"""Rotating other types of keys aborts the process (bfloat16) or may crash it (quantized ones)."""


class KvMemory:
    """The memory of a context; `length` is how many positions from 0 on it holds."""

    def __init__(self, handle: int, model: Model, *, key_type: CacheType) -> None:
        self.length = 0
        self._memory: Any = llama.llama_get_memory(handle)
        self._window = model.window
        self._checkpoints = None if model.rewinds else Checkpoints(handle)
        self.can_shift: Final = (
            model.shifts
            and key_type in _SHIFTABLE_KEYS
            and bool(llama.llama_memory_can_shift(self._memory))
        )

    @property
    def needs_checkpoints(self) -> bool:
        """Whether it can only go back to where `save` was called."""
        return self._checkpoints is not None

    def clear(self) -> None:
        """Forget everything."""
        llama.llama_memory_clear(self._memory, True)
        if self._checkpoints is not None:
            self._checkpoints.clear()
        self.length = 0

    def save(self, *, lasting: bool) -> None:
        """Keep the present state as a checkpoint, if there is one and it is not empty."""
        if self._checkpoints is not None and self.length:
            self._checkpoints.save(self.length, lasting=lasting)

    def roll_back(self, length: int) -> None:
        """Come back to `length` positions, or as near before it as can be; at worst to none."""
        if self._checkpoints is not None:
            self._checkpoints.forget_behind(length)
        removed = llama.llama_memory_seq_rm(self._memory, _SEQUENCE, length, -1)
        if removed and self._is_whole(length):
            self.length = length
            return
        self.length = self._checkpoints.restore() if self._checkpoints is not None else 0
        if self.length == 0:
            self.clear()

    def shift(self, start: int, end: int) -> None:
        """Remove positions `start` to `end` - 1 and move the rest down, where `can_shift`.

        The keys are rotated at the beginning of the next pass.
        """
        llama.llama_memory_seq_rm(self._memory, _SEQUENCE, start, end)
        llama.llama_memory_seq_add(self._memory, _SEQUENCE, end, -1, start - end)
        self.length -= end - start

    def _is_whole(self, length: int) -> bool:
        """Whether it holds all that the token at position `length` looks back to."""
        first = int(llama.llama_memory_seq_pos_min(self._memory, _SEQUENCE))
        last = int(llama.llama_memory_seq_pos_max(self._memory, _SEQUENCE))
        if last != length - 1:
            return False
        if self._checkpoints is not None:
            return True  # a state has one position, its last
        return first <= (max(0, length + 1 - self._window) if self._window else 0)
