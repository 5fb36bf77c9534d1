"""A list of choices that folds open, which knows the value behind each of its words."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

Value = TypeVar("Value")


class ChoiceBox(QComboBox, Generic[Value]):
    """Values stay in Python: Qt would make other objects of some of them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[Value] = []
        self.setAccessibleName(name)
        # On Linux the text of a combo box hides its name from screen readers.
        self.setAccessibleDescription(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def offer(self, choices: Iterable[tuple[str, Value]]) -> None:
        """Offer these instead, the first of them chosen; nobody is told of that."""
        blocked = self.blockSignals(True)
        self.clear()
        self._values = []
        for text, value in choices:
            self.addItem(text)
            self._values.append(value)
        self.blockSignals(blocked)

    @property
    def value(self) -> Value:
        """What is chosen."""
        return self._values[self.currentIndex()]

    def choose(self, value: Value) -> None:
        """Choose this one, where it is offered."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    def choose_silently(self, value: Value) -> None:
        """Show what was chosen elsewhere; nobody is told."""
        blocked = self.blockSignals(True)
        self.choose(value)
        self.blockSignals(blocked)
