"""Files that are dropped anywhere on the window go along with the message."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from paceline.ui.composing.message_edit import files_of


class FileDrops(QObject):
    """Takes what no widget inside `window` wants for itself; the files are only read."""

    files_offered = Signal(object)
    """Carries a tuple of `Path`s."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept files, and nothing else."""
        if watched is not self._window:
            return False
        match event:
            case QDragEnterEvent() if files_of(event.mimeData()):
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                return True
            case QDropEvent() if event.type() == QEvent.Type.Drop and (
                files := files_of(event.mimeData())
            ):
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.files_offered.emit(files)
                return True
            case _:
                return False
