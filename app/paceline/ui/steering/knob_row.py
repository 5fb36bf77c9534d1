"""One number that a person can turn: its label, value, explanation, and the way back."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QPushButton, QWidget

WIDTH: Final = 150
"""Pixels; the longest seed fits."""


class NumberBox(QDoubleSpinBox):
    """Scrolling over it scrolls the panel; a value changes only where the keyboard is."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setKeyboardTracking(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only with the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class KnobRow(QWidget):
    """Shows a value and whether it is the default's; tells what the person turns it to."""

    turned = Signal(float)

    def __init__(self, label: str, explanation: str, box: NumberBox) -> None:
        super().__init__()
        self._box = box
        self._default = 0.0
        name = QLabel(label)
        name.setBuddy(box)
        box.setAccessibleName(label)
        box.setAccessibleDescription(explanation)
        box.setFixedWidth(WIDTH)
        box.valueChanged.connect(self.turned)
        self._reset = QPushButton(self.tr("Reset"))
        self._reset.setObjectName("quiet")
        self._reset.setAccessibleName(self.tr("Reset {name} to its default").format(name=label))
        self._reset.clicked.connect(self._on_reset_clicked)
        remark = QLabel(explanation)
        remark.setObjectName("muted")
        remark.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(name, 0, 0)
        grid.addWidget(self._reset, 0, 1)
        grid.addWidget(box, 0, 2)
        grid.addWidget(remark, 1, 0, 1, 3)
        grid.setColumnStretch(0, 1)
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)

    def show_value(self, value: float, default: float) -> None:
        """Show a value; no signal follows."""
        self._default = default
        was_blocked = self._box.blockSignals(True)
        self._box.setValue(value)
        self._box.blockSignals(was_blocked)
        self._reset.setVisible(self._box.value() != round(default, self._box.decimals()))
        self._reset.setToolTip(
            self.tr("Back to {value}").format(
                value=self._box.specialValueText()
                if default == self._box.minimum() and self._box.specialValueText()
                else f"{default:g}"
            )
        )

    def _on_reset_clicked(self) -> None:
        self._box.setFocus()
        self._box.setValue(self._default)
