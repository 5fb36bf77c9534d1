"""The doctor's verdict: large, with its reason, the rules, the memory and what may be gained."""

from typing import Final, assert_never

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from paceline.library.doctor.diagnosis import Diagnosis, Verdict
from paceline.library.doctor.wording import (
    caution_phrase,
    gain_phrase,
    rule_phrase,
    rules_passed,
    verdict_phrases,
)
from paceline.library.memory_fit import MachineMemory
from paceline.ui.colours import Colours
from paceline.ui.library.doctor.phrases import all_said, said
from paceline.ui.library.fit_words import memory_picture
from paceline.ui.library.memory_bar import MemoryBar
from paceline.ui.library.sizes import size_text

_COLUMNS: Final = 2


class VerdictView(QWidget):
    """Shows one diagnosis; everything it says stands there as text."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QFrame()
        self._box.setObjectName("verdict")
        self._headline = QLabel()
        self._headline.setObjectName("verdictHeadline")
        self._headline.setWordWrap(True)
        self._sentence = _paragraph()
        inside = QVBoxLayout(self._box)
        inside.setContentsMargins(14, 10, 14, 12)
        inside.setSpacing(4)
        inside.addWidget(self._headline)
        inside.addWidget(self._sentence)
        self._gain_title = _title(self.tr("Expected speed"))
        self._gain = _paragraph()
        self._cautions_title = _title(self.tr("Good to know"))
        self._cautions = _paragraph()
        self._memory_title = _title(self.tr("Memory"))
        self._memory = MemoryBar(colours)
        self._rules_title = _title(self.tr("What was checked"))
        self._rules = QWidget()
        self._grid = QGridLayout(self._rules)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(3)
        self._read = _paragraph()
        self._read.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (
            self._box,
            self._memory_title,
            self._memory,
            self._gain_title,
            self._gain,
            self._cautions_title,
            self._cautions,
            self._rules_title,
            self._rules,
            self._read,
        ):
            column.addWidget(widget)
        column.addStretch()

    @property
    def headline(self) -> str:
        """The verdict in a few words."""
        return self._headline.text()

    @property
    def sentence(self) -> str:
        """The verdict with its reason."""
        return self._sentence.text()

    def show_diagnosis(self, diagnosis: Diagnosis, machine: MachineMemory) -> None:
        """Show this."""
        self._headline.setText(self._headline_of(diagnosis.verdict))
        self._box.setProperty("verdict", diagnosis.verdict.value)
        self._box.style().unpolish(self._box)
        self._box.style().polish(self._box)
        self._sentence.setText(all_said(verdict_phrases(diagnosis)))
        self._show_rules(diagnosis)
        has_memory = diagnosis.memory is not None
        self._memory_title.setVisible(has_memory)
        self._memory.setVisible(has_memory)
        if diagnosis.memory is not None:
            self._memory.show_picture(memory_picture(diagnosis.memory, machine))
        loads = diagnosis.verdict.loads
        self._gain_title.setVisible(loads)
        self._gain.setVisible(loads)
        self._gain.setText(said(gain_phrase(diagnosis.gain)))
        cautions = [said(caution_phrase(one)) for one in diagnosis.warnings]
        self._cautions_title.setVisible(bool(cautions))
        self._cautions.setVisible(bool(cautions))
        self._cautions.setText("\n".join(f"• {one}" for one in cautions))
        self._read.setVisible(diagnosis.bytes_read > 0)
        self._read.setText(
            self.tr("For this, {size} were read from the Hub.").format(
                size=size_text(diagnosis.bytes_read)
            )
        )
        QAccessible.updateAccessibility(
            QAccessibleAnnouncementEvent(self, f"{self.headline} {self.sentence}")
        )

    def set_colours(self, colours: Colours) -> None:
        """Change to another theme."""
        self._memory.set_colours(colours)

    def _headline_of(self, verdict: Verdict) -> str:
        """A mark tells verdicts apart beside the colour."""
        match verdict:
            case Verdict.COMPATIBLE:
                return self.tr("✓ They work together")
            case Verdict.PADDED:
                return self.tr("✓ They work together, with padding")
            case Verdict.THROUGH_TEXT:
                return self.tr("≈ Only through text")
            case Verdict.IMPOSSIBLE:
                return self.tr("✕ They do not work together")
            case _:
                assert_never(verdict)

    def _show_rules(self, diagnosis: Diagnosis) -> None:
        for old in self._rules.findChildren(QLabel):
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        marks = {
            True: (self.tr("✓ {rule}"), self.tr("holds")),
            False: (self.tr("✕ {rule}"), self.tr("does not hold")),
            None: (self.tr("? {rule}"), self.tr("not checked")),
        }
        for number, (rule, holds) in enumerate(rules_passed(diagnosis)):
            marked, told = marks[holds]
            words = said(rule_phrase(rule))
            label = QLabel(marked.format(rule=words))
            label.setAccessibleName(f"{words}: {told}")
            label.setObjectName("ruleFailed" if holds is False else "rule" if holds else "muted")
            label.setWordWrap(True)
            self._grid.addWidget(label, number // _COLUMNS, number % _COLUMNS)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)


def _paragraph() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("settingTitle")
    label.setContentsMargins(0, 6, 0, 0)
    return label
