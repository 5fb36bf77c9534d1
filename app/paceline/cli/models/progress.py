"""How far a download is: bars on a screen, lines of JSON for programs, nothing elsewhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import msgspec
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Column

from paceline.cli.terminal import remark, screen
from paceline.library.downloads.records import FileProgress, Phase, Wanted

_JSON_EVERY_S: Final = 0.5
_FIGURES: Final = 60
"""Columns for everything of a bar but the name."""

_PHASES: Final = {
    Phase.ASKING: "asking",
    Phase.LOCKED: "another program fetches it",
    Phase.FETCHING: "",
    Phase.WAITING: "waiting to try again",
    Phase.VERIFYING: "verifying",
}


class Arrived(msgspec.Struct, frozen=True, tag_field="type", tag="arrived"):
    """A file that is whole and verified."""

    repository: str
    file: str
    path: str


class UnderWay(msgspec.Struct, frozen=True, tag_field="type", tag="progress"):
    """How far a file is; sizes in bytes, `size` None while the Hub has not told it."""

    repository: str
    file: str
    phase: Phase
    done: int
    size: int | None


class Paused(msgspec.Struct, frozen=True, tag_field="type", tag="paused"):
    """Ctrl+C stopped it; what has come is kept."""

    repository: str
    file: str
    done: int


class Telling(Protocol):
    """Whoever is told of one file after the other."""

    def begin(self, wanted: Wanted) -> None:
        """Be told of this file from now on."""
        ...

    def report(self, state: FileProgress) -> None:
        """Take in how far it is."""
        ...

    def arrive(self, path: Path) -> None:
        """Take in that it is whole."""
        ...

    def pause(self) -> None:
        """Take in that it was stopped."""
        ...


@contextmanager
def telling(*, json: bool) -> Iterator[Telling]:
    """Return what fits the output, for as long as files are fetched."""
    if json:
        yield _Lines()
        return
    with _bars() as bars:
        yield _Bars(bars)


@dataclass(slots=True)
class _Lines:
    """One JSON object on a line, at most two a second."""

    _wanted: Wanted | None = None
    _last: FileProgress = field(default_factory=lambda: FileProgress(Phase.ASKING))
    _told_at: float = -1.0

    def begin(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._last = FileProgress(Phase.ASKING)
        self._told_at = -1.0

    def report(self, state: FileProgress) -> None:
        now = time.monotonic()
        new_phase = state.phase is not self._last.phase
        self._last = state
        if new_phase or now - self._told_at >= _JSON_EVERY_S:
            self._told_at = now
            repository, file = self._names()
            self._print(UnderWay(repository, file, state.phase, state.done, state.size))

    def arrive(self, path: Path) -> None:
        self._print(Arrived(*self._names(), str(path)))

    def pause(self) -> None:
        self._print(Paused(*self._names(), self._last.done))

    def _names(self) -> tuple[str, str]:
        return (self._wanted.repository, self._wanted.path) if self._wanted else ("", "")

    @staticmethod
    def _print(event: UnderWay | Arrived | Paused) -> None:
        print(msgspec.json.encode(event).decode(), flush=True)


def _bars() -> Progress:
    """On a narrow screen the name gives way, not the figures."""
    console = screen(error=True)
    whole = Column(no_wrap=True)
    name = Column(no_wrap=True, overflow="ellipsis", max_width=max(12, console.width - _FIGURES))
    return Progress(
        TextColumn("{task.description}", table_column=name),
        BarColumn(bar_width=16),
        DownloadColumn(table_column=whole),
        TransferSpeedColumn(table_column=whole),
        TimeRemainingColumn(compact=True, table_column=whole),
        TextColumn("{task.fields[phase]}", table_column=whole),
        console=console,
        disable=not console.is_terminal,
    )


@dataclass(slots=True)
class _Bars:
    """A bar for each file; without a screen only what has arrived is told."""

    _progress: Progress
    _task: TaskID | None = None
    _name: str = ""
    _fetching: bool = False

    def begin(self, wanted: Wanted) -> None:
        self._name = wanted.name
        self._fetching = False
        self._task = self._progress.add_task(wanted.name, total=wanted.size, phase="")

    def report(self, state: FileProgress) -> None:
        if self._task is None:
            return
        fetching = state.phase is Phase.FETCHING
        if fetching and not self._fetching:
            # What an earlier run brought has no share in the speed.
            self._progress.reset(self._task, total=state.size, completed=state.done)
        self._fetching = fetching
        self._progress.update(
            self._task, total=state.size, completed=state.done, phase=_PHASES[state.phase]
        )

    def arrive(self, path: Path) -> None:
        if self._task is not None:
            # Verifying counted from the start again.
            whole = self._progress.tasks[self._task].total
            self._progress.update(self._task, completed=whole, phase="done")
        if self._progress.disable:
            remark(f"{self._name} is whole and verified: {path}")

    def pause(self) -> None:
        if self._task is not None:
            self._progress.update(self._task, phase="paused")
