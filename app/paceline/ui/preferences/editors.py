"""Controls that change one value each, one for every kind of value."""

import math
from typing import assert_never

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox

from paceline.ui.line_edit import LineEdit
from paceline.ui.preferences.declarations import Declaration
from paceline.ui.preferences.editor import Editor
from paceline.ui.preferences.kinds import Addresses, Choice, Number, Text, Toggle, kind
from paceline.ui.preferences.nodes_editor import NodesEditor
from paceline.ui.spin_text import inset_text
from paceline.ui.switch import Switch

MOST_IN_A_SPIN_BOX = 2**31 - 2
_DECIMALS = 2


def make_editor(declaration: Declaration) -> Editor:  # noqa: PLR0911 - one case each
    """Return the control that fits the setting."""
    match kind(declaration.path):
        case Toggle():
            return _ToggleEditor(declaration)
        case Choice() as choice:
            return _ChoiceEditor(declaration, choice)
        case Number() as number if number.most > MOST_IN_A_SPIN_BOX:
            return _LargeNumberEditor(declaration, number)
        case Number() as number if number.whole:
            return _WholeNumberEditor(declaration, number)
        case Number() as number:
            return _FractionEditor(declaration, number)
        case Text():
            return _TextEditor(declaration)
        case Addresses():
            return NodesEditor(declaration)
        case _ as never:
            assert_never(never)


class _ToggleEditor(Editor):
    def __init__(self, declaration: Declaration) -> None:
        self._switch = Switch(QCoreApplication.translate("Settings", "On"))
        super().__init__(self._switch, declaration)
        self._switch.clicked.connect(lambda: self.edited.emit(self._switch.isChecked()))

    def show_value(self, value: object) -> None:
        self._switch.setChecked(bool(value))


class _ChoiceEditor(Editor):
    def __init__(self, declaration: Declaration, choice: Choice) -> None:
        self._box = _QuietComboBox()
        super().__init__(self._box, declaration)
        values: tuple[str | None, ...] = (
            (None, *choice.values) if choice.optional else choice.values
        )
        for one in values:
            self._box.addItem(declaration.words.get(one, str(one)), one)
        self._box.activated.connect(lambda: self.edited.emit(self._box.currentData()))

    def show_value(self, value: object) -> None:
        self._box.setCurrentIndex(self._box.findData(value if value is None else str(value)))


class _WholeNumberEditor(Editor):
    """Below its least number an optional setting stands at what the program chooses."""

    def __init__(self, declaration: Declaration, number: Number) -> None:
        self._box = _QuietSpinBox()
        super().__init__(self._box, declaration)
        self._least = int(number.least)
        self._optional = number.optional
        self._box.setRange(self._least - number.optional, int(number.most))
        if number.optional:
            self._box.setSpecialValueText(declaration.words.get(None, ""))
        self._box.setSingleStep(int(declaration.step))
        self._box.setSuffix(declaration.suffix)
        self._box.setKeyboardTracking(False)
        inset_text(self._box)
        self._box.valueChanged.connect(self._on_value_changed)

    def show_value(self, value: object) -> None:
        self._box.blockSignals(True)
        self._box.setValue(value if isinstance(value, int) else self._least - 1)
        self._box.blockSignals(False)

    def _on_value_changed(self, value: int) -> None:
        self.edited.emit(None if self._optional and value < self._least else value)


class _FractionEditor(Editor):
    def __init__(self, declaration: Declaration, number: Number) -> None:
        self._box = _QuietDoubleSpinBox()
        super().__init__(self._box, declaration)
        self._box.setRange(number.least, number.most)
        self._box.setDecimals(_DECIMALS)
        self._box.setSingleStep(declaration.step)
        self._box.setKeyboardTracking(False)
        inset_text(self._box)
        self._box.valueChanged.connect(lambda value: self.edited.emit(value))  # noqa: PLW0108 - types

    def show_value(self, value: object) -> None:
        self._box.blockSignals(True)
        self._box.setValue(value if isinstance(value, float | int) else math.nan)
        self._box.blockSignals(False)


class _TextEditor(Editor):
    def __init__(self, declaration: Declaration) -> None:
        self._line = LineEdit()
        super().__init__(self._line, declaration)
        self._line.setPlaceholderText(QCoreApplication.translate("Settings", "automatic"))
        self._line.editingFinished.connect(
            lambda: self.edited.emit(self._line.text().strip() or None)
        )

    def show_value(self, value: object) -> None:
        if not self._line.hasFocus() or value != self._line.text().strip():
            self._line.setText("" if value is None else str(value))


class _LargeNumberEditor(Editor):
    def __init__(self, declaration: Declaration, number: Number) -> None:
        self._line = LineEdit()
        self._number = number
        super().__init__(self._line, declaration)
        self._line.setPlaceholderText(declaration.words.get(None, ""))
        self._line.editingFinished.connect(self._on_editing_finished)

    def show_value(self, value: object) -> None:
        self._line.setText("" if value is None else str(value))

    def _on_editing_finished(self) -> None:
        text = self._line.text().strip()
        if not text and self._number.optional:
            self.edited.emit(None)
        elif text.isdecimal() and self._number.least <= int(text) <= self._number.most:
            self.edited.emit(int(text))
        else:
            words = QCoreApplication.translate(
                "Settings", "Write a whole number from {least} to {most}, or nothing."
            )
            self.refused.emit(
                words.format(least=int(self._number.least), most=int(self._number.most))
            )


class _QuietComboBox(QComboBox):
    """Leaves the wheel to the page unless the person chose this control."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _QuietSpinBox(QSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _QuietDoubleSpinBox(QDoubleSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
