"""A server that runs on a thread of its own, for tests that talk to it over real HTTP."""

import asyncio
import os
import queue
import socket
import threading
from collections.abc import Callable, Coroutine, Sequence
from types import TracebackType
from typing import Self, TypeVar

import httpx2

from paceline.client.timeouts import Timeouts
from paceline.options import Sampling, Speculation
from paceline.protocol.messages import LoadPair
from paceline.protocol.server_lines import AnyServerLine, Listening, Ready
from paceline.server.asking import Defaults
from paceline.server.limits import Limits
from paceline.server.listening import bind
from paceline.server.serving import Access, Serving

PATIENCE_SECONDS = 30.0
"""For what takes milliseconds on an idle machine and may take seconds on a busy one."""

OPEN = Access()
BRIEF = Limits(grace_seconds=0.5)

_Line = TypeVar("_Line")


class Served:
    """A `Serving` with a worker of the given command; `lines` are all that it told."""

    def __init__(
        self,
        command: Sequence[str],
        load: LoadPair,
        *,
        names: tuple[str, ...] = ("fake",),
        access: Access = OPEN,
        queue_length: int = 64,
        may_shrink: bool = False,
        limits: Limits = BRIEF,
        timeouts: Timeouts | None = None,
        sampling: Sampling | None = None,
    ) -> None:
        self.lines: list[AnyServerLine] = []
        self.failure: BaseException | None = None
        self.serving: Serving
        self._news: queue.SimpleQueue[AnyServerLine] = queue.SimpleQueue()
        self._loop = asyncio.new_event_loop()

        async def live() -> None:
            listener = bind("127.0.0.1", 0)
            # Little fits between server and client, so that one that does not read is noticed.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 * 1024)
            self.serving = Serving(
                listener,
                command,
                dict(os.environ),
                Defaults(names, sampling or Sampling(), Speculation(draft_length=3)),
                access,
                self._hear,
                most_waiting=queue_length,
                may_shrink=may_shrink,
                limits=limits,
                timeouts=timeouts,
            )
            await self.serving.run(lambda _building, _cancelled: load)

        self._thread = threading.Thread(target=self._run, args=(live,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.url = self.wait_for(Listening).url
        self.http = httpx2.Client(base_url=self.root, timeout=PATIENCE_SECONDS, trust_env=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.http.close()
        self.stop()
        self.join()

    @property
    def root(self) -> str:
        """The address without the path of the API."""
        return self.url.removesuffix("/v1")

    @property
    def port(self) -> int:
        return int(self.root.rpartition(":")[2])

    @property
    def worker_pid(self) -> int | None:
        return self.serving.worker_pid

    def ready(self) -> Ready:
        """Wait until it can answer."""
        return self.wait_for(Ready)

    def wait_for(self, kind: type[_Line], *, more: Callable[[_Line], bool] = bool) -> _Line:
        """Return the next line of this kind; earlier ones of other kinds are passed over."""
        while True:
            line = self._news.get(timeout=PATIENCE_SECONDS)
            if isinstance(line, kind) and more(line):
                return line

    def stop(self) -> None:
        """Ask it to end."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.serving.stop)

    def join(self) -> None:
        """Wait for its end."""
        self._thread.join(PATIENCE_SECONDS)
        assert not self._thread.is_alive()

    def _hear(self, line: AnyServerLine) -> None:
        self.lines.append(line)
        self._news.put(line)

    def _run(self, live: Callable[[], Coroutine[None, None, None]]) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(live())
        except BaseException as error:
            self.failure = error
