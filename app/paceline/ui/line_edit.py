"""A line of text to edit in which Escape means the line, not the window's Stop."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class LineEdit(QLineEdit):
    """Claims Escape before a shortcut of the window does."""

    def event(self, event: QEvent) -> bool:
        """Answer Qt's question whether a key is meant for this widget."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)
