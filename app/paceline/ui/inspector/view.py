"""What all views of the inspector have in common."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from paceline.ui.colours import Colours
from paceline.ui.inspector.recording import Recording


class View(QWidget):
    """Renders one recording; only the view in sight is asked to refresh."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colours = colours
        self.recording = Recording()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def show_recording(self, recording: Recording) -> None:
        """Show another reply from its beginning."""
        self.recording = recording

    def refresh(self) -> None:
        """Show what the recording has gained since the last time."""

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self.colours = colours
        self.update()
