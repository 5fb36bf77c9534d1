"""How fast all downloads may be together."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QWidget

KILOBYTES: Final = 1_000
"""Of one unit in the box; settings count in kilobytes."""
MOST: Final = 1_000.0
STEP: Final = 1.0


class SpeedBox(QWidget):
    """A field in megabytes per second."""

    limit_changed = Signal(int)
    """Carries kilobytes per second, 0 without a limit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = QLabel(self.tr("Speed &limit"))
        label.setObjectName("muted")
        self._spin = QDoubleSpinBox()
        self._spin.setDecimals(1)
        self._spin.setSingleStep(STEP)
        self._spin.setRange(0.0, MOST)
        self._spin.setSpecialValueText(self.tr("none"))
        self._spin.setSuffix(self.tr(" MB/s"))
        self._spin.setAccessibleName(self.tr("Speed limit"))
        self._spin.setKeyboardTracking(False)
        self._spin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._spin.valueChanged.connect(
            lambda value: self.limit_changed.emit(round(value * KILOBYTES))
        )
        label.setBuddy(self._spin)
        self.setFocusProxy(self._spin)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self._spin)

    def show_limit(self, kilobytes_per_second: int | None) -> None:
        """Show what is in force; nobody is told of that."""
        blocked = self._spin.blockSignals(True)
        self._spin.setValue((kilobytes_per_second or 0) / KILOBYTES)
        self._spin.blockSignals(blocked)
