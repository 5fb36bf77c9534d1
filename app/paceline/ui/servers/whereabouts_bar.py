"""The line above the message box that says where the chat's text goes; it cannot be closed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from paceline.protocol.messages import PairLoaded
from paceline.ui.servers.whereabouts import whereabouts_of


class WhereaboutsBar(QFrame):
    """Hidden while the pair in use is on this computer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("whereabouts")
        self._mark = QLabel()
        self._mark.setObjectName("whereaboutsMark")
        self._mark.setTextFormat(Qt.TextFormat.PlainText)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def show_pair(self, pair: PairLoaded | None) -> None:
        """Say where text goes with this pair in use."""
        remote = None if pair is None else pair.remote
        told = None if remote is None else whereabouts_of(remote.server.url)
        if told is None:
            self.hide()
            return
        self._mark.setText("↗" if told.leaves else "•")
        self._text.setText(told.sentence)
        self._text.setAccessibleName(told.sentence)
        self.setAccessibleName(told.sentence)
        self.setProperty("leaves", told.leaves)
        for part in (self, self._mark, self._text):
            part.style().unpolish(part)
            part.style().polish(part)
        self.show()
