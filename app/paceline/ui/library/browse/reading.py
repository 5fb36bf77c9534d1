"""Gets a repository, and the header of the model in it that the person looks at.

Both wait a moment, for nobody reads what is passed on the way; headers are kept, since they are
some megabytes each.
"""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from paceline.library.doctor.chart import Chart, read_chart
from paceline.library.doctor.diagnosis import RemoteFile
from paceline.library.hub.records import HubModel, Repository
from paceline.ui.failure import Failure
from paceline.ui.library.background import Background, Call
from paceline.ui.library.browse.offers import stem_of
from paceline.ui.library.hub_opening import HubMaker

REPOSITORY_PAUSE_MS: Final = 200
HEADER_PAUSE_MS: Final = 600
MOST_HEADERS: Final = 8
"""Kept at a time: one with its vocabulary takes some ten megabytes of memory."""


class Reading(QObject):
    """One repository at a time, and one header."""

    begun = Signal(str)
    """Carries the id of the repository that is being read."""
    came = Signal(object)
    """Carries the `Repository`."""
    header_came = Signal(object)
    """Carries the `HubModel` whose header is known now."""
    failed = Signal(object)
    """Carries the `Failure`."""

    def __init__(
        self, background: Background, hub: HubMaker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._hub = hub
        self._wanted = ""
        self._failed = False
        self._model: HubModel | None = None
        self._call: Call[None] | None = None
        self._header_call: Call[None] | None = None
        self._charts: dict[tuple[str, str, str], tuple[HubModel, Chart]] = {}
        self._pause = QTimer(self, singleShot=True, interval=REPOSITORY_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self._header_pause = QTimer(self, singleShot=True, interval=HEADER_PAUSE_MS)
        self._header_pause.timeout.connect(self._read_header)

    @property
    def wanted(self) -> str:
        """The repository that is in view, or on its way."""
        return self._wanted

    def known(self) -> tuple[tuple[HubModel, Chart], ...]:
        """The headers that were read, of all repositories."""
        return tuple(self._charts.values())

    def chart(self, model: HubModel) -> Chart | None:
        """What was found in a model, or in the same in another quantization."""
        found = self._charts.get(_key(model))
        return found[1] if found else None

    def look(self, repository: str) -> None:
        """Get this repository, if it is still wanted in a moment."""
        if repository == self._wanted and not self._failed:
            return
        self.stop()
        self._wanted = repository
        self._pause.start()

    def again(self) -> None:
        """Get the same repository anew."""
        if self._wanted:
            repository = self._wanted
            self.stop()
            self._wanted = repository
            self._read()

    def look_into(self, model: HubModel) -> None:
        """Read the header of this model, if it is still wanted in a moment."""
        self._stop_header()
        if self.chart(model) is None:
            self._model = model
            self._header_pause.start()

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._pause.stop()
        self._stop_header()
        if self._call is not None:
            self._call.cancel()
            self._call = None
        self._wanted = ""

    def _stop_header(self) -> None:
        self._header_pause.stop()
        if self._header_call is not None:
            self._header_call.cancel()
            self._header_call = None

    def _read(self) -> None:
        repository, hub = self._wanted, self._hub
        self._failed = False

        def work(_call: Call[None]) -> Repository:
            return hub().repository(repository)

        self.begun.emit(repository)
        self._call = self._background.start(work, self._on_came, self._on_failed)

    def _on_came(self, repository: Repository) -> None:
        self._call = None
        self.came.emit(repository)

    def _on_failed(self, failure: Failure) -> None:
        self._call = None
        self._failed = True
        self.failed.emit(failure)

    def _read_header(self) -> None:
        model, hub = self._model, self._hub
        assert model is not None

        def work(call: Call[None]) -> Chart:
            first = RemoteFile(model.files[0])
            return read_chart(first, hub(), _ignore, call.cancelled)

        def done(chart: Chart) -> None:
            self._header_call = None
            while len(self._charts) >= MOST_HEADERS:
                del self._charts[next(iter(self._charts))]
            self._charts[_key(model)] = model, chart
            self.header_came.emit(model)

        def failed(failure: Failure) -> None:
            self._header_call = None
            self.failed.emit(failure)

        self._header_call = self._background.start(work, done, failed)


def _ignore(_bytes_read: int) -> None:
    """Nobody watches a header come."""


def _key(model: HubModel) -> tuple[str, str, str]:
    first = model.files[0]
    return first.repository, first.commit, stem_of(model)
