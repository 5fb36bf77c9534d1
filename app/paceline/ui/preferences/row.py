"""One row of the dialog: what it is, a control, a way back, and what is wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

CONTROL_WIDTH = 210


class Row(QFrame):
    """Shows a title with a description on the left and any control on the right."""

    reset_pressed = Signal()

    def __init__(self, title: str, description: str, control: QWidget, searched: str) -> None:
        super().__init__()
        self.setObjectName("settingRow")
        self._searched = f"{title} {description} {searched}".casefold()
        heading = QLabel(title)
        heading.setObjectName("settingTitle")
        heading.setWordWrap(True)
        heading.setBuddy(control.focusProxy() or control)  # the name of a combo box on Linux
        control.setFixedWidth(CONTROL_WIDTH)
        self._reset = QPushButton(self.tr("Reset"))
        self._reset.setObjectName("quiet")
        self._reset.setAccessibleName(self.tr("Reset {setting}").format(setting=title))
        policy = QSizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        self._reset.clicked.connect(self._on_reset_clicked)
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 6)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.addWidget(heading, 0, 0)
        rows = 1
        if description:
            remark = QLabel(description)
            remark.setObjectName("muted")
            remark.setWordWrap(True)
            remark.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(remark, 1, 0)
            grid.setRowStretch(1, 1)  # beside a high control it stays below its title
            rows = 2
        grid.addWidget(control, 0, 1, rows, 1)
        grid.addWidget(self._reset, 0, 2, rows, 1)
        grid.addWidget(self._problem, 2, 0, 1, 3)
        self.control = control

    def matches(self, words: list[str]) -> bool:
        """Whether all words, in small letters, occur in it."""
        return all(word in self._searched for word in words)

    def show_changed(self, *, changed: bool) -> None:
        """Offer the way back where the value is not the default."""
        self._reset.setVisible(changed)

    def show_problem(self, sentence: str) -> None:
        """Say why a value was not taken; an empty sentence says that all is well."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _on_reset_clicked(self) -> None:
        self.control.setFocus()
        self.reset_pressed.emit()
