"""Names and values below each other, in as many lines as they need."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from paceline.ui.inspector.round_facts import Fact


class FactList(QWidget):
    """Keeps its labels and only changes their text while the names stay the same."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._facts: list[Fact] = []
        self._values: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these."""
        if [fact.name for fact in facts] != [fact.name for fact in self._facts]:
            for old in self.findChildren(QLabel):
                self._grid.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._values = [_value(fact) for fact in facts]
            for row, (fact, label) in enumerate(zip(facts, self._values, strict=True)):
                self._grid.addWidget(_muted(fact.name), row, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(label, row, 1)
        else:
            for label, fact in zip(self._values, facts, strict=True):
                label.setText(fact.value)
        self._facts = list(facts)


def _muted(name: str) -> QLabel:
    label = QLabel(name)
    label.setObjectName("muted")
    return label


def _value(fact: Fact) -> QLabel:
    label = QLabel(fact.value)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
