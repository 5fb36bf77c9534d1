"""Opening a pair: prepare its files in a thread, then have the engine load them.

A QObject without widgets. One opening at a time; it ends exactly once, in `opened`, `failed`
or `cancelled`.
"""

import logging
from typing import Final

from PySide6.QtCore import QObject, QThread, Signal

from paceline.client.engine_client import EngineState
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.installed.uses import note_use
from paceline.loading import PairChoice, PairKind
from paceline.protocol.messages import Failed, Finished, LoadProgress, PairLoaded
from paceline.ui.engine import Engine
from paceline.ui.failure import ENGINE_LOSSES, Failure
from paceline.ui.learning import Learning
from paceline.ui.pair_source import PairFiles, PairServer, PairSource
from paceline.ui.settings_keeper import SettingsKeeper

PREPARATION_END_SECONDS: Final = 10.0
"""How long closing waits for the thread: it looks for a cancel several times a second."""

_log = logging.getLogger(__name__)


class PairOpening(QObject):
    """Leads a choice to a loaded pair."""

    started = Signal(object)
    """Carries the `PairChoice`."""
    progressed = Signal(str, float)
    """What is being done, and how far it has come, 0 to 1."""
    opened = Signal(object, object)
    """Carries the `PairChoice` and the `PairLoaded`."""
    failed = Signal(object)
    """Carries the `Failure`; the pair that was in use still is."""
    cancelled = Signal()

    def __init__(
        self,
        engine: Engine,
        source: PairSource,
        learning: Learning,
        keeper: SettingsKeeper,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._source = source
        self._learning = learning
        self._keeper = keeper
        self._choice: PairChoice | None = None
        self._last: PairChoice | None = None
        self._in_use: PairChoice | None = None
        self._preparation: _Preparation | None = None
        self._request: int | None = None
        self._loaded: PairLoaded | None = None
        self._files: PairFiles | None = None
        self._has_failed = False
        engine.load_progressed.connect(self._on_load_progressed)
        engine.pair_loaded.connect(self._on_pair_loaded)
        engine.request_finished.connect(self._on_request_finished)
        engine.request_failed.connect(self._on_request_failed)

    @property
    def busy(self) -> bool:
        """Whether a pair is on its way."""
        return self._choice is not None

    @property
    def has_failed(self) -> bool:
        """Whether the last opening failed."""
        return self._has_failed

    def open(self, choice: PairChoice) -> None:
        """Start opening; ignored while another pair is on its way."""
        if self.busy:
            return
        self._choice = self._last = choice
        self._has_failed = False
        self.started.emit(choice)
        self._preparation = preparation = _Preparation(self._source, choice, self)
        preparation.progressed.connect(self._on_prepare_progressed)
        preparation.finished.connect(self._on_preparation_finished)
        preparation.start()

    def open_last(self) -> None:
        """Try the last choice again."""
        if self._last is not None:
            self.open(self._last)

    def restart_engine(self) -> None:
        """Start a new worker; it loads the pair in use, or else the one that was on its way."""
        request = self._engine.restart()
        if request is not None and self._in_use is not None:
            self._choice, self._request = self._in_use, request
            self.started.emit(self._in_use)
        else:
            self.open_last()

    def cancel(self) -> None:
        """Stop opening; the pair in use stays."""
        if self._preparation is not None:
            self._preparation.requestInterruption()
        elif self._request is not None:
            self._engine.cancel(self._request)

    def close(self) -> None:
        """Stop the thread, if there is one, and wait for it."""
        if self._preparation is not None:
            self._preparation.requestInterruption()
            self._preparation.wait(int(1000 * PREPARATION_END_SECONDS))

    def _end(self) -> PairChoice | None:
        choice, self._choice = self._choice, None
        self._request = self._loaded = None
        return choice

    def _fail(self, failure: Failure) -> None:
        self._end()
        self._has_failed = True
        self.failed.emit(failure)

    def _on_prepare_progressed(self, fraction: float) -> None:
        if self._choice is not None and self._choice.kind is PairKind.PRACTICE:
            self.progressed.emit(self.tr("Building the practice target"), fraction)

    def _on_preparation_finished(self) -> None:
        preparation, self._preparation = self._preparation, None
        if preparation is None or not self.busy:
            return
        preparation.deleteLater()
        match preparation.result:
            case PairFiles() | PairServer() as prepared:
                self._load(prepared)
            case Failure() as failure:
                self._fail(failure)
            case None:
                self._end()
                self.cancelled.emit()

    def _load(self, prepared: PairFiles | PairServer) -> None:
        if self._engine.state in (EngineState.STOPPED, EngineState.CRASHED):
            self._fail(Failure(ErrorCode.ENGINE_CRASHED, self.tr("it is not running")))
            return
        if isinstance(prepared, PairServer):
            self.progressed.emit(self.tr("Connecting to the server"), 0.0)
            self._files = None
            self._request = self._engine.connect_pair(prepared.server, prepared.key)
            return
        self.progressed.emit(self.tr("Loading the target"), 0.0)
        self._files = files = prepared
        settings = self._keeper.settings
        self._request = self._engine.load_pair(
            files.target,
            files.draft,
            context_length=settings.context_length,
            threads=settings.threads,
            learned_folder=self._learning.folder,
            wishes=settings.loading,
        )

    def _on_load_progressed(self, event: LoadProgress) -> None:
        if event.request_id == self._request:
            told = (
                self.tr("Loading the draft")
                if event.part == "draft"
                else self.tr("Loading the target")
            )
            self.progressed.emit(told, event.fraction)

    def _on_pair_loaded(self, event: PairLoaded) -> None:
        if event.request_id == self._request:
            self._loaded = event

    def _on_request_finished(self, event: Finished) -> None:
        if event.request_id != self._request:
            return
        loaded = self._loaded
        choice = self._end()
        if loaded is None:
            self.cancelled.emit()
        else:
            self._in_use = choice
            if self._files is not None:
                note_use(*filter(None, (self._files.target, self._files.draft)))
            self.opened.emit(choice, loaded)

    def _on_request_failed(self, event: Failed) -> None:
        if event.request_id != self._request:
            return
        if event.code in ENGINE_LOSSES:  # reported once, with `worker_lost`
            self._end()
            self.cancelled.emit()
        else:
            self._fail(Failure(event.code, event.detail))


class _Preparation(QThread):
    """Runs the pair source; `result` is None after a cancel. Interruption means cancel."""

    progressed = Signal(float)

    def __init__(self, source: PairSource, choice: PairChoice, parent: QObject) -> None:
        super().__init__(parent)
        self._source = source
        self._choice = choice
        self.result: PairFiles | PairServer | Failure | None = None

    def run(self) -> None:
        try:
            self.result = self._source.prepare(
                self._choice, self.progressed.emit, self.isInterruptionRequested
            )
        except Cancelled:
            self.result = None
        except AppError as error:
            self.result = Failure(error.code, error.detail)
        except Exception as error:  # a bug in the source must not leave the window waiting
            _log.exception("preparing %s failed", self._choice.kind)
            self.result = Failure(ErrorCode.ENGINE_BUG, str(error))
