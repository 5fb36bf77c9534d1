"""Who may write now, and who waits: as many replies at once as there are seats, the rest in line.

Requests are let in in the order in which they came; beyond a limit they are told to come back.
"""

from asyncio import Future, get_running_loop
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class LineTooLong(Exception):  # noqa: N818 - a fact, which the server answers with 429
    """As many wait as may."""


class Admission:
    """Hands out seats; on one loop only."""

    def __init__(self, seats: int, most_waiting: int) -> None:
        self.seats = seats
        self.running = 0
        self._most_waiting = most_waiting
        self._line: deque[Future[None]] = deque()

    @property
    def waiting(self) -> int:
        """Requests that stand in line."""
        return len(self._line)

    def resize(self, seats: int) -> None:
        """Have another number of seats from now on; those who sit stay."""
        self.seats = seats
        self._let_in()

    @asynccontextmanager
    async def seat(self) -> AsyncIterator[None]:
        """Hold a seat; waits for one, or raises `LineTooLong`."""
        if self.running < self.seats and not self._line:
            self.running += 1
        else:
            await self._stand_in_line()
        try:
            yield
        finally:
            self.running -= 1
            self._let_in()

    async def _stand_in_line(self) -> None:
        if len(self._line) >= self._most_waiting:
            raise LineTooLong
        place: Future[None] = get_running_loop().create_future()
        self._line.append(place)
        try:
            await place
        except BaseException:
            if place.done() and not place.cancelled():  # let in at the same moment
                self.running -= 1
                self._let_in()
            elif place in self._line:
                self._line.remove(place)
            raise

    def _let_in(self) -> None:
        while self._line and self.running < self.seats:
            place = self._line.popleft()
            if not place.done():  # else it has just gone away
                self.running += 1
                place.set_result(None)
