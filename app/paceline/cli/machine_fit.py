"""How well models fit into this machine, for the tables of `paceline models` and the doctor."""

from dataclasses import dataclass

from paceline.cli.memory import size
from paceline.engine.llama.devices import compute_devices
from paceline.library.memory_fit import Fit, MachineMemory, fit, rough_need, this_machine
from paceline.loading import DeviceKind

_WORDS = {Fit.FITS: "fits", Fit.TIGHT: "tight", Fit.TOO_LARGE: "too large"}


@dataclass(frozen=True, slots=True)
class Machine:
    """Main memory, and that of the largest graphics processor of its own; 0 without one."""

    memory: MachineMemory
    graphics_bytes: int

    def fit(self, file_bytes: int) -> Fit:
        """Judge a model by the size of its files."""
        return fit(rough_need(file_bytes), self.memory, self.graphics_bytes)

    def described(self) -> str:
        """Say what there is."""
        graphics = (
            f", and a graphics processor with {size(self.graphics_bytes)}"
            if self.graphics_bytes
            else ""
        )
        return f"This machine has {size(self.memory.total)} of memory{graphics}."


def measured() -> Machine:
    """Ask the system and llama.cpp."""
    graphics = [each.memory_total for each in compute_devices() if each.kind is DeviceKind.GPU]
    return Machine(this_machine(), max(graphics, default=0))


def word(fitting: Fit) -> str:
    """Return how it fits, for a column."""
    return _WORDS[fitting]
