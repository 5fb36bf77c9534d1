"""The engine as the window sees it: requests go in, events and exactly one end come out.

The engine lives in a worker process, so a native crash costs one reply and never the window.
The client sends the worker one request at a time and keeps the others waiting; when a worker is
lost it says `Failed` for all of them, and `restart` brings a new worker with the same pair.
"""

import logging
from collections import deque
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Final, assert_never

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from paceline.chat import ChatMessage
from paceline.client.entries import Entry, writes
from paceline.client.node_loss import explained
from paceline.client.outcome import WorkerFailure, WorkerOutcome
from paceline.client.timeouts import Timeouts
from paceline.client.travel import can_travel, whole_messages
from paceline.client.worker_process import WorkerProcess
from paceline.errors import ErrorCode
from paceline.loading import LoadingWishes, RemoteServer
from paceline.options import Overflow, Sampling, Speculation
from paceline.protocol.messages import (
    AlternativesSaid,
    Answer,
    Cancel,
    Configure,
    ConnectPair,
    CountTokens,
    Event,
    Failed,
    Finished,
    Forget,
    Generate,
    GenerateAlternatives,
    LoadPair,
    LoadProgress,
    PairLoaded,
    PairLost,
    PromptProgress,
    Ready,
    RoundDone,
    Unload,
    Work,
)

_log = logging.getLogger(__name__)

_NO_ADDITIONS: Final[Mapping[str, str]] = MappingProxyType({})


class EngineState(StrEnum):
    """What the engine does, as far as a person can tell.

    `LOADING` covers unloading and forgetting too.
    """

    STOPPED = "stopped"
    STARTING = "starting"
    IDLE = "idle"
    LOADING = "loading"
    GENERATING = "generating"
    CRASHED = "crashed"


