"""Examines a pair: reads both headers, whether on disk or on the Hub, and says what they are worth.

It blocks, some seconds for files on the Hub, so a window calls it in the background.
"""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from paceline.library.doctor.diagnosis import Diagnosis, Part, Patient
from paceline.library.hub.records import HubFile
from paceline.library.memory_fit import MachineMemory
from paceline.measured_pairs import MeasuredPair

USUAL_CONTEXT: Final = 4096
"""Tokens; what the engine takes where nothing is asked for."""


class HubReader(Protocol):
    """What is asked of the Hub; `library.hub.hub.Hub` is one."""

    def file(self, repository: str, revision: str, path: str) -> HubFile:
        """Return what the Hub says of a file now."""
        ...

    def read_range(self, file: HubFile, start: int, end: int) -> bytes:
        """Return the bytes from `start` up to, not including, `end`."""
        ...


HeaderProgressed = Callable[[Part, int], None]
"""Told whose header is being read, and how many bytes of it have come from the Hub."""


def examine(
    target: Patient,
    draft: Patient,
    *,
    hub: HubReader | None = None,
    context_length: int = USUAL_CONTEXT,
    machine: MachineMemory | None = None,
    measured: Sequence[MeasuredPair] = (),
    progress: HeaderProgressed = lambda _part, _bytes: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Diagnosis:
    """Read both headers and say whether the pair works.

    `machine` is the memory that the pair must fit into, `measured` what is known of pairs here.
    A file that is broken or of the wrong kind is a finding; one that cannot be reached raises its
    `AppError`, and `Cancelled` is raised between two reads.
    """
    raise NotImplementedError
