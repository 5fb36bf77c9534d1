"""What the local server is made of, for the wiring and for tests."""

from collections.abc import Callable
from dataclasses import dataclass, field

from paceline.library.memory_fit import MachineMemory, this_machine
from paceline.ui.pair_source import LibraryPairs, PairSource
from paceline.ui.serving.keys import ServerKeys


@dataclass(frozen=True)
class ServingSources:
    """`command` starts this program's job `serve`; an empty one leaves the feature out."""

    command: tuple[str, ...] = ()
    pairs: PairSource = field(default_factory=LibraryPairs)
    machine: Callable[[], MachineMemory] = this_machine
    keys: ServerKeys = field(default_factory=ServerKeys)
