"""Brings the window back as it was: its place and size, and whether the inspector is open."""

import base64
import binascii
import logging
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QByteArray, QEvent, QObject

from paceline.errors import AppError
from paceline.ui.workbench import Workbench
from paceline.whole_file import read_record, write_whole

_MOST_BYTES: Final = 16 * 1024

_log = logging.getLogger(__name__)


class _Place(msgspec.Struct, frozen=True):
    """`geometry` is Qt's own record of place, size and screen, maximized or not, in base64."""

    geometry: str = ""
    columns: tuple[int, ...] = ()
    inspector: bool = False


class WindowPlace(QObject):
    """Restores at once, and keeps the place in `file` when the window closes."""

    def __init__(self, workbench: Workbench, file: Path) -> None:
        super().__init__(workbench.window)
        self._workbench = workbench
        self._file = file
        self._restore(read_record(file, _Place, most_bytes=_MOST_BYTES) or _Place())
        workbench.window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place before anything is taken down."""
        if watched is self._workbench.window and event.type() is QEvent.Type.Close:
            self._keep()
        return super().eventFilter(watched, event)

    def _restore(self, place: _Place) -> None:
        bench = self._workbench
        try:
            geometry = base64.b64decode(place.geometry, validate=True)
        except (binascii.Error, ValueError):
            return
        if geometry:
            bench.window.restoreGeometry(QByteArray(geometry))
        bench.actions.inspect.setChecked(place.inspector)
        if len(place.columns) == bench.columns.count() and min(place.columns) >= 0:
            bench.columns.setSizes(list(place.columns))

    def _keep(self) -> None:
        bench = self._workbench
        geometry = bytes(bench.window.saveGeometry().data())
        place = _Place(
            base64.b64encode(geometry).decode(),
            tuple(bench.columns.sizes()),
            bench.actions.inspect.isChecked(),
        )
        try:
            write_whole(self._file, msgspec.json.encode(place))
        except AppError as error:  # only a place on the screen is lost
            _log.warning("the place of the window could not be kept: %s", error.code)
