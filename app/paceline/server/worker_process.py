"""One worker process on asyncio, from launch to its end; only `Engine` uses it.

The rules are those of `client.worker_process`, which does the same on Qt: a worker says `Ready`
within a time, speaks the protocol or is killed, and is asked to end before it is made to.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

from paceline.client.outcome import WorkerFailure, describe_exit, describe_signal
from paceline.client.stderr_tail import StderrTail
from paceline.client.timeouts import Timeouts
from paceline.errors import ErrorCode
from paceline.nodes import lost_nodes
from paceline.protocol.codec import LineSplitter, ProtocolError, decode_event, encode
from paceline.protocol.messages import PROTOCOL_VERSION, Command, Event, Ready, Shutdown

MAX_LINE_BYTES: Final = 4 * 1024 * 1024
"""An unfinished line longer than this is noise: the longest real one holds one reply's text."""

_STDIN, _STDOUT, _STDERR = 0, 1, 2

_log = logging.getLogger(__name__)


class WorkerLost(Exception):  # noqa: N818 - what happened, told to the engine alone
    """The worker is gone."""

    def __init__(self, failure: WorkerFailure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


class WorkerProcess(asyncio.SubprocessProtocol):
    """A worker that has said `Ready`; made by `launch`."""

    def __init__(self, timeouts: Timeouts) -> None:
        self._timeouts = timeouts
        self._stderr = StderrTail()
        self._splitter = LineSplitter()
        self._unfinished = 0
        self._events: list[Event] = []
        self._news = asyncio.Event()
        self._exited = asyncio.Event()
        self._silent = asyncio.Event()
        self._verdict: WorkerFailure | None = None
        self._is_ready = False
        self._hang_up: asyncio.TimerHandle | None = None
        self._transport: asyncio.SubprocessTransport | None = None

    @classmethod
    async def launch(
        cls, command: Sequence[str], environment: Mapping[str, str], timeouts: Timeouts
    ) -> "WorkerProcess":
        """Start a worker and wait for its greeting; raises `WorkerLost`."""
        worker = cls(timeouts)
        loop = asyncio.get_running_loop()
        try:
            await loop.subprocess_exec(lambda: worker, *command, env=environment)
        except OSError as error:
            detail = f"{command[0]}: {error.strerror}"
            raise WorkerLost(WorkerFailure(ErrorCode.ENGINE_NOT_STARTED, detail)) from error
        seconds = timeouts.start_ms / 1000
        try:
            async with asyncio.timeout(seconds):
                await worker._greeted()
        except TimeoutError:
            late = f"it was not ready within {seconds:g} s"
            await worker.end(WorkerFailure(ErrorCode.ENGINE_NOT_STARTED, late))
            raise worker._loss() from None
        except BaseException:
            await worker.end(WorkerFailure(ErrorCode.ENGINE_NOT_STARTED, "it was not wanted"))
            raise
        return worker

    @property
    def pid(self) -> int:
        """The process id, for diagnostics."""
        assert self._transport is not None
        return self._transport.get_pid()

    def send(self, command: Command) -> None:
        """Queue one command; lost with the worker where it has ended."""
        stdin = self._pipe(_STDIN)
        if isinstance(stdin, asyncio.WriteTransport) and not stdin.is_closing():
            stdin.write(encode(command))

    async def events(self) -> AsyncIterator[list[Event]]:
        """Yield what has come since the last time, in order; ends by raising `WorkerLost`."""
        while True:
            yield await self._next()

    async def end(self, failure: WorkerFailure) -> None:
        """Terminate, and after a grace kill; `events` raises `WorkerLost` with this failure."""
        self._condemn(failure)
        assert self._transport is not None
        if not self._exited.is_set():
            with suppress(ProcessLookupError):
                self._transport.terminate()
        if not await _set_within(self._exited, self._timeouts.terminate_ms):
            self._kill()
            if not await _set_within(self._exited, self._timeouts.kill_ms):
                _log.error("worker process %s could not be killed", self.pid)
        self._give_up()

    async def close(self) -> None:
        """Ask, terminate, kill; returns when the process is gone, within the sum of the graces."""
        self._condemn(WorkerFailure(ErrorCode.ENGINE_CRASHED, "it was closed"))
        self.send(Shutdown())
        if stdin := self._pipe(_STDIN):
            stdin.close()
        if not await _set_within(self._exited, self._timeouts.close_ms):
            _log.warning("the worker did not exit within %d ms", self._timeouts.close_ms)
        elif status := self._status():
            _log.warning("the worker exited badly: %s", _ending(status))
        await self.end(WorkerFailure(ErrorCode.ENGINE_CRASHED, "it was closed"))

    # What the process does ------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember how to reach it."""
        assert isinstance(transport, asyncio.SubprocessTransport)
        self._transport = transport

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Take events from its output and last words from its errors."""
        if fd == _STDERR:
            self._stderr.feed(data)
        elif self._verdict is None:
            self._read(data)

    def pipe_connection_lost(self, fd: int, _exc: Exception | None) -> None:
        """Expect the end of a process that closes one of its lines."""
        if fd == _STDOUT:
            self._silent.set()
            self._news.set()
        if fd in {_STDIN, _STDOUT} and self._verdict is None and self._hang_up is None:
            what = "it stopped listening" if fd == _STDIN else "it stopped speaking"
            self._hang_up = asyncio.get_running_loop().call_later(
                self._timeouts.hang_up_ms / 1000, self._reject, what
            )

    def process_exited(self) -> None:
        """Let those know who wait for its end."""
        self._exited.set()
        self._news.set()

    def _read(self, data: bytes) -> None:
        last = data.rfind(b"\n")
        self._unfinished = len(data) - last - 1 + (self._unfinished if last < 0 else 0)
        if self._unfinished > MAX_LINE_BYTES:
            self._reject("it sent a line without an end")
            return
        for line in self._splitter.feed(data):
            try:
                self._events.append(decode_event(line))
            except ProtocolError:
                _log.warning("unreadable line from the worker")
                self._reject("it sent a message that could not be read")
                return
        self._news.set()

    def _reject(self, detail: str) -> None:
        """Kill at once: a worker that breaks the protocol cannot be asked for anything."""
        if not self._exited.is_set():
            code = ErrorCode.ENGINE_CRASHED if self._is_ready else ErrorCode.ENGINE_NOT_STARTED
            self._condemn(WorkerFailure(code, detail))
            self._kill()

    # How it comes to its end ----------------------------------------------------------------

    async def _greeted(self) -> None:
        """Take the worker's first word; raises `WorkerLost` where it does not let us begin."""
        first, *self._events = await self._next()
        if not isinstance(first, Ready):
            self._reject("it spoke before it was ready")
        elif first.protocol_version != PROTOCOL_VERSION:
            self._reject(
                f"server and engine come from different versions: protocol {PROTOCOL_VERSION} "
                f"here, {first.protocol_version} there"
            )
        self._is_ready = self._verdict is None
        if not self._is_ready:
            await self._next()

    async def _next(self) -> list[Event]:
        """Return the events that have come, at least one; raises `WorkerLost`."""
        while not self._events or self._verdict is not None:
            if self._exited.is_set():
                # What it wrote last is read after its end; a child of its own may hold the line.
                await _set_within(self._silent, self._timeouts.hang_up_ms)
                if not self._events or self._verdict is not None:
                    self._give_up()
                    raise self._loss()
                break
            self._news.clear()
            await self._news.wait()
        events, self._events = self._events, []
        return events

    def _loss(self) -> WorkerLost:
        if self._verdict is None:
            died = ErrorCode.ENGINE_CRASHED if self._is_ready else ErrorCode.ENGINE_NOT_STARTED
            nodes = lost_nodes(self._stderr.lines())
            if died is ErrorCode.ENGINE_CRASHED and nodes is not None:
                self._condemn(WorkerFailure(ErrorCode.NODE_LOST, nodes))
            else:
                self._condemn(WorkerFailure(died, _ending(self._status())))
        assert self._verdict is not None
        return WorkerLost(self._verdict)

    def _condemn(self, failure: WorkerFailure) -> None:
        """Fix the reason of the coming end; the first one counts."""
        if self._verdict is None:
            self._verdict = failure

    def _kill(self) -> None:
        assert self._transport is not None
        with suppress(ProcessLookupError):
            self._transport.kill()

    def _give_up(self) -> None:
        """Close every line to it."""
        if self._hang_up is not None:
            self._hang_up.cancel()
        assert self._transport is not None
        self._transport.close()

    def _status(self) -> int:
        assert self._transport is not None
        return self._transport.get_returncode() or 0

    def _pipe(self, fd: int) -> asyncio.BaseTransport | None:
        return None if self._transport is None else self._transport.get_pipe_transport(fd)


async def _set_within(event: asyncio.Event, milliseconds: int) -> bool:
    """Whether it was set in time."""
    try:
        async with asyncio.timeout(milliseconds / 1000):
            await event.wait()
    except TimeoutError:
        return False
    return True


def _ending(status: int) -> str:
    """Return how a process ended that should not have ended so."""
    crashed = status < 0 or status > 0xC0000000  # as Windows numbers its exceptions
    return describe_signal(abs(status)) if crashed else describe_exit(status)
