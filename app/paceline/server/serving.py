"""The whole life of a server: it listens, loads, answers, and comes to a clean end."""

import asyncio
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from socket import socket
from typing import Final

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from paceline.client.outcome import WorkerFailure
from paceline.client.timeouts import Timeouts
from paceline.errors import Cancelled, sentence
from paceline.protocol.messages import LoadPair, LoadProgress, PairLoaded
from paceline.protocol.server_lines import (
    FIGURES_SECONDS,
    AnyServerLine,
    Figures,
    Listening,
    Loading,
    Ready,
    Trouble,
)
from paceline.server.admission import Admission
from paceline.server.asking import Defaults
from paceline.server.endpoints import Endpoints
from paceline.server.engine import Engine, Loss, Notice, Shrunk
from paceline.server.gate import Gate
from paceline.server.limits import Limits
from paceline.server.listening import HttpServer, address_of, base_url, is_loopback
from paceline.server.writing import Writer

_FAREWELL_SECONDS: Final = 3
"""For the last words to clients, after that."""

_MANY_LOSSES: Final = 3
"""Losses in a row that a person should hear of as such."""

_FEWER_SEATS: Final = (
    "Memory is too short for {} replies at once. A shorter --context leaves room for more."
)

Choose = Callable[[Callable[[float], None], Callable[[], bool]], LoadPair]
"""Returns what to load; is told how to report progress, and whether it was cancelled."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask; `made_key` is the key where it was made for want of one."""

    key: str | None = None
    made_key: str | None = None
    allowed_origins: tuple[str, ...] = ()


class Serving:
    """One server; `tell` hears all that is to be told of it, in order."""

    def __init__(
        self,
        listener: socket,
        command: Sequence[str],
        environment: Mapping[str, str],
        defaults: Defaults,
        access: Access,
        tell: Callable[[AnyServerLine], None],
        *,
        most_waiting: int,
        may_shrink: bool,
        limits: Limits | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._listener = listener
        self._defaults = defaults
        self._access = access
        self._tell = tell
        self._limits = limits or Limits()
        self._engine = Engine(
            command,
            self._hear,
            environment=environment,
            may_shrink=may_shrink,
            timeouts=timeouts,
        )
        self._admission = Admission(1, most_waiting)
        self._writer = Writer(self._engine, self._admission, self._limits)
        self._shortage: tuple[str, ...] = ()
        self._stopping = asyncio.Event()
        self._loopback = is_loopback(address_of(listener)[0])
        self._url = base_url(listener)
        self._http = HttpServer(
            self._application(),
            head_seconds=self._limits.head_seconds,
            grace_seconds=math.ceil(self._limits.grace_seconds) + _FAREWELL_SECONDS,
        )

    @property
    def worker_pid(self) -> int | None:
        """Process id of the engine, for diagnostics."""
        return self._engine.worker_pid

    async def run(self, choose: Choose) -> None:
        """Serve until `stop`; raises `AppError` where the models cannot be loaded at first."""
        self._tell(
            Listening(
                self._url,
                key_required=self._access.key is not None,
                reachable=not self._loopback,
                made_key=self._access.made_key,
            )
        )
        listening = asyncio.create_task(self._http.serve(sockets=[self._listener]))
        working = asyncio.create_task(self._work(choose))
        telling = asyncio.create_task(self._tell_figures())
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({listening, working, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._end(listening)
            for task in (telling, stopped):
                task.cancel()
            await asyncio.gather(telling, stopped, return_exceptions=True)
        await working

    def stop(self) -> None:
        """Come to an end: replies that run get a short grace, and none at the second call."""
        if self._stopping.is_set():
            self._http.force_exit = True
            self._engine.cancel_all()
        self._wind_up()

    def _wind_up(self) -> None:
        """Begin nothing new."""
        self._writer.stopping = True
        self._engine.retire()
        self._stopping.set()

    async def _work(self, choose: Choose) -> None:
        loop = asyncio.get_running_loop()

        def build(fraction: float) -> None:
            loop.call_soon_threadsafe(self._tell, Loading("build", fraction))

        try:
            load = await asyncio.to_thread(choose, build, self._stopping.is_set)
        except Cancelled:
            return
        # Stopped before an engine was there to be closed: none is started any more.
        if not self._stopping.is_set():
            await self._engine.run(load)

    async def _end(self, listening: "asyncio.Task[None]") -> None:
        """Let go of clients first, then of the engine."""
        self._wind_up()
        self._http.should_exit = True
        await asyncio.wait({listening}, timeout=self._limits.grace_seconds)
        self._engine.cancel_all()
        try:
            await listening
        finally:
            await self._engine.close()

    def _hear(self, notice: Notice) -> None:
        match notice:
            case LoadProgress():
                self._tell(Loading(notice.part, notice.fraction))
            case PairLoaded():
                self._admission.resize(notice.seats)
                self._tell(
                    Ready(
                        self._defaults.names[-1],  # the alias, where there is one
                        notice.target.name,
                        notice.draft.name if notice.draft else None,
                        notice.context_length,
                        notice.seats,
                        (*self._shortage, *notice.notes),
                    )
                )
                self._shortage = ()
            case Shrunk():
                self._shortage = (_FEWER_SEATS.format(notice.seats),)
            case Loss():
                self._writer.metrics.add_restart()
                self._tell(_trouble(notice))

    async def _tell_figures(self) -> None:
        told = self._figures()
        while True:
            await asyncio.sleep(FIGURES_SECONDS)
            figures = self._figures()
            if figures != told:
                told = figures
                self._tell(figures)

    def _figures(self) -> Figures:
        figures = self._writer.figures
        return Figures(
            running=self._admission.running,
            waiting=self._admission.waiting,
            seats=self._admission.seats,
            requests=figures.requests,
            tokens=figures.tokens,
            tokens_per_second=round(figures.tokens_per_second, 2),
            acceptance=figures.acceptance,
            net_gain=figures.net_gain,
            restarts=self._engine.restarts,
        )

    def _application(self) -> ASGIApp:
        endpoints = Endpoints(
            self._engine, self._admission, self._writer, self._defaults, self._tell
        )
        origins = self._access.allowed_origins
        gate = Gate(
            endpoints.application(),
            key=self._access.key,
            loopback=self._loopback,
            allowed_origins=origins,
        )
        if not origins:
            return gate
        return CORSMiddleware(
            gate,
            allow_origins=origins,
            allow_methods=("GET", "POST"),
            allow_headers=("*",),
            expose_headers=("Retry-After",),
        )


def _trouble(loss: Loss) -> Trouble:
    failure: WorkerFailure = loss.failure
    said = sentence(failure.code, failure.detail)
    when = f"It is started again in {loss.retry_seconds:.3g} s."
    if loss.losses >= _MANY_LOSSES:
        when = f"That is the {loss.losses}. time in a row. {when}"
    return Trouble(failure.code, failure.detail, f"{said} {when}", loss.retry_seconds)
