"""A line in the main window while a local server runs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from paceline.ui.elided_label import ElidedLabel
from paceline.ui.serving.state import ServerState
from paceline.ui.serving.wording import indicator_text


class ServerIndicator(QFrame):
    """Hidden while none runs."""

    show_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("serverIndicator")
        self.setAccessibleName(self.tr("Local server"))
        self._words = ElidedLabel()
        show = QPushButton(self.tr("Show"))
        show.setObjectName("quiet")
        show.setAccessibleName(self.tr("Show the local server"))
        show.clicked.connect(self.show_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 2, 20, 2)
        row.setSpacing(12)
        row.addWidget(self._words)
        row.addStretch(1)
        row.addWidget(show)
        self.hide()

    def show_state(self, state: ServerState) -> None:
        """Show what the server does, as long as there is one."""
        if state.phase.runs:
            self._words.setText(indicator_text(state))
            self._words.setToolTip(self._words.text())
        if self.isHidden() is state.phase.runs:
            self.setVisible(state.phase.runs)
