"""What was asked of the engine and has not ended."""

from dataclasses import dataclass
from typing import assert_never

from paceline.protocol.messages import (
    ConnectPair,
    Finished,
    Forget,
    Generate,
    GenerateAlternatives,
    LoadPair,
    Unload,
    Work,
)


@dataclass(slots=True)
class Entry:
    """A request that has not ended; `cancelled` once its end has been asked for."""

    request: Work
    cancelled: bool = False

    def cancelled_end(self) -> Finished:
        """Return the end of a request that never came to its own."""
        return Finished(self.request.request_id, cancelled=True)


def writes(request: Work) -> bool:
    """Whether replies come of it; everything else changes what they are written with."""
    match request:
        case Generate() | GenerateAlternatives():
            return True
        case LoadPair() | ConnectPair() | Unload() | Forget():
            return False
        case _:
            assert_never(request)
