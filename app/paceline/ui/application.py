"""Runs the window: the Qt application, its name, icon and theme, and a clean way out.

`paceline.__main__` calls `run_window`; nothing else does.
"""

import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

import paceline
from paceline.errors import AppError
from paceline.history.store import History
from paceline.library.remote_keys import RemoteKeys
from paceline.loading import PairChoice
from paceline.settings import Settings
from paceline.ui.engine import Engine
from paceline.ui.failure import Failure
from paceline.ui.front_door import FrontDoor, Knock
from paceline.ui.garbage import GarbageCollection
from paceline.ui.icons import application_icon
from paceline.ui.language import speak
from paceline.ui.main_window import MainWindow
from paceline.ui.pair_source import LibraryPairs, PairSource
from paceline.ui.serving.sources import ServingSources
from paceline.ui.theme import Appearance


def run_window(
    make_engine: Callable[[], Engine],
    settings: Settings,
    save_settings: Callable[[Settings], None],
    history: History,
    *,
    pair_source: PairSource | None = None,
    initial_pair: PairChoice | None = None,
    startup_errors: Sequence[AppError] = (),
    door: FrontDoor | None = None,
    serve_command: Sequence[str] = (),
) -> int:
    """Show the window until it is closed; gives the exit status.

    `make_engine` is called once the application exists. `initial_pair` goes before the pair in
    the settings. `startup_errors`, as of damaged settings, are shown, the last one foremost. At a
    knock on the `door` the window comes forward and opens the pair that was asked for.
    `serve_command` starts a local server; without one the window offers none.
    """
    application = make_application()
    engine = make_engine()
    speak(settings.language)
    icon = application_icon()
    application.setWindowIcon(icon)
    keys = RemoteKeys()
    window = MainWindow(
        engine,
        history,
        pair_source or LibraryPairs(keys),
        Appearance(settings.theme, application, text_percent=settings.text_percent),
        settings,
        save_settings,
        icon,
        serving=ServingSources(tuple(serve_command)),
        keys=keys,
    )
    endings = EndingSignals(application)
    endings.received.connect(window.close)
    if door is not None:
        door.knocked.connect(lambda knock: _come_forward(window, knock))
    window.show()
    engine.start()
    for error in startup_errors:
        window.show_failure(Failure(error.code, error.detail))
    if pair := initial_pair or settings.pair:
        window.open_pair(pair)
    # The thread that draws formulas hands over sooner than after Python's usual 5 ms.
    sys.setswitchinterval(0.001)
    garbage = GarbageCollection(application)
    try:
        return application.exec()
    finally:
        garbage.stop()
        endings.restore()
        engine.close()


def say_at_the_start(error: AppError) -> None:
    """Show a failure that no window can be opened with, and wait until it was read."""
    QMessageBox.critical(None, "Paceline", Failure(error.code, error.detail).text)


def _come_forward(window: MainWindow, knock: Knock) -> None:
    if knock.activation_token:
        os.environ["XDG_ACTIVATION_TOKEN"] = knock.activation_token  # Qt reads and clears it
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    if knock.pair is not None:
        window.open_pair(knock.pair)


def make_application() -> QApplication:
    """The application object with the names that desktops and settings use."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("Paceline")
    application.setApplicationDisplayName("Paceline")
    application.setApplicationVersion(paceline.__version__)
    application.setDesktopFileName(paceline.APPLICATION_ID)
    return application


class EndingSignals(QObject):
    """Turns Ctrl+C and SIGTERM into a Qt signal.

    Python runs its handlers only between byte codes, and Qt's loop has none; the signal's number
    arriving on a socket wakes the loop.
    """

    received = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._receiver, self._sender = socket.socketpair()
        self._receiver.settimeout(0)
        self._sender.settimeout(0)
        self._notifier = QSocketNotifier(self._receiver.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_activated)
        self._wakeup = signal.set_wakeup_fd(self._sender.fileno())
        self._handlers = {
            number: signal.signal(number, _ignore) for number in (signal.SIGINT, signal.SIGTERM)
        }

    def restore(self) -> None:
        """Leave signals as they were."""
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._receiver.close()
        self._sender.close()

    def _on_activated(self) -> None:
        if set(self._receiver.recv(64)) & {signal.SIGINT, signal.SIGTERM}:
            self.received.emit()


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """The socket tells; this only keeps Python from its default."""
