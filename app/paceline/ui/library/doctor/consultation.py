"""Has a pair examined in the background, and tells how far the reading has come."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from paceline import paths
from paceline.library.doctor.diagnosis import Diagnosis, Part, Patient, RemoteFile
from paceline.library.doctor.examination import examine
from paceline.measured_pairs import measured_pairs
from paceline.ui.failure import Failure
from paceline.ui.library.background import Background, Call
from paceline.ui.library.hub_opening import HubMaker
from paceline.ui.library.sources import LibrarySources

Read = tuple[Part, int]

_USUAL_HEADER: Final = 8_000_000
"""Bytes: how long the bar for reading a header of unknown length is."""


class Consultation(QObject):
    """One pair at a time; each examination ends in `ended` or `failed`, or was cancelled."""

    progressed = Signal(str, float)
    ended = Signal(object)
    """Carries the `Diagnosis`."""
    failed = Signal(object)
    """Carries the `Failure`."""

    def __init__(
        self,
        background: Background,
        hub: HubMaker,
        sources: LibrarySources,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._hub = hub
        self._sources = sources
        self._call: Call[Read] | None = None

    @property
    def busy(self) -> bool:
        """Whether a pair is being examined."""
        return self._call is not None

    def examine(self, target: Patient, draft: Patient, context_length: int) -> None:
        """Examine this pair instead."""
        self.cancel()
        hub, sources = self._hub, self._sources

        def work(call: Call[Read]) -> Diagnosis:
            remote = isinstance(target, RemoteFile) or isinstance(draft, RemoteFile)
            return examine(
                target,
                draft,
                hub=hub() if remote else None,
                context_length=context_length,
                machine=sources.machine(),
                graphics_bytes=sources.graphics(),
                measured=measured_pairs(paths.measured_folder()),
                progress=lambda part, size: call.tell((part, size)),
                cancelled=call.cancelled,
            )

        self._call = self._background.start(work, self._on_done, self._on_failed, self._on_read)

    def cancel(self) -> None:
        """Wait for nothing any more."""
        if self._call is not None:
            self._call.cancel()
            self._call = None

    def _on_read(self, read: Read) -> None:
        part, size = read
        words = (
            self.tr("Reading the header of the target")
            if part is Part.TARGET
            else self.tr("Reading the header of the draft")
        )
        self.progressed.emit(words, size / (size + _USUAL_HEADER))

    def _on_done(self, diagnosis: Diagnosis) -> None:
        self._call = None
        self.ended.emit(diagnosis)

    def _on_failed(self, failure: Failure) -> None:
        self._call = None
        self.failed.emit(failure)
