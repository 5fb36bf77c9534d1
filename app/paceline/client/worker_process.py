"""One worker process, from launch to its end; only `EngineClient` uses it.

A worker starts, says `Ready`, sends events, and ends. Whatever goes wrong on the way - it never
starts, dies, stays silent, speaks nonsense - comes out as one `lost` signal, after which the
process is gone. What the events mean is the client's business.
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from paceline.client.outcome import (
    WorkerFailure,
    WorkerOutcome,
    describe_exit,
    describe_signal,
    signal_name,
)
from paceline.client.stderr_tail import StderrTail
from paceline.client.timeouts import Timeouts
from paceline.errors import ErrorCode
from paceline.protocol.codec import LineSplitter, ProtocolError, decode_event, encode
from paceline.protocol.messages import PROTOCOL_VERSION, Command, Event, Ready, Shutdown

MAX_LINE_BYTES: Final = 4 * 1024 * 1024
"""An unfinished line longer than this is noise: the longest real one holds one reply's text."""

_log = logging.getLogger(__name__)


class WorkerProcess(QObject):
    """Owns the child process; `event_received` carries valid events only, `Ready` first."""

    event_received = Signal(object)
    """An `Event`."""
    lost = Signal(object)
    """A `WorkerOutcome`; emitted once at the most, and never after `close`."""

    def __init__(
        self,
        program: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        timeouts: Timeouts,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._program = program
        self._arguments = list(arguments)
        self._timeouts = timeouts
        self._splitter = LineSplitter()
        self._unfinished_bytes = 0
        self._lines: deque[bytes] = deque()
        self._stderr = StderrTail()
        self._ready = False
        self._ended = False
        self._closing = False
        self._verdict: WorkerFailure | None = None
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_inherited_environment(environment))
        self._process.started.connect(self._on_started)
        self._process.readyReadStandardOutput.connect(self._read_stdout)
        self._process.readyReadStandardError.connect(self._read_stderr)
        self._process.errorOccurred.connect(self._on_error_occurred)
        self._process.finished.connect(self._on_finished)
        self._start_timer = self._make_timer(timeouts.start_ms, self._on_start_timeout)
        self._hang_up_timer = self._make_timer(timeouts.hang_up_ms, self._on_hang_up_timeout)
        self._terminate_timer = self._make_timer(timeouts.terminate_ms, self._kill)
        self._kill_timer = self._make_timer(timeouts.kill_ms, self._on_kill_timeout)
        self._pid: int | None = None

    @property
    def pid(self) -> int | None:
        """The process id once it runs; kept after its end, for diagnostics."""
        return self._pid

    @property
    def stderr_lines(self) -> tuple[str, ...]:
        """The last lines that it wrote to stderr, for diagnostics."""
        return self._stderr.lines()

    def start(self) -> None:
        """Launch; `lost` may come before this returns where the program cannot be run."""
        self._start_timer.start()
        self._process.start(self._program, self._arguments)

    def send(self, command: Command) -> None:
        """Queue one command to the worker's stdin; lost with the worker where it has ended."""
        if self._is_alive():
            self._process.write(encode(command))

    def end(self, failure: WorkerFailure) -> None:
        """Terminate, and after a grace kill; `lost` follows with this failure."""
        if self._condemn(failure):
            self._process.terminate()
            self._terminate_timer.start()

    def close(self) -> None:
        """Ask, terminate, kill; returns when the process is gone, within the sum of the graces.

        Events that still arrive are passed on; `lost` is not emitted any more.
        """
        if self._closing:
            return
        self._closing = True
        self._stop_timers()
        if self._ready and self._verdict is None:
            self.send(Shutdown())
            self._process.closeWriteChannel()
            self._wait_for_end(self._timeouts.close_ms)
            self._warn_of_bad_exit()
        if self._is_alive():
            self._process.terminate()
            self._wait_for_end(self._timeouts.terminate_ms)
        if self._is_alive():
            self._process.kill()
            self._wait_for_end(self._timeouts.kill_ms)
        if self._is_alive():
            _log.error("worker process %s could not be killed", self._pid)
        self._ended = True

    def _warn_of_bad_exit(self) -> None:
        """Leave a trace where nobody will see a message any more."""
        code, status = self._process.exitCode(), self._process.exitStatus()
        if self._is_alive():
            _log.warning("the worker did not exit within %d ms", self._timeouts.close_ms)
        elif status == QProcess.ExitStatus.CrashExit:
            _log.warning("the worker exited badly: %s", describe_signal(code))
        elif code != 0:
            _log.warning("the worker exited badly: %s", describe_exit(code))

    def _is_alive(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    def _wait_for_end(self, milliseconds: int) -> None:
        if self._is_alive():
            self._process.waitForFinished(milliseconds)

    def _on_started(self) -> None:
        self._pid = self._process.processId()

    def _read_stdout(self) -> None:
        data = bytes(self._process.readAllStandardOutput().data())
        if self._verdict is not None:
            return
        *whole, rest = data.split(b"\n")
        self._unfinished_bytes = len(rest) + (0 if whole else self._unfinished_bytes)
        if self._unfinished_bytes > MAX_LINE_BYTES:
            self._reject("it sent a line without an end")
            return
        # A slot may call `close`, which reads on: the queue keeps the events in their order.
        self._lines.extend(self._splitter.feed(data))
        while self._lines and self._verdict is None:
            self._receive(self._lines.popleft())

    def _receive(self, line: bytes) -> None:
        try:
            event = decode_event(line)
        except ProtocolError as error:
            _log.warning("unreadable line from the worker: %s", error)
            self._reject("it sent a message that could not be read")
            return
        if self._ready or self._greet(event):
            self.event_received.emit(event)

    def _greet(self, event: Event) -> bool:
        """Whether the worker's first event lets the conversation begin."""
        if not isinstance(event, Ready):
            self._reject("it spoke before it was ready")
            return False
        if event.protocol_version != PROTOCOL_VERSION:
            self._reject(
                f"window and engine come from different versions: protocol {PROTOCOL_VERSION} "
                f"here, {event.protocol_version} there"
            )
            return False
        self._ready = True
        self._start_timer.stop()
        return True

    def _read_stderr(self) -> None:
        self._stderr.feed(bytes(self._process.readAllStandardError().data()))

    def _on_error_occurred(self, error: QProcess.ProcessError) -> None:
        match error:
            case QProcess.ProcessError.FailedToStart:
                detail = f"{self._program}: {self._process.errorString()}"
                self._finish(
                    WorkerFailure(ErrorCode.ENGINE_NOT_STARTED, detail), exit_code=None, signal=None
                )
            case QProcess.ProcessError.WriteError:
                self._on_write_failed()
            case _:
                pass  # Crashed is followed by `finished`; the others concern this side only

    def _on_write_failed(self) -> None:
        if not (self._closing or self._ended or self._hang_up_timer.isActive()):
            self._hang_up_timer.start()

    def _on_start_timeout(self) -> None:
        seconds = self._timeouts.start_ms / 1000
        self.end(
            WorkerFailure(ErrorCode.ENGINE_NOT_STARTED, f"it was not ready within {seconds:g} s")
        )

    def _on_hang_up_timeout(self) -> None:
        self._reject("it stopped listening")

    def _reject(self, detail: str) -> None:
        """Kill at once: a worker that breaks the protocol cannot be asked for anything."""
        code = ErrorCode.ENGINE_CRASHED if self._ready else ErrorCode.ENGINE_NOT_STARTED
        if self._condemn(WorkerFailure(code, detail)):
            self._kill()

    def _condemn(self, failure: WorkerFailure) -> bool:
        """Fix the reason of the coming end; False where one is fixed or the end has come."""
        if self._verdict is not None or self._ended or self._closing:
            return False
        self._verdict = failure
        self._start_timer.stop()
        self._hang_up_timer.stop()
        return True

    def _kill(self) -> None:
        self._process.kill()
        self._kill_timer.start()

    def _on_kill_timeout(self) -> None:
        """Give the process up, so that requests end even where the kernel cannot end it."""
        assert self._verdict is not None
        detail = f"{self._verdict.detail}; process {self._pid} could not be killed"
        self._finish(WorkerFailure(self._verdict.code, detail), exit_code=None, signal=None)

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read_stdout()
        self._read_stderr()
        crashed = status == QProcess.ExitStatus.CrashExit
        detail = describe_signal(code) if crashed else describe_exit(code)
        died = ErrorCode.ENGINE_CRASHED if self._ready else ErrorCode.ENGINE_NOT_STARTED
        self._finish(
            self._verdict or WorkerFailure(died, detail),
            exit_code=None if crashed else code,
            signal=signal_name(code) if crashed else None,
        )

    def _finish(self, failure: WorkerFailure, *, exit_code: int | None, signal: str | None) -> None:
        self._stop_timers()
        if self._ended:
            return
        self._ended = True
        if not self._closing:
            self.lost.emit(WorkerOutcome(failure, exit_code, signal, self._stderr.lines()))

    def _stop_timers(self) -> None:
        for timer in (
            self._start_timer,
            self._hang_up_timer,
            self._terminate_timer,
            self._kill_timer,
        ):
            timer.stop()

    def _make_timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(slot)
        return timer


def _inherited_environment(additions: Mapping[str, str]) -> QProcessEnvironment:
    """This process's environment with `additions` on top."""
    environment = QProcessEnvironment.systemEnvironment()
    for name, value in additions.items():
        environment.insert(name, value)
    return environment
