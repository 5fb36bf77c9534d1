"""System prompt and sampling of one chat, all on one page that scrolls."""

from typing import Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from paceline.options import Overflow
from paceline.settings import Settings
from paceline.ui.steering.difference import Steered
from paceline.ui.steering.knob_row import KnobRow, NumberBox
from paceline.ui.steering.knobs import Knob, knobs, stops_of, text_of

LONGEST_REPLY: Final = 1_000_000
"""Tokens; more than any context that runs at home."""


class SteeringPanel(QScrollArea):
    """Renders what holds for a chat; tells what the person makes of it."""

    changed = Signal(object)
    """Carries the `Steered`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheetArea")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._steered: Steered | None = None
        page = QWidget()
        page.setObjectName("sheetPage")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(2, 2, 14, 2)
        self._column.setSpacing(6)
        self._prompt = self._add_text(
            self.tr("System prompt"),
            self.tr("Read by the model before everything else: who it is and how it answers."),
            lines=5,
        )
        self._prompt.setPlaceholderText(self.tr("None: the model answers in its own manner"))
        self._prompt.textChanged.connect(self._on_prompt_changed)
        self._rows = tuple((knob, self._add_knob(knob)) for knob in knobs())
        self._length = self._add_length()
        self._overflow = self._add_overflow()
        self._stop = self._add_text(
            self.tr("Stop strings"),
            self.tr(r"The reply ends before the first of these; one a line, \n is a line break."),
            lines=2,
        )
        self._stop.textChanged.connect(self._on_stop_changed)
        self._column.addStretch(1)
        self.setWidget(page)
        self.setFocusProxy(self._prompt)

    def show_steered(self, steered: Steered, settings: Settings) -> None:
        """Show what holds for a chat, and what the program's settings would be."""
        self._steered = None  # what follows is no wish of the person
        if self._prompt.toPlainText() != steered.system_prompt:
            self._prompt.setPlainText(steered.system_prompt)
        if stops_of(self._stop.toPlainText()) != steered.sampling.stop:
            self._stop.setPlainText(text_of(steered.sampling.stop))
        for knob, row in self._rows:
            row.show_value(knob.value(steered.sampling), knob.value(settings.sampling))
        self._length.show_value(steered.max_tokens, settings.max_tokens)
        self._overflow.setCurrentIndex(self._overflow.findData(steered.overflow))
        self._steered = steered

    # Building -----------------------------------------------------------------------------

    def _add_text(self, label: str, explanation: str, *, lines: int) -> QPlainTextEdit:
        box = QPlainTextEdit()
        box.setObjectName("steeringText")
        box.setAccessibleName(label)
        box.setAccessibleDescription(explanation)
        box.setTabChangesFocus(True)
        box.setFixedHeight(box.fontMetrics().lineSpacing() * lines + 22)
        self._add_titled(label, explanation, box)
        return box

    def _add_titled(self, label: str, explanation: str, control: QWidget) -> None:
        name = QLabel(label)
        name.setBuddy(control)
        remark = QLabel(explanation)
        remark.setObjectName("muted")
        remark.setWordWrap(True)
        self._column.addWidget(name)
        self._column.addWidget(control)
        self._column.addWidget(remark)
        self._column.addSpacing(8)

    def _add_knob(self, knob: Knob) -> KnobRow:
        box = NumberBox()
        box.setDecimals(knob.decimals)
        box.setRange(*knob.limits)
        box.setSingleStep(knob.step)
        box.setSpecialValueText(knob.least_word)
        row = KnobRow(knob.label, knob.explanation, box)
        row.turned.connect(lambda value: self._on_turned(knob, value))
        self._column.addWidget(row)
        return row

    def _add_length(self) -> KnobRow:
        box = NumberBox()
        box.setDecimals(0)
        box.setRange(1, LONGEST_REPLY)
        box.setSingleStep(128)
        row = KnobRow(
            self.tr("Longest reply"),
            self.tr("Tokens after which a reply ends, whatever it was about to say."),
            box,
        )
        row.turned.connect(self._on_length_turned)
        self._column.addWidget(row)
        return row

    def _add_overflow(self) -> QComboBox:
        box = QComboBox()
        label = self.tr("When the context is full")
        box.setAccessibleName(label)
        for overflow, text in (
            (Overflow.ROLLING, self.tr("Forget the oldest messages")),
            (Overflow.MIDDLE, self.tr("Forget the middle, keep the first and the latest")),
            (Overflow.STOP, self.tr("Stop, and refuse what does not fit")),
        ):
            box.addItem(text, overflow)
        box.activated.connect(self._on_overflow_chosen)
        self._add_titled(
            label, self.tr("What the model no longer reads stays in the chat on the screen."), box
        )
        return box

    # What the person makes of it ----------------------------------------------------------

    def _tell(self, steered: Steered) -> None:
        self._steered = steered
        self.changed.emit(steered)

    def _on_prompt_changed(self) -> None:
        if self._steered is not None:
            text = self._prompt.toPlainText()
            self._tell(msgspec.structs.replace(self._steered, system_prompt=text))

    def _on_turned(self, knob: Knob, value: float) -> None:
        if self._steered is not None:
            sampling = knob.turned(self._steered.sampling, value)
            self._tell(msgspec.structs.replace(self._steered, sampling=sampling))

    def _on_stop_changed(self) -> None:
        if self._steered is not None:
            stop = stops_of(self._stop.toPlainText())
            sampling = msgspec.structs.replace(self._steered.sampling, stop=stop)
            self._tell(msgspec.structs.replace(self._steered, sampling=sampling))

    def _on_length_turned(self, value: float) -> None:
        if self._steered is not None:
            self._tell(msgspec.structs.replace(self._steered, max_tokens=int(value)))

    def _on_overflow_chosen(self) -> None:
        if self._steered is not None:
            overflow = Overflow(self._overflow.currentData())
            self._tell(msgspec.structs.replace(self._steered, overflow=overflow))
