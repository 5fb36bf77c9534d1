"""What the local server does, as a value that its lines change one after the other. Pure."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import assert_never

from paceline.client.server_process import ServerEnd
from paceline.protocol.server_lines import (
    AnyServerLine,
    Figures,
    Listening,
    Loading,
    Ready,
    Request,
    Stopped,
    Trouble,
)
from paceline.ui.failure import Failure


class Phase(Enum):
    """What it does."""

    OFF = "off"
    PREPARING = "preparing"
    """Models, key and memory are looked at; there is no process yet."""
    LOADING = "loading"
    READY = "ready"
    STOPPING = "stopping"
    FAILED = "failed"

    @property
    def runs(self) -> bool:
        """Whether a server is there, or on its way."""
        return self in (Phase.PREPARING, Phase.LOADING, Phase.READY, Phase.STOPPING)


@dataclass(frozen=True, slots=True)
class ServerState:
    """All that is shown of a server; `part` and `fraction` are of what is being loaded."""

    phase: Phase = Phase.OFF
    part: str = ""
    fraction: float = 0.0
    listening: Listening | None = None
    ready: Ready | None = None
    figures: Figures | None = None
    trouble: Failure | None = None
    """The last one that it went on after."""
    failure: Failure | None = None
    """Why it is not there."""


def after_line(state: ServerState, line: AnyServerLine) -> ServerState:
    """Return the state after the server said something."""
    match line:
        case Loading():
            phase = _unless_stopping(state, Phase.LOADING)
            return replace(state, phase=phase, part=line.part, fraction=line.fraction)
        case Listening():
            return replace(state, listening=line)
        case Ready():
            return replace(state, phase=_unless_stopping(state, Phase.READY), ready=line)
        case Figures():
            return replace(state, figures=line)
        case Trouble():
            return replace(state, trouble=Failure(line.code, line.detail))
        case Request() | Stopped():
            return state
        case _:
            assert_never(line)


def after_end(end: ServerEnd) -> ServerState:
    """Return the state after its end."""
    if end.code is None:
        return ServerState()
    return ServerState(Phase.FAILED, failure=Failure(end.code, end.detail))


def _unless_stopping(state: ServerState, phase: Phase) -> Phase:
    return Phase.STOPPING if state.phase is Phase.STOPPING else phase
