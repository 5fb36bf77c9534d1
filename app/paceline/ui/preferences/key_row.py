"""The row of an action whose key can be changed."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QLineEdit, QToolButton

from paceline.ui.preferences.row import Row


class KeyRow(Row):
    """Takes one key combination; an empty one leaves the action without."""

    key_pressed = Signal(str)
    """Carries the key in Qt's portable spelling."""

    def __init__(self, name: str, title: str, searched: str) -> None:
        self._edit = QKeySequenceEdit()
        self._edit.setMaximumSequenceLength(1)
        self._edit.setClearButtonEnabled(True)
        super().__init__(title, "", self._edit, searched)
        spoken = self.tr("Key for {action}").format(action=title)
        self._edit.setAccessibleName(spoken)
        for line in self._edit.findChildren(QLineEdit):
            line.setAccessibleName(spoken)
            line.setPlaceholderText(self.tr("No key"))
        for button in self._edit.findChildren(QToolButton):
            button.setAccessibleName(self.tr("Clear the key for {action}").format(action=title))
        self.name = name
        self._edit.keySequenceChanged.connect(self._on_key_sequence_changed)

    def show_key(self, key: str) -> None:
        """Show this without telling of it."""
        self._edit.blockSignals(True)
        self._edit.setKeySequence(QKeySequence(key))
        self._edit.blockSignals(False)

    def _on_key_sequence_changed(self, sequence: QKeySequence) -> None:
        self.key_pressed.emit(sequence.toString(QKeySequence.SequenceFormat.PortableText))
