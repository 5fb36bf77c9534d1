"""The command palette as a feature of the window; remembers what was chosen last."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QObject

from paceline.errors import AppError
from paceline.ui.palette.entries import Entry, Source, ranked
from paceline.ui.palette.sheet import PaletteSheet
from paceline.ui.workbench import Workbench
from paceline.whole_file import read_record, write_whole

MOST_RECENT: Final = 12
_MOST_BYTES: Final = 64 * 1024

_log = logging.getLogger(__name__)


class _Recent(msgspec.Struct, frozen=True):
    ids: tuple[str, ...] = ()


class Palette(QObject):
    """Opens on its action; `file` keeps the recent choices between two starts."""

    def __init__(self, workbench: Workbench, sources: Sequence[Source], file: Path) -> None:
        super().__init__(workbench.window)
        self._workbench = workbench
        self._sources = sources
        self._file = file
        kept = read_record(file, _Recent, most_bytes=_MOST_BYTES)
        self._recent = kept.ids if kept else ()
        self._entries: list[Entry] = []
        self._sheet: PaletteSheet | None = None
        workbench.actions.palette.triggered.connect(self._on_triggered)

    def _on_triggered(self) -> None:
        if self._sheet is None:
            self._sheet = PaletteSheet(self._workbench.window)
            self._sheet.typed.connect(self._on_typed)
            self._sheet.chosen.connect(self._on_chosen)
        self._entries = [entry for source in self._sources for entry in source()]
        self._on_typed("")
        self._sheet.show()

    def _on_typed(self, text: str) -> None:
        if self._sheet is not None:
            self._sheet.show_entries(ranked(self._entries, text, self._recent))

    def _on_chosen(self, entry: Entry) -> None:
        others = (id_ for id_ in self._recent if id_ != entry.id)
        self._recent = (entry.id, *others)[:MOST_RECENT]
        try:
            write_whole(self._file, msgspec.json.encode(_Recent(self._recent)))
        except AppError as error:  # only the order of a list is lost
            _log.warning("the recent commands could not be kept: %s", error.code)
        self._workbench.window.activateWindow()
        entry.run()
