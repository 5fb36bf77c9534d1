"""Progress on the program's entry in a dock or task bar, where the system offers that.

On Linux docks listen on the session's bus for what Unity began, known as LauncherEntry. Qt 6 has no
progress for the task bars of Windows and macOS, only a number, so there the downloads are counted.
"""

import sys
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from paceline.ui.library.downloads.wording import Summary

_INTERFACE: Final = "com.canonical.Unity.LauncherEntry"
_PATH: Final = "/com/canonical/unity/launcherentry/paceline"
STEP: Final = 0.01
"""A dock's bar is some tens of pixels wide; less than this nobody sees."""


class Taskbar(QObject):
    """Shows how far everything together has come; silent where nobody listens."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: float | None = None
        self._count = 0

    def show_summary(self, told: Summary | None) -> None:
        """Show it, or nothing for None."""
        count = 0 if told is None else told.count
        if count != self._count and sys.platform in ("win32", "darwin"):
            QGuiApplication.setBadgeNumber(count)
        self._count = count
        fraction = None if told is None else told.fraction
        if fraction is None or self._shown is None:
            changed = fraction is not self._shown
        else:
            changed = abs(fraction - self._shown) >= STEP
        if changed:
            self._shown = fraction
            if sys.platform not in ("win32", "darwin"):
                _tell_docks(fraction)


def _tell_docks(fraction: float | None) -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage  # noqa: PLC0415 - not at every start

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return
    message = QDBusMessage.createSignal(_PATH, _INTERFACE, "Update")
    news = {"progress": fraction or 0.0, "progress-visible": fraction is not None}
    entry = f"application://{QGuiApplication.desktopFileName()}.desktop"
    message.setArguments([entry, news])
    bus.send(message)
