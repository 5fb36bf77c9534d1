"""What every control of a setting has in common."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from paceline.ui.preferences.declarations import Declaration


class Editor(QWidget):
    """Shows a value and tells what the person makes of it."""

    edited = Signal(object)
    refused = Signal(str)
    """Carries the sentence that says why what was typed cannot be taken."""

    def __init__(self, control: QWidget, declaration: Declaration) -> None:
        super().__init__()
        self.control = control
        control.setAccessibleName(declaration.title)
        control.setAccessibleDescription(declaration.description)
        self.setFocusProxy(control)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(control)

    def show_value(self, value: object) -> None:
        """Show this without telling of it."""
        raise NotImplementedError
