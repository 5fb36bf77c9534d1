"""What the person wants learned from their chats: whether, and that it be forgotten.

A QObject without widgets. The engine learns, in the folder that it is given with a pair.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from paceline import paths
from paceline.protocol.messages import Failed, Finished
from paceline.ui.engine import Engine
from paceline.ui.failure import Failure

translate = QCoreApplication.translate


class Learning(QObject):
    """Holds the wish; a change acts from the next loading of a pair on."""

    forgotten = Signal()
    failed = Signal(object)
    """Carries the `Failure`; what was learned may still be there."""

    def __init__(self, engine: Engine, *, enabled: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._request: int | None = None
        self.enabled = enabled
        engine.request_finished.connect(self._on_request_finished)
        engine.request_failed.connect(self._on_request_failed)

    @property
    def folder(self) -> Path | None:
        """Where to learn, None where nothing is to be learned or used."""
        return paths.learned_folder() if self.enabled else None

    @property
    def busy(self) -> bool:
        """Whether something is being forgotten."""
        return self._request is not None

    def forget(self) -> None:
        """Delete everything learned so far; ends in `forgotten` or `failed`."""
        if not self.busy:
            self._request = self._engine.forget(paths.learned_folder())

    def _on_request_finished(self, event: Finished) -> None:
        if event.request_id == self._request:
            self._request = None
            if not event.cancelled:
                self.forgotten.emit()

    def _on_request_failed(self, event: Failed) -> None:
        if event.request_id == self._request:
            self._request = None
            self.failed.emit(Failure(event.code, event.detail))


def forgotten_text() -> str:
    """Return what is told once all was forgotten."""
    return translate(
        "Learning",
        "What was learned from your chats was deleted; the chats themselves are untouched.",
    )


def confirm_forgetting(parent: QWidget) -> bool:
    """Ask whether everything learned is to be deleted; leaving it is the default."""
    answer = QMessageBox.question(
        parent,
        translate("Learning", "Forget what was learned?"),
        translate(
            "Learning",
            "Paceline drafts faster with what it learned from your chats. Delete all of it from "
            "this computer? Your chats stay, and learning begins anew with the next reply.",
        ),
        QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
        QMessageBox.StandardButton.No,
    )
    return answer == QMessageBox.StandardButton.Yes
