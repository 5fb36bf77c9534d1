"""How long to wait before a lost engine is started again."""

from typing import Final

FIRST_SECONDS: Final = 0.2
"""After one crash: what a person hardly notices."""

LONGEST_SECONDS: Final = 60.0
"""After many in a row: often enough for a cause that goes away by itself, as a full memory."""

STEADY_SECONDS: Final = 60.0
"""An engine that has worked as long as this is well again."""


class Patience:
    """Doubles the wait with every loss that follows soon after the last."""

    def __init__(self) -> None:
        self.losses = 0

    def after_loss(self, worked_seconds: float) -> float:
        """Return how long to wait after an engine was lost that had worked for so long."""
        self.losses = 1 if worked_seconds >= STEADY_SECONDS else self.losses + 1
        return min(FIRST_SECONDS * 2.0 ** min(self.losses - 1, 20), LONGEST_SECONDS)
