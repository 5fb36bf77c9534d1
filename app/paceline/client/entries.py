"""What was asked of the engine and has not ended."""

from dataclasses import dataclass

from paceline.protocol.messages import Finished, Work


@dataclass(slots=True)
class Entry:
    """A request that has not ended; `cancelled` once its end has been asked for."""

    request: Work
    cancelled: bool = False

    def cancelled_end(self) -> Finished:
        """Return the end of a request that never came to its own."""
        return Finished(self.request.request_id, cancelled=True)
