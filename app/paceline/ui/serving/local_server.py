"""One local server after the other: its process, and what it does as one value."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from paceline.client.server_process import ServerEnd, ServerProcess
from paceline.protocol.server_lines import AnyServerLine
from paceline.ui.failure import Failure
from paceline.ui.serving.state import Phase, ServerState, after_end, after_line


class LocalServer(QObject):
    """At most one at a time; it is gone when `close` has returned."""

    changed = Signal(object)
    """Carries the `ServerState`."""

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = tuple(command)
        self._process: ServerProcess | None = None
        self._state = ServerState()

    @property
    def state(self) -> ServerState:
        """What it does now."""
        return self._state

    @property
    def pid(self) -> int:
        """The process id, 0 without a process."""
        return self._process.pid if self._process else 0

    def prepare(self) -> None:
        """Models, memory and key are being looked at."""
        self._set(ServerState(Phase.PREPARING))

    def refuse(self, failure: Failure) -> None:
        """It is not started, and this is why."""
        self._set(ServerState(Phase.FAILED, failure=failure))

    def launch(self, arguments: Sequence[str], key: str | None) -> None:
        """Start the process; ignored where one runs."""
        if self._process is not None:
            return
        self._process = process = ServerProcess((*self._command, *arguments), key, parent=self)
        process.line_received.connect(self._on_line_received)
        process.ended.connect(self._on_ended)
        self._set(ServerState(Phase.LOADING))
        process.start()

    def stop(self) -> None:
        """Ask it to end, or do not start it at all."""
        if self._process is None:
            self._set(ServerState())
        else:
            self._set(_stopping(self._state))
            self._process.stop()

    def close(self) -> None:
        """End it and wait for that; bounded."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def _on_line_received(self, line: AnyServerLine) -> None:
        self._set(after_line(self._state, line))

    def _on_ended(self, end: ServerEnd) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None
        self._set(after_end(end))

    def _set(self, state: ServerState) -> None:
        self._state = state
        self.changed.emit(state)


def _stopping(state: ServerState) -> ServerState:
    return replace(state, phase=Phase.STOPPING)
