"""The models on this machine as all pages see them: found in the background, and watched."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from paceline.library.installed.header_memory import HeaderMemory
from paceline.library.installed.places import Place
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.scanning import found, scan
from paceline.library.installed.watching import Sight, changed_since, look, watched_folders
from paceline.ui.failure import Failure
from paceline.ui.library.background import Background, Call

BEGIN_MS: Final = 150
"""Before the first search: the page that wants it is painted by then."""
CALM_MS: Final = 800
"""How long folders must be still before they are looked at: a copied file changes all the time."""
NEWS_SECONDS: Final = 0.3
"""Between two looks at what a long search has found so far."""
LEAST_WORK_SECONDS: Final = 0.01
LONGEST_REST_SECONDS: Final = 0.1
"""A search rests as long as it worked: reading headers takes the interpreter from the window."""
CALM_SECONDS: Final = 0.15
LONGEST_WAIT_SECONDS: Final = 0.3
"""Between two headers a search waits until other calls have been quiet for so long, but no longer:
results of the Hub that arrive are laid out by the thousand."""
SWITCH_SECONDS: Final = 20e-6
"""How long the window waits for the interpreter while a header is read: it asks for it a thousand
times to paint one table."""
MOST_WATCHED: Final = 2000
"""Folders; systems give a program some thousands of watches for all it does."""

Models = tuple[InstalledModel, ...]


@dataclass(frozen=True, slots=True)
class _Ended:
    models: Models
    sight: Sight
    folders: tuple[Path, ...]


class Stock(QObject):
    """Looks when it is first asked to, and again whenever a folder has changed."""

    changed = Signal()
    """`models` are others, or more is known of them."""
    scanning_changed = Signal()
    failed = Signal(object)
    """Carries the `Failure` of a search; what was known stays."""

    def __init__(
        self,
        background: Background,
        places: Callable[[], Sequence[Place]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._places = places
        self._memory = HeaderMemory()
        self._models: dict[Path, InstalledModel] = {}
        self._sight: Sight | None = None
        self._call: Call[Models] | None = None
        self._again = False
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._on_folder_changed)
        self._begin = QTimer(self, singleShot=True, interval=BEGIN_MS)
        self._begin.timeout.connect(self.refresh)
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._look)

    @property
    def models(self) -> Models:
        """What is known now."""
        return tuple(self._models.values())

    @property
    def is_scanning(self) -> bool:
        """Whether a search runs."""
        return self._call is not None or self._begin.isActive()

    @property
    def has_looked(self) -> bool:
        """Whether a search has ended."""
        return self._sight is not None

    def by_path(self) -> Mapping[Path, InstalledModel]:
        """What is known now, by the file to load."""
        return self._models

    def ensure(self) -> None:
        """Search, unless that was done: folders are watched since then."""
        if self._sight is None and not self.is_scanning:
            self._begin.start()
            self.scanning_changed.emit()

    def look_again(self) -> None:
        """Something changed: search, if anybody has asked before."""
        if self._sight is not None or self._call is not None:
            self.refresh()

    def refresh(self) -> None:
        """Search all places, now or as soon as the search that runs has ended."""
        self._begin.stop()
        if self._call is not None:
            self._again = True
            return
        places, memory, background = self._places, self._memory, self._background

        def work(call: Call[Models]) -> _Ended:
            with _giving_way():
                return _search(places(), memory, call, lambda: background.stirred)

        self._call = self._background.start(work, self._on_done, self._on_failed, self._on_found)
        self.scanning_changed.emit()

    def _look(self) -> None:
        """Search if what lies in the folders is not what lay there."""
        sight, places = self._sight, self._places
        if sight is None or self._call is not None:
            self.refresh()
            return
        before = sight

        def work(_call: Call[None]) -> bool:
            return changed_since(before, places())

        def done(changed: bool) -> None:  # noqa: FBT001 - what the work returns
            if changed:
                self.refresh()

        self._background.start(work, done, self.failed.emit)

    def _on_folder_changed(self) -> None:
        self._calm.start()

    def _on_found(self, models: Models) -> None:
        """Take what a search has found so far; what is gone stays until it has ended."""
        self._models.update({model.path: model for model in models})
        self.changed.emit()

    def _on_done(self, ended: _Ended) -> None:
        self._call = None
        self._models = {model.path: model for model in ended.models}
        self._sight = ended.sight
        self._watch(ended.folders)
        self.changed.emit()
        self.scanning_changed.emit()
        if self._again:
            self._again = False
            self.refresh()

    def _on_failed(self, failure: Failure) -> None:
        self._call = None
        self.scanning_changed.emit()
        self.failed.emit(failure)

    def _watch(self, folders: Sequence[Path]) -> None:
        wanted = {str(folder) for folder in folders[:MOST_WATCHED]}
        watched = set(self._watcher.directories())
        if gone := watched - wanted:
            self._watcher.removePaths(list(gone))
        if fresh := wanted - watched:
            self._watcher.addPaths(list(fresh))


@contextmanager
def _giving_way() -> Iterator[None]:
    """Let the window have the interpreter almost at once; there is one search at a time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _search(
    places: Sequence[Place],
    memory: HeaderMemory,
    call: Call[Models],
    stirred: Callable[[], float],
) -> _Ended:
    """Find all models, telling on the way what was found; the sight is from before the search.

    `stirred` tells when another call began or ended last.
    """
    sight = look(places)
    call.tell(found(places, memory))
    sleep(LONGEST_REST_SECONDS)  # the window paints them now
    models: list[InstalledModel] = []
    told, since = 0, monotonic()
    begun = since
    for model in scan(places, memory):
        models.append(model)
        spent = monotonic() - begun
        if spent >= LEAST_WORK_SECONDS:
            sleep(min(spent, LONGEST_REST_SECONDS))
            _let_others_go_first(stirred)
            begun = monotonic()
        if monotonic() - since >= NEWS_SECONDS:
            call.tell(tuple(models[told:]))
            told, since = len(models), monotonic()
    return _Ended(tuple(models), sight, watched_folders(places))


def _let_others_go_first(stirred: Callable[[], float]) -> None:
    until = monotonic() + LONGEST_WAIT_SECONDS
    while monotonic() < min(until, stirred() + CALM_SECONDS):
        sleep(LEAST_WORK_SECONDS)
