"""The menu that saves the passes of the reply in sight."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from paceline.errors import AppError
from paceline.ui.failure import Failure
from paceline.ui.inspector.export import as_json_lines, as_page
from paceline.ui.inspector.recording import Recording
from paceline.whole_file import write_whole

_TITLE_TOKENS: Final = 12

SaveChoice = Callable[[QWidget, str, str, str], Path | None]
"""Asks where to save: parent, title, suggested name, filter."""


class Exporting(QObject):
    """Asks where to, writes, and reports what kept it from writing."""

    failed = Signal(object)
    """Carries a `Failure`."""

    def __init__(self, window: QWidget, choose: SaveChoice) -> None:
        super().__init__(window)
        self._window = window
        self._choose = choose
        self._recording = Recording()
        self.menu = QMenu(window)
        self.menu.addAction(self.tr("As a &page that replays it (HTML)…"), self._save_page)
        self.menu.addAction(self.tr("As &data, one pass per line (JSONL)…"), self._save_lines)

    def show_recording(self, recording: Recording) -> None:
        """What is saved from now on."""
        self._recording = recording

    def _title(self) -> str:
        """The reply's first words, for nothing else tells replies apart."""
        words = self._recording.text(0, _TITLE_TOKENS).split()
        return " ".join(words) or self.tr("A reply")

    def _save_page(self) -> None:
        file = self._choose(
            self._window,
            self.tr("Save the replay as a page"),
            "replay.html",
            self.tr("Pages (*.html)"),
        )
        if file is not None:
            self._write(file, as_page(self._recording, self._title()).encode())

    def _save_lines(self) -> None:
        file = self._choose(
            self._window,
            self.tr("Save the passes as data"),
            "passes.jsonl",
            self.tr("JSON Lines (*.jsonl)"),
        )
        if file is not None:
            self._write(file, as_json_lines(self._recording, self._title()))

    def _write(self, file: Path, content: bytes) -> None:
        try:
            write_whole(file, content)
        except AppError as error:
            self.failed.emit(Failure(error.code, error.detail))
