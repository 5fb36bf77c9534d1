"""Help as a feature of the window."""

from PySide6.QtCore import QObject, Qt

from paceline.protocol.messages import Ready
from paceline.ui.help.about import about_sheet
from paceline.ui.help.colour_key import colour_sheet
from paceline.ui.help.sheet import Sheet
from paceline.ui.help.shortcuts import shortcuts_sheet
from paceline.ui.workbench import Workbench


class Help(QObject):
    """Opens sheets that are made anew each time, so that they show what is true now."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench.window)
        self._workbench = workbench
        self._ready: Ready | None = None
        workbench.engine.worker_ready.connect(self._on_worker_ready)
        window, actions = workbench.window, workbench.actions
        actions.show_keys.triggered.connect(lambda: self._show(shortcuts_sheet(window)))
        actions.explain_colours.triggered.connect(
            lambda: self._show(colour_sheet(workbench.appearance.colours, window))
        )
        actions.about.triggered.connect(lambda: self._show(about_sheet(self._ready, window)))

    def _on_worker_ready(self, ready: Ready) -> None:
        self._ready = ready

    def _show(self, sheet: Sheet) -> None:
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.show()
        sheet.area.setFocus()