class EngineClient(QObject):
    """Runs the worker and speaks with it; lives on the window's thread.

    Every request method returns the request's id at once. The request then ends exactly once,
    in `request_finished` or `request_failed`, never before the method has returned. Requests
    made while the worker starts or is busy wait their turn, counts apart; without a worker they
    fail.
    """

    state_changed = Signal(object)
    """An `EngineState`; comes before the signal that tells why."""
    worker_ready = Signal(object)
    """`Ready`."""
    load_progressed = Signal(object)
    """`LoadProgress`."""
    pair_loaded = Signal(object)
    """`PairLoaded`."""
    pair_lost = Signal(object)
    """`PairLost`, before the end of the load that cost the pair; `pair` is None by then."""
    prompt_progressed = Signal(object)
    """`PromptProgress`."""
    round_done = Signal(object)
    """`RoundDone`."""
    alternatives_said = Signal(object)
    """`AlternativesSaid`."""
    request_finished = Signal(object)
    """`Finished`; `reply` is None where a `Generate` was cancelled before it was begun."""
    request_failed = Signal(object)
    """`Failed`."""
    worker_lost = Signal(object)
    """A `WorkerOutcome`, after the requests that were lost with the worker have failed."""

    def __init__(
        self,
        program: str,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str] = _NO_ADDITIONS,
        timeouts: Timeouts | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._program = program
        self._arguments = tuple(arguments)
        self._environment = dict(environment)
        self._timeouts = timeouts or Timeouts()
        self._state = EngineState.STOPPED
        self._worker: WorkerProcess | None = None
        self._is_ready = False
        self._ids = count(1)
        self._current: Entry | None = None
        self._waiting: deque[Entry] = deque()
        self._counting: set[int] = set()
        self._pair: PairLoaded | None = None
        self._pair_request: LoadPair | ConnectPair | None = None
        self._loss: WorkerFailure | None = None
        self._is_closing = False
        self._own_endings: deque[Finished | Failed] = deque()
        self._own_endings_timer = QTimer(self, singleShot=True, interval=0)
        self._own_endings_timer.timeout.connect(self._deliver_own_endings)
        self._cancel_timer = QTimer(self, singleShot=True, interval=self._timeouts.cancel_ms)
        self._cancel_timer.timeout.connect(self._on_cancel_timeout)

    # State ----------------------------------------------------------------------------------

    @property
    def state(self) -> EngineState:
        """What the engine does now."""
        return self._state

    @property
    def pair(self) -> PairLoaded | None:
        """The pair in use; None after `pair_lost`, and from a crash until `restart` loaded it."""
        return self._pair

    @property
    def worker_pid(self) -> int | None:
        """Process id of the present or the lost worker, for diagnostics."""
        return self._worker.pid if self._worker else None

    @property
    def stderr_lines(self) -> tuple[str, ...]:
        """The last lines that the worker wrote to stderr, for diagnostics; kept after its end."""
        return self._worker.stderr_lines if self._worker else ()

    # Life of the worker ---------------------------------------------------------------------

    def start(self) -> None:
        """Launch a worker; does nothing where one runs."""
        if self._is_closing or self._state not in {EngineState.STOPPED, EngineState.CRASHED}:
            return
        if self._worker is not None:
            self._worker.deleteLater()
        self._loss = None
        worker = WorkerProcess(
            self._program, self._arguments, self._environment, self._timeouts, self
        )
        worker.event_received.connect(self._on_event_received)
        worker.lost.connect(self._on_lost)
        self._worker = worker
        self._set_state(EngineState.STARTING)
        worker.start()

    def restart(self) -> int | None:
        """Launch a new worker and load the pair that was in use; gives that load's id.

        A worker that still runs is closed first, as in `close`.
        """
        load = self._pair_request
        if self._state not in {EngineState.STOPPED, EngineState.CRASHED}:
            self.close()
        self.start()
        if load is None:
            return None
        again = msgspec.structs.replace(load, request_id=next(self._ids))
        self._submit(again)
        return again.request_id

    def close(self) -> None:
        """End the worker and every request; afterwards no process is left.

        Blocks, at the most for the sum of three graces (see `Timeouts`). Requests that have not
        ended by then are cancelled; events that still arrive are passed on before.
        """
        if self._is_closing:
            return
        self._is_closing = True
        self._cancel_timer.stop()
        for entry in self._waiting:
            self._own_endings.append(entry.cancelled_end())
        self._waiting.clear()
        counting, self._counting = self._counting, set()
        for request_id in sorted(counting):
            self._own_endings.append(Finished(request_id, cancelled=True))
        if self._worker is not None:
            self._worker.close()
            self._worker.deleteLater()
            self._worker = None
        if self._current is not None:
            self._own_endings.append(self._current.cancelled_end())
            self._current = None
        self._is_ready = False
        self._pair = self._pair_request = None
        self._is_closing = False
        self._set_state(EngineState.STOPPED)
        self._deliver_own_endings()

    # Requests -------------------------------------------------------------------------------

    def load_pair(
        self,
        target: Path,
        draft: Path | None,
        *,
        context_length: int | None = None,
        threads: int | None = None,
        learned_folder: Path | None = None,
        wishes: LoadingWishes | None = None,
    ) -> int:
        """Load a pair; cancels the reply or load that runs or waits, and follows it."""
        request = LoadPair(
            request_id=next(self._ids),
            target=str(target),
            draft=None if draft is None else str(draft),
            context_length=context_length,
            threads=threads,
            learned_folder=str(learned_folder) if can_travel(learned_folder) else None,
            wishes=wishes or LoadingWishes(),
        )
        for path in (target, draft):
            if path is not None and not can_travel(path):
                self._end_own(Failed(request.request_id, ErrorCode.FILE_UNREADABLE, ascii(path)))
                return request.request_id
        self._cancel_replies_and_loads()
        return self._submit(request)

    def connect_pair(self, server: RemoteServer, key: str | None) -> int:
        """Use a model on a server; cancels as `load_pair` does."""
        self._cancel_replies_and_loads()
        return self._submit(ConnectPair(next(self._ids), server, key))

    def generate(
        self,
        messages: Sequence[ChatMessage],
        sampling: Sampling,
        speculation: Speculation,
        max_tokens: int | None,
        *,
        overflow: Overflow = Overflow.STOP,
        rehearsal: bool = False,
    ) -> int:
        """Write a reply, or go on with one; fails with `ENGINE_BUSY` beside one not cancelled."""
        request = Generate(
            request_id=next(self._ids),
            messages=whole_messages(messages),
            sampling=sampling,
            speculation=speculation,
            max_tokens=max_tokens,
            overflow=overflow,
            rehearsal=rehearsal,
        )
        return self._submit_reply(request)

    def generate_alternatives(
        self,
        messages: Sequence[ChatMessage],
        sampling: Sampling,
        count: int,
        max_tokens: int,
        *,
        overflow: Overflow = Overflow.STOP,
    ) -> int:
        """Write several replies at once; fails with `ENGINE_BUSY` as `generate` does."""
        request = GenerateAlternatives(
            request_id=next(self._ids),
            messages=whole_messages(messages),
            sampling=sampling,
            count=count,
            max_tokens=max_tokens,
            overflow=overflow,
        )
        return self._submit_reply(request)

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """Count what a conversation takes of the context, also while a reply is written.

        Does not wait its turn and changes no state; too short to be worth a cancel.
        """
        request = CountTokens(next(self._ids), whole_messages(messages))
        if self._pair is None or self._worker is None or self._is_closing:
            self._end_own(Failed(request.request_id, ErrorCode.NO_PAIR))
        else:
            self._counting.add(request.request_id)
            self._worker.send(request)
        return request.request_id

    def unload(self) -> int:
        """Free the pair in use; cancels the reply or load that runs or waits."""
        self._cancel_replies_and_loads()
        return self._submit(Unload(request_id=next(self._ids)))

    def forget(self, learned_folder: Path) -> int:
        """Delete what was learned from chats; waits for the reply or load that runs."""
        request_id = next(self._ids)
        if not can_travel(learned_folder):
            self._end_own(Failed(request_id, ErrorCode.FILE_UNREADABLE, ascii(learned_folder)))
            return request_id
        return self._submit(Forget(request_id, str(learned_folder)))

    def configure(self, speculation: Speculation) -> None:
        """Speculate like this from the next round of the reply that runs or waits."""
        for entry in self._waiting:
            if isinstance(entry.request, Generate):
                entry.request = msgspec.structs.replace(entry.request, speculation=speculation)
        if self._worker is not None and self._is_ready:
            self._worker.send(Configure(speculation))

    def cancel(self, request_id: int) -> None:
        """Stop a request; one that has ended is left alone.

        A worker that does not end the request within the cancel grace is ended itself, and the
        request fails with `ENGINE_SILENT`.
        """
        for entry in self._unended():
            if entry.request.request_id == request_id:
                self._cancel(entry)
                return

    def _unended(self) -> list[Entry]:
        return [*([self._current] if self._current else []), *self._waiting]

    def _submit_reply(self, request: Generate | GenerateAlternatives) -> int:
        if any(
            isinstance(entry.request, Generate | GenerateAlternatives) and not entry.cancelled
            for entry in self._unended()
        ):
            self._end_own(Failed(request.request_id, ErrorCode.ENGINE_BUSY, "another reply"))
            return request.request_id
        return self._submit(request)

    def _submit(self, request: Work) -> int:
        if self._state in {EngineState.STOPPED, EngineState.CRASHED} or self._is_closing:
            lost = self._loss or WorkerFailure(ErrorCode.ENGINE_NOT_STARTED, "it is not running")
            self._end_own(Failed(request.request_id, lost.code, lost.detail))
        else:
            self._waiting.append(Entry(request))
            self._send_next()
        return request.request_id

    def _send_next(self) -> None:
        if self._worker is None or not self._is_ready or self._current or not self._waiting:
            return
        self._current = self._waiting.popleft()
        request = self._current.request
        self._worker.send(request)
        self._set_state(EngineState.GENERATING if writes(request) else EngineState.LOADING)

    def _cancel_replies_and_loads(self) -> None:
        for entry in self._unended():
            if isinstance(entry.request, LoadPair | ConnectPair | Generate | GenerateAlternatives):
                self._cancel(entry)

    def _cancel(self, entry: Entry) -> None:
        if entry.cancelled or self._is_closing:
            return
        entry.cancelled = True
        if entry is not self._current:
            self._waiting.remove(entry)
            self._end_own(entry.cancelled_end())
        elif self._worker is not None:
            self._worker.send(Cancel(entry.request.request_id))
            self._cancel_timer.start()

    def _on_cancel_timeout(self) -> None:
        if self._worker is not None:
            seconds = self._timeouts.cancel_ms / 1000
            self._worker.end(
                WorkerFailure(ErrorCode.ENGINE_SILENT, f"it did not stop within {seconds:g} s")
            )

    # Ends that the client itself decides: told later, when the caller knows the id ----------

    def _end_own(self, ending: Finished | Failed) -> None:
        self._own_endings.append(ending)
        self._own_endings_timer.start()

    def _deliver_own_endings(self) -> None:
        while self._own_endings:
            self._emit_ending(self._own_endings.popleft())

    def _emit_ending(self, ending: Finished | Failed) -> None:
        match ending:
            case Finished():
                self.request_finished.emit(ending)
            case Failed():
                self.request_failed.emit(ending)
            case _:
                assert_never(ending)

    # What the worker says -------------------------------------------------------------------

    def _on_event_received(self, event: Event) -> None:
        if isinstance(event, Ready):
            self._on_ready(event)
            return
        if isinstance(event, Finished | Failed) and event.request_id in self._counting:
            self._counting.discard(event.request_id)
            self._emit_ending(event)
            return
        if self._current is None or event.request_id != self._current.request.request_id:
            _log.warning("the worker sent %s for no request in flight", type(event).__name__)
            return
        self._tell(event, self._current.request)

    def _tell(self, event: Answer, request: Work) -> None:
        match event:
            case LoadProgress():
                self.load_progressed.emit(event)
            case PairLoaded():
                self._on_pair_loaded(event, request)
            case PairLost():
                self._pair = self._pair_request = None
                self.pair_lost.emit(event)
            case PromptProgress():
                self.prompt_progressed.emit(event)
            case RoundDone():
                self.round_done.emit(event)
            case AlternativesSaid():
                self.alternatives_said.emit(event)
            case Finished() | Failed():
                self._on_ended(event, request)
            case _:
                assert_never(event)

    def _on_ready(self, ready: Ready) -> None:
        if self._is_ready or self._is_closing:
            _log.warning("the worker said Ready out of turn")
            return
        self._is_ready = True
        self._set_state(EngineState.IDLE)
        self.worker_ready.emit(ready)
        self._send_next()

    def _on_pair_loaded(self, event: PairLoaded, request: Work) -> None:
        if isinstance(request, LoadPair | ConnectPair):
            self._pair = event
            self._pair_request = request
        self.pair_loaded.emit(event)

    def _on_ended(self, ending: Finished | Failed, request: Work) -> None:
        self._cancel_timer.stop()
        self._current = None
        if isinstance(request, Unload) and isinstance(ending, Finished):
            self._pair = self._pair_request = None
        self._set_state(EngineState.IDLE)
        self._emit_ending(ending)
        self._send_next()

    def _on_lost(self, outcome: WorkerOutcome) -> None:
        outcome = explained(outcome, self._pair_request, *(it.request for it in self._unended()))
        _log.warning("the worker was lost: %s", outcome.sentence())
        self._cancel_timer.stop()
        lost = [*(entry.request.request_id for entry in self._unended()), *sorted(self._counting)]
        self._counting.clear()
        self._current = None
        self._waiting.clear()
        self._is_ready = False
        self._pair = None
        self._loss = outcome.failure
        self._set_state(EngineState.CRASHED)
        self._deliver_own_endings()
        for request_id in lost:
            self.request_failed.emit(
                Failed(request_id, outcome.failure.code, outcome.failure.detail)
            )
        self.worker_lost.emit(outcome)

    def _set_state(self, state: EngineState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
