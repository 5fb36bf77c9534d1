"""Replies that are written at the same time: begins them, and runs their passes until all ended.

Whatever else is asked of the worker waits until then, as it waits for a single reply.
"""

from collections import deque
from collections.abc import Callable
from typing import Final

from paceline.engine.batching.conductor import Conductor
from paceline.engine.batching.shared_session import SharedSession
from paceline.engine.session import Session
from paceline.protocol.messages import Generate
from paceline.worker.streams import Inbox

SETTLE_EVERY: Final = 32
"""Replies after which what was learned is saved although others are still being written."""


class SideBySide:
    """Writes as many replies as the session has seats for; further ones wait their turn.

    `write` works on a request with a session and answers it; `meanwhile` is called between passes,
    and `settle` now and then: it learns from what was written.
    """

    def __init__(
        self,
        inbox: Inbox,
        session: SharedSession,
        conductor: Conductor,
        write: Callable[[Generate, Session], None],
        meanwhile: Callable[[], None],
        settle: Callable[[], None],
    ) -> None:
        self._inbox = inbox
        self._session = session
        self._conductor = conductor
        self._write = write
        self._meanwhile = meanwhile
        self._settle = settle
        self._begun = 0

    def run(self, first: Generate) -> None:
        """Write this reply and all that are asked for meanwhile, until none is left."""
        waiting = deque([first])
        while waiting or self._conductor.running:
            self._give_up_cancelled(waiting)
            while waiting and self._session.has_room:
                self._begin(waiting.popleft())
            self._conductor.turn()
            self._meanwhile()
            while (request := self._inbox.next_generate()) is not None:
                waiting.append(request)

    def _begin(self, request: Generate) -> None:
        self._session.begin(
            request.messages,
            request.prompt,
            lambda session: self._write(request, session),
            lambda: self._inbox.is_cancelled(request.request_id),
        )
        self._begun += 1
        if self._begun % SETTLE_EVERY == 0:
            self._settle()

    def _give_up_cancelled(self, waiting: deque[Generate]) -> None:
        """Answer those that were cancelled before there was a seat for them."""
        for request in tuple(waiting):
            if self._inbox.is_cancelled(request.request_id):
                waiting.remove(request)
                self._write(request, self._session.first)
