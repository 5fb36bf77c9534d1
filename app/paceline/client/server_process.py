"""One local server, `paceline serve`, as the window sees it: lines come out, and exactly one end.

The server holds on to its standard input: it ends when that does, and so it ends with this process,
however that ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from paceline.client.outcome import describe_exit, describe_signal
from paceline.errors import ErrorCode
from paceline.protocol.codec import LineSplitter
from paceline.protocol.server_lines import Stopped, decode_line

KEY_VARIABLE: Final = "PACELINE_API_KEY"
"""How the server is given its key: others can read a command line."""
MOST_LINE_BYTES: Final = 1 << 20
"""An unfinished line longer than this is none of a server's."""


@dataclass(frozen=True, slots=True)
class Graces:
    """Milliseconds until the next, harsher way to end it."""

    stop_ms: int = 8_000
    """From the end of its input: replies get some seconds, and the models are freed."""
    terminate_ms: int = 4_000
    """It catches the signal and frees its models, which takes a second, unless it hangs."""
    kill_ms: int = 2_000
    """Nothing but the kernel can delay this."""


@dataclass(frozen=True, slots=True)
class ServerEnd:
    """How it ended: `code` is None where it was asked to."""

    code: ErrorCode | None = None
    detail: str = ""


class ServerProcess(QObject):
    """Owns the child process for one run."""

    line_received = Signal(object)
    """An `AnyServerLine`, but for `Stopped`, which is told by the end."""
    ended = Signal(object)
    """A `ServerEnd`; emitted once, and never after `close`."""

    def __init__(
        self,
        command: Sequence[str],
        key: str | None,
        graces: Graces | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._program, *self._arguments = command
        self._splitter = LineSplitter()
        self._unfinished = 0
        self._graces = graces or Graces()
        self._last: Stopped | None = None
        self._stopping = self._closing = self._over = False
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_environment(key))
        # Whoever runs the window in a terminal sees there what the server complains of.
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self._process.readyReadStandardOutput.connect(self._read_stdout)
        self._process.errorOccurred.connect(self._on_error_occurred)
        self._process.finished.connect(self._on_finished)
        self._terminate_timer = QTimer(self, singleShot=True, interval=self._graces.stop_ms)
        self._terminate_timer.timeout.connect(self._on_stop_timeout)
        self._kill_timer = QTimer(self, singleShot=True, interval=self._graces.terminate_ms)
        self._kill_timer.timeout.connect(self._process.kill)

    @property
    def pid(self) -> int:
        """Its process id; 0 where it does not run."""
        return self._process.processId()

    def start(self) -> None:
        """Launch it; `ended` may come before this returns where the program cannot be run."""
        self._process.start(self._program, self._arguments)

    def stop(self) -> None:
        """Ask it to end; `ended` follows, at the latest when its graces have passed."""
        if self._is_alive() and not self._stopping:
            self._stopping = True
            self._process.closeWriteChannel()
            self._terminate_timer.start()

    def close(self) -> None:
        """End it without a grace for replies; returns when the process is gone, soon or killed."""
        self._closing = True
        self._terminate_timer.stop()
        self._kill_timer.stop()
        if self._is_alive():
            self._process.closeWriteChannel()
            self._process.terminate()  # the second call, which waits for no reply
            self._process.waitForFinished(self._graces.terminate_ms)
        if self._is_alive():
            self._process.kill()
            self._process.waitForFinished(self._graces.kill_ms)

    def _is_alive(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    def _read_stdout(self) -> None:
        data = bytes(self._process.readAllStandardOutput().data())
        *whole, rest = data.split(b"\n")
        self._unfinished = len(rest) + (0 if whole else self._unfinished)
        if self._unfinished > MOST_LINE_BYTES:
            self._process.kill()
            return
        for line in self._splitter.feed(data):
            told = decode_line(line)
            if isinstance(told, Stopped):
                self._last = told
            elif told is not None and not self._closing:
                self.line_received.emit(told)

    def _on_stop_timeout(self) -> None:
        self._process.terminate()
        self._kill_timer.start()

    def _on_error_occurred(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            detail = f"{self._program}: {self._process.errorString()}"
            self._end(ServerEnd(ErrorCode.SERVER_LOST, detail))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read_stdout()
        if self._stopping:
            self._end(ServerEnd())
        elif self._last is not None and self._last.code is not None:
            self._end(ServerEnd(self._last.code, self._last.detail))
        else:
            crashed = status == QProcess.ExitStatus.CrashExit
            detail = describe_signal(code) if crashed else describe_exit(code)
            self._end(ServerEnd(ErrorCode.SERVER_LOST, detail))

    def _end(self, end: ServerEnd) -> None:
        self._terminate_timer.stop()
        self._kill_timer.stop()
        if not (self._over or self._closing):
            self._over = True
            self.ended.emit(end)


def _environment(key: str | None) -> QProcessEnvironment:
    """This process's environment with this key or none."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.remove(KEY_VARIABLE)
    if key is not None:
        environment.insert(KEY_VARIABLE, key)
    return environment
