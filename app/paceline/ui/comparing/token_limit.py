"""How long compared replies may become."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from paceline.ui.spin_text import inset_text

SHORTEST = 8
LONGEST = 4096
STEP = 32


class TokenLimit(QWidget):
    """A number of tokens with its label; more widgets may stand in the same row."""

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QSpinBox()
        inset_text(self._box)
        self._box.setRange(SHORTEST, LONGEST)
        self._box.setSingleStep(STEP)
        self._box.setAccessibleName(self.tr("Tokens at most"))
        label = QLabel(self.tr("&Tokens at most"))
        label.setBuddy(self._box)
        # Fractions of a pixel make the text wider than its own estimate, and cut its last letter.
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance(label.text()))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(label)
        self._row.addWidget(self._box)
        self._row.addStretch(1)
        self.set_limit(limit)

    @property
    def limit(self) -> int:
        """The limit that was chosen."""
        return self._box.value()

    def set_limit(self, limit: int) -> None:
        """Show a limit."""
        self._box.setValue(limit)

    def put_before(self, *widgets: QWidget) -> None:
        """Show others to the left, in the same row."""
        for place, widget in enumerate(widgets):
            self._row.insertWidget(place, widget)

    def put_behind(self, widget: QWidget) -> None:
        """Show another one to the right, in the same row."""
        self._row.addWidget(widget)
