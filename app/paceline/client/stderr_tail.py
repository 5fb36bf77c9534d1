"""The last words of a worker: what it wrote to stderr, bounded, for crash reports."""

from typing import Final

MAX_BYTES: Final = 64 * 1024
MAX_LINES: Final = 200


class StderrTail:
    """Keeps the newest `MAX_BYTES` and gives the newest `MAX_LINES` of them."""

    def __init__(self) -> None:
        self._bytes = b""

    def feed(self, data: bytes) -> None:
        """Append what arrived, in any pieces."""
        self._bytes = (self._bytes + data)[-MAX_BYTES:]

    def lines(self) -> tuple[str, ...]:
        """The kept lines, oldest first; the first may be cut."""
        return tuple(self._bytes.decode("utf-8", "replace").splitlines()[-MAX_LINES:])
