"""Whether a pair fits: one estimate of all that it will take, compared once with what is free."""

from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from paceline.engine.placement import DeviceMemory
from paceline.errors import AppError, ErrorCode
from paceline.loading import MemoryUse


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
    """What was free before loading began: weights that are loaded look free again to the system.

    `available` is main memory; `devices` have their own, or compute in main memory.
    """

    available: int
    devices: tuple[DeviceMemory, ...] = ()

    @classmethod
    def now(cls, devices: Sequence[DeviceMemory] = ()) -> "MemoryBudget":
        """Measure main memory, and keep what the devices said of theirs."""
        return cls(psutil.virtual_memory().available, tuple(devices))

    def require(self, uses: Sequence[MemoryUse], purpose: str) -> None:
        """Raise `MemoryShort` where they take more than was free, in main memory or on a device."""
        own = {device.name: device for device in self.devices if not device.shared}
        in_main = sum(use.total for use in uses if use.device not in own)
        if in_main > self.available:
            raise MemoryShort(purpose, in_main, self.available)
        for name, device in own.items():
            needed = sum(use.total for use in uses if use.device == name)
            if needed > device.free:
                raise MemoryShort(f"{purpose} on {name}", needed, device.free)


def process_memory() -> int:
    """Return the bytes of main memory that this process holds."""
    return int(psutil.Process().memory_info().rss)
