"""Leads from one branch of a message to its neighbours, and says which it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget


class BranchSwitch(QWidget):
    """Two arrows and where one is."""

    step_pressed = Signal(int)
    """-1 or 1."""

    def __init__(self, branch: int, branches: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        place = self.tr("{branch} of {branches}").format(branch=branch + 1, branches=branches)
        self._previous = self._arrow(Qt.ArrowType.LeftArrow, self.tr("Previous branch"), -1)
        self._next = self._arrow(Qt.ArrowType.RightArrow, self.tr("Next branch"), 1)
        self._previous.setEnabled(branch > 0)
        self._next.setEnabled(branch < branches - 1)
        for button in (self._previous, self._next):
            button.setAccessibleDescription(place)
        label = QLabel(place)
        label.setObjectName("caption")
        label.setAccessibleName(self.tr("Branch {place}").format(place=place))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._previous)
        row.addWidget(label)
        row.addWidget(self._next)

    def stops(self) -> tuple[QWidget, ...]:
        """The arrows."""
        return self._previous, self._next

    def _arrow(self, arrow: Qt.ArrowType, name: str, step: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName("messageButton")
        button.setArrowType(arrow)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.clicked.connect(lambda: self.step_pressed.emit(step))
        return button
