"""Whether a pair fits: one sum of all that it will take, compared once with what is free."""

from dataclasses import dataclass

import psutil

from paceline.engine.llama.devices import compute_devices
from paceline.errors import AppError, ErrorCode


class MemoryShort(AppError):  # noqa: N818 - says what is short
    """`AppError(MEMORY_SHORT)` with its figures, in bytes."""

    def __init__(self, purpose: str, needed: int, available: int) -> None:
        super().__init__(
            ErrorCode.MEMORY_SHORT,
            f"{purpose} need {needed / 1e9:,.1f} GB and {available / 1e9:,.1f} GB are free",
        )
        self.needed = needed
        self.available = available


@dataclass(frozen=True, slots=True)
class MemoryBudget:
    """What was free before loading began: weights that are loaded look free again to the system."""

    available: int

    @classmethod
    def now(cls) -> "MemoryBudget":
        """Measure main memory and that of graphics processors."""
        graphics = sum(
            device.memory_free for device in compute_devices() if not device.name.startswith("CPU")
        )
        return cls(psutil.virtual_memory().available + graphics)

    def require(self, needed: int, purpose: str) -> None:
        """Raise `MemoryShort` where `needed` bytes in all are more than was free."""
        if needed > self.available:
            raise MemoryShort(purpose, needed, self.available)
