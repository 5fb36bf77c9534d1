"""The engine as the server sees it: many replies at once, and a worker that may be lost.

`run` keeps a worker with a loaded pair alive. When it is lost, every reply that runs ends with
`Failed`, a new worker is started, after a wait that grows while losses follow each other, and the
pair is loaded again. Every reply ends exactly once.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from itertools import count
from typing import Final, TypeAlias

import msgspec

from paceline.client.outcome import WorkerFailure
from paceline.client.timeouts import Timeouts
from paceline.errors import AppError, ErrorCode
from paceline.protocol.messages import (
    Cancel,
    Event,
    Failed,
    Finished,
    Generate,
    LoadPair,
    LoadProgress,
    PairLoaded,
    PromptProgress,
    RoundDone,
)
from paceline.server.patience import Patience
from paceline.server.worker_process import WorkerLost, WorkerProcess

MOST_UNREAD: Final = 4096
"""Events of one reply that may wait for a client that does not read; then the reply is stopped."""

ReplyEvent: TypeAlias = PromptProgress | RoundDone | Finished | Failed


class EngineState(StrEnum):
    """What the engine does; only `READY` answers."""

    STARTING = "starting"
    LOADING = "loading"
    READY = "ready"
    RESTARTING = "restarting"
    STOPPED = "stopped"


class Shrunk(msgspec.Struct, frozen=True):
    """Memory was short for so many seats at once; fewer are tried."""

    seats: int


class Loss(msgspec.Struct, frozen=True):
    """The engine was lost and is started again in `retry_seconds`; `losses` are those in a row."""

    failure: WorkerFailure
    retry_seconds: float
    losses: int


Notice: TypeAlias = LoadProgress | PairLoaded | Shrunk | Loss
"""What the engine tells of itself."""


class Reply:
    """One reply: `take` gives its events, the last of which is `Finished` or `Failed`."""

    def __init__(self, request_id: int, cancel: Callable[[int], None]) -> None:
        self._request_id = request_id
        self._cancel = cancel
        self._events: deque[ReplyEvent] = deque()
        self._news = asyncio.Event()
        self._ended = False

    async def take(self) -> list[ReplyEvent]:
        """Return all events that have come, at least one; after the end there are no more."""
        await self._news.wait()
        self._news.clear()
        events = list(self._events)
        self._events.clear()
        return events

    def cancel(self) -> None:
        """Stop it; one that has ended is left alone."""
        if not self._ended:
            self._cancel(self._request_id)

    def put(self, event: ReplyEvent) -> None:
        """Add what the engine says; nothing follows an end."""
        if self._ended:
            return
        self._ended = isinstance(event, Finished | Failed)
        self._events.append(event)
        self._news.set()
        if len(self._events) == MOST_UNREAD:
            self.cancel()


class Engine:
    """Owns the worker process; everything happens on the loop that runs `run`.

    `tell` hears every `Notice`, in order. Where memory is short and `may_shrink`, fewer seats than
    wished for are tried. `lost_at` is when the last worker was lost, in the loop's time.
    """

    def __init__(
        self,
        command: Sequence[str],
        tell: Callable[[Notice], None],
        *,
        environment: Mapping[str, str],
        may_shrink: bool = False,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._command = tuple(command)
        self._tell = tell
        self._environment = dict(environment)
        self._may_shrink = may_shrink
        self._timeouts = timeouts or Timeouts()
        self._patience = Patience()
        self._ids = count(1)
        self._replies: dict[int, Reply] = {}
        self._overdue: dict[int, asyncio.TimerHandle] = {}
        self._worker: WorkerProcess | None = None
        self._ready = asyncio.Event()
        self._ready_since: float | None = None
        self._closing = asyncio.Event()
        self._retiring = False
        self._ending: set[asyncio.Task[None]] = set()
        self.state = EngineState.STARTING
        self.pair: PairLoaded | None = None
        self.lost_at = -math.inf
        self.restarts = 0

    @property
    def worker_pid(self) -> int | None:
        """Process id of the present worker, for diagnostics."""
        return self._worker.pid if self._worker else None

    async def run(self, load: LoadPair) -> None:
        """Work until `close`; raises `AppError` where the pair cannot be loaded at first."""
        while not self._closing.is_set():
            self._ready_since = None
            try:
                await self._live(load)
            except WorkerLost as lost:
                failure = lost.failure
            except AppError as error:
                failure = WorkerFailure(error.code, error.detail)
            else:
                break
            was_loaded = self.pair is not None
            await self._bury(failure)
            if self._closing.is_set() or self._retiring:
                self.state = EngineState.STOPPED
                self._ready.set()  # nobody shall wait for what does not come
                break
            if not was_loaded:
                self.state = EngineState.STOPPED
                raise AppError(failure.code, failure.detail)
            await self._wait(failure)

    def retire(self) -> None:
        """Start no other worker once the present one is lost."""
        self._retiring = True

    async def close(self) -> None:
        """End the worker and every reply; afterwards no process is left."""
        self._closing.set()
        self.state = EngineState.STOPPED
        self._ready.set()  # nobody shall wait for what does not come
        if self._worker is not None:
            await self._worker.close()
        for task in self._ending:
            await task

    async def ready_by(self, deadline: float) -> bool:
        """Wait until replies can be asked for, or until that time of the loop; whether they can."""
        try:
            async with asyncio.timeout_at(deadline):
                await self._ready.wait()
        except TimeoutError:
            return False
        return self.state is EngineState.READY

    def cancel_all(self) -> None:
        """Stop every reply; each ends as cancelled."""
        for request_id in tuple(self._replies):
            self._cancel(request_id)

    def generate(self, request: Generate) -> Reply:
        """Begin a reply; the request's id is replaced. Fails at once where there is no engine."""
        request = msgspec.structs.replace(request, request_id=next(self._ids))
        reply = Reply(request.request_id, self._cancel)
        if self._worker is None or self.state is not EngineState.READY:
            reply.put(Failed(request.request_id, ErrorCode.NO_PAIR))
        else:
            self._replies[request.request_id] = reply
            self._worker.send(request)
        return reply

    # The life of one worker -----------------------------------------------------------------

    async def _live(self, wished: LoadPair) -> None:
        """Start a worker, load, and pass on what it says; raises `WorkerLost` or `AppError`."""
        self.state = EngineState.STARTING
        self._worker = await self._launch()
        if self._worker is None:
            return
        if self._closing.is_set():  # at the same moment
            await self._worker.close()
            return
        self.state = EngineState.LOADING
        load = self._ask_to_load(wished, wished.seats)
        async for events in self._worker.events():
            for event in events:
                if isinstance(event, Failed) and event.request_id == load.request_id:
                    if event.code != ErrorCode.MEMORY_SHORT or not self._may_shrink:
                        raise AppError(event.code, event.detail)
                    if load.seats == 1:
                        raise AppError(event.code, event.detail)
                    self._tell(Shrunk(load.seats))
                    load = self._ask_to_load(load, load.seats // 2)
                else:
                    self._hear(event)

    async def _launch(self) -> WorkerProcess | None:
        """Start a worker, None where the server is closed meanwhile; raises `WorkerLost`."""
        launching = asyncio.create_task(
            WorkerProcess.launch(self._command, self._environment, self._timeouts)
        )
        closing = asyncio.create_task(self._closing.wait())
        try:
            await asyncio.wait({launching, closing}, return_when=asyncio.FIRST_COMPLETED)
            return launching.result() if launching.done() else None
        finally:
            for task in (launching, closing):
                task.cancel()
            await asyncio.gather(launching, closing, return_exceptions=True)

    def _ask_to_load(self, wished: LoadPair, seats: int) -> LoadPair:
        assert self._worker is not None
        load = msgspec.structs.replace(wished, request_id=next(self._ids), seats=seats)
        self._worker.send(load)
        return load

    def _hear(self, event: Event) -> None:
        match event:
            case PromptProgress() | RoundDone():
                if reply := self._replies.get(event.request_id):
                    reply.put(event)
            case Finished() | Failed():
                self._end(event)
            case PairLoaded():
                self.pair = event
                self._tell(event)
                if not self._closing.is_set():
                    self.state = EngineState.READY
                    self._ready_since = time.monotonic()
                    self._ready.set()
            case LoadProgress():
                self._tell(event)
            case _:
                pass  # what the server never asked for

    def _end(self, event: Finished | Failed) -> None:
        if timer := self._overdue.pop(event.request_id, None):
            timer.cancel()
        if reply := self._replies.pop(event.request_id, None):
            reply.put(event)

    def _cancel(self, request_id: int) -> None:
        if self._worker is None or request_id in self._overdue:
            return
        self._worker.send(Cancel(request_id))
        self._overdue[request_id] = asyncio.get_running_loop().call_later(
            self._timeouts.cancel_ms / 1000, self._end_stubborn, self._worker
        )

    def _end_stubborn(self, worker: WorkerProcess) -> None:
        detail = f"it did not stop within {self._timeouts.cancel_ms / 1000:g} s"
        ending = asyncio.create_task(worker.end(WorkerFailure(ErrorCode.ENGINE_SILENT, detail)))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def _bury(self, failure: WorkerFailure) -> None:
        """End what was lost with the worker, and the worker where it still runs."""
        if not self._closing.is_set():
            self._ready.clear()
            self.lost_at = asyncio.get_running_loop().time()
            self.state = EngineState.RESTARTING
        worker, self._worker = self._worker, None
        for timer in self._overdue.values():
            timer.cancel()
        self._overdue.clear()
        replies, self._replies = self._replies, {}
        for request_id, reply in replies.items():
            reply.put(Failed(request_id, failure.code, failure.detail))
        if worker is not None:
            await worker.end(failure)

    async def _wait(self, failure: WorkerFailure) -> None:
        since = self._ready_since
        seconds = self._patience.after_loss(0.0 if since is None else time.monotonic() - since)
        self.restarts += 1
        self._tell(Loss(failure, seconds, self._patience.losses))
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            pass
