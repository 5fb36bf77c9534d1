"""What the stub was asked, and how much it answered."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fakes.hub_stub.faults import Port


@dataclass(slots=True)
class Asked:
    """One request; `status` and `sent` come to be while it is answered."""

    port: Port
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    """By lower-case names."""
    status: int = 0
    sent: int = 0
    """Bytes of the body that went out."""


class Journal:
    """All requests in the order of their arrival; threads may wait for what they hope to see."""

    def __init__(self) -> None:
        self._asked: list[Asked] = []
        self._changed = threading.Condition()

    def note(self, asked: Asked) -> None:
        """Write a request down."""
        with self._changed:
            self._asked.append(asked)
            self._changed.notify_all()

    def sent(self, asked: Asked, count: int) -> None:
        """Count bytes of an answer."""
        with self._changed:
            asked.sent += count
            self._changed.notify_all()

    def all(self) -> list[Asked]:
        """Return what was asked until now."""
        with self._changed:
            return list(self._asked)

    def clear(self) -> None:
        """Forget what was asked until now."""
        with self._changed:
            self._asked.clear()

    def bytes_sent(self, port: Port = Port.CDN) -> int:
        """Return how many bytes of bodies went out."""
        with self._changed:
            return sum(asked.sent for asked in self._asked if asked.port is port)

    def wait(self, until: Callable[[list[Asked]], bool], seconds: float = 30.0) -> None:
        """Return as soon as the list of requests is as hoped for; TimeoutError after `seconds`."""
        with self._changed:
            if not self._changed.wait_for(lambda: until(self._asked), seconds):
                raise TimeoutError(f"the stub saw only {self._asked}")
