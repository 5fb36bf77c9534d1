"""The inspector as a feature of the window: follows the reply that streams."""

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu

from paceline.provenance import Round
from paceline.ui.colours import Colours
from paceline.ui.inspector.overview import Overview
from paceline.ui.inspector.panel import Panel
from paceline.ui.inspector.placement import Placement
from paceline.ui.inspector.recording import Recording
from paceline.ui.workbench import Workbench

REFRESH_MS: Final = 100
"""A person reads no faster; painting per pass would take time from the engine."""
FIRST_WIDTH: Final = 360


class Inspector(QObject):
    """Collects rounds as they come, and paints them about ten times a second while in sight."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench.window)
        self._workbench = workbench
        colours = workbench.appearance.colours
        self._live = Recording()
        self._overview = Overview(colours)
        self._panel = Panel(
            [(self.tr("Overview"), self._overview)], QMenu(workbench.window), colours
        )
        self._placement = Placement(
            self._panel,
            workbench.window,
            workbench.columns,
            workbench.composer,
            width=FIRST_WIDTH,
        )
        self._timer = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._timer.timeout.connect(self._panel.refresh)
        action = workbench.actions.inspect
        action.toggled.connect(self._on_toggled)
        self._panel.close_pressed.connect(lambda: action.setChecked(False))
        self._panel.detach_pressed.connect(self._placement.detach)
        workbench.appearance.colours_changed.connect(self._on_colours_changed)
        session = workbench.session
        session.reply_begun.connect(self._on_reply_begun)
        session.round_received.connect(self._on_round_received)
        session.entries_changed.connect(self._on_entries_changed)
        workbench.engine.pair_loaded.connect(self._overview.show_pair)
        workbench.engine.pair_lost.connect(lambda _lost: self._overview.show_pair(None))

    def _on_toggled(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        if shown:
            self._placement.show()
            self._panel.refresh()
        else:
            self._placement.hide()

    def _on_reply_begun(self) -> None:
        self._live = Recording()
        self._panel.show_recording(self._live, "")

    def _on_entries_changed(self, first: int) -> None:
        if first == 0:  # another chat
            self._on_reply_begun()

    def _on_round_received(self, round_: Round) -> None:
        self._live.append(round_)
        if self._panel.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _on_colours_changed(self, colours: Colours) -> None:
        self._panel.set_colours(colours)
