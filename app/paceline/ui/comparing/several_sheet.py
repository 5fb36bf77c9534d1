"""Several answers side by side, of which one is picked to go on with."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSpinBox, QWidget

from paceline.options import MAX_ALTERNATIVES, MIN_ALTERNATIVES
from paceline.provenance import Round
from paceline.ui.comparing.answer_column import AnswerColumn
from paceline.ui.comparing.asking import cannot_ask
from paceline.ui.comparing.chorus import LIVELY, Chorus
from paceline.ui.comparing.question import Answer, Question
from paceline.ui.comparing.sheet import Sheet
from paceline.ui.comparing.token_limit import TokenLimit
from paceline.ui.engine import Engine
from paceline.ui.failure import Failure
from paceline.ui.numbers import decimal, whole
from paceline.ui.spin_text import inset_text

translate = QCoreApplication.translate

DEFAULT_COUNT = 3
DEFAULT_TOKENS = 512


class SeveralSheet(Sheet):
    """Writes several answers to one question at once, as often as a person likes."""

    picked = Signal(object, int)
    """Carries the tuple of `Answer`s and the number of the picked one, from 0."""

    def __init__(self, engine: Engine, parent: QWidget) -> None:
        super().__init__(
            translate("SeveralSheet", "Several answers"),
            translate(
                "SeveralSheet",
                "The answers are written in common passes over the model, which takes far less "
                "time than one after the other. When you pick one, all are kept as branches.",
            ),
            parent,
        )
        self._engine = engine
        self._question: Question | None = None
        self._answers: tuple[Answer, ...] = ()
        self._columns: list[AnswerColumn] = []
        self._tokens_said = 0
        self._chorus = Chorus(engine, self)
        self._count = QSpinBox()
        inset_text(self._count)
        self._count.setRange(MIN_ALTERNATIVES, MAX_ALTERNATIVES)
        self._count.setValue(DEFAULT_COUNT)
        self._count.setAccessibleName(self.tr("Answers"))
        count_label = QLabel(self.tr("&Answers"))
        count_label.setBuddy(self._count)
        self._limit = TokenLimit(DEFAULT_TOKENS)
        self._limit.put_before(count_label, self._count)
        self._rate = QLabel()
        self._rate.setObjectName("muted")
        self._strip = QWidget()
        self._strip.setObjectName("sheetPage")
        self._row = QHBoxLayout(self._strip)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        area = QScrollArea()
        area.setObjectName("sheetArea")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._strip)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._limit)
        self.body.addWidget(area, 1)
        self.body.addWidget(self._rate)
        self._area = area
        self._write = self.add_button(self.tr("&Write answers"), primary=True)
        self._write.clicked.connect(self._on_write_pressed)
        self.progress.cancel_pressed.connect(self._chorus.cancel)
        self._chorus.prefill_progressed.connect(self._on_prefill_progressed)
        self._chorus.said.connect(self._on_said)
        self._chorus.finished.connect(self._on_finished)
        self._chorus.failed.connect(self._on_failed)

    @property
    def question(self) -> Question | None:
        """What the answers that are shown answer."""
        return self._question

    def open_for(self, question: Question) -> None:
        """Offer to answer a question; answers that are being written to another go on."""
        if not self._chorus.busy:
            self._question = question
            self.show_question(question)
            self._limit.set_limit(min(question.max_tokens or DEFAULT_TOKENS, DEFAULT_TOKENS))
            self._clear(0)
            self.show_notice(self._remark(question))
        self.bring_up()
        self._write.setFocus()

    def reject(self) -> None:
        """Close; what runs is stopped, and what was not picked is dropped."""
        self._chorus.cancel()
        super().reject()

    def _remark(self, question: Question) -> str:
        if question.sampling.temperature:
            return ""
        return self.tr(
            "This chat's temperature is 0, at which all answers would be the same; "
            "they are written at {temperature} instead."
        ).format(temperature=LIVELY)

    def _clear(self, count: int) -> None:
        """Make room for so many answers."""
        for column in self._columns:
            self._row.removeWidget(column)
            column.deleteLater()
        self._columns = [AnswerColumn(number + 1) for number in range(count)]
        for number, column in enumerate(self._columns):
            column.picked.connect(lambda number=number: self.picked.emit(self._answers, number))
            self._row.addWidget(column, 1)
            column.show()
        self._answers, self._tokens_said = (), 0
        self._rate.setText("")

    def _on_write_pressed(self) -> None:
        if self._question is None or self._chorus.busy:
            return
        self.show_notice(self._remark(self._question))
        if failure := cannot_ask(self._engine):
            self.show_failure(failure)
            return
        self._clear(self._count.value())
        self._set_running(running=True)
        self.progress.show_progress(self.tr("Reading the prompt"), 0.0)
        self._chorus.ask(self._question, self._count.value(), self._limit.limit)

    def _on_prefill_progressed(self, done: int, total: int) -> None:
        self.progress.show_progress(self.tr("Reading the prompt"), done / max(1, total))

    def _on_said(self, number: int, round_: Round) -> None:
        self._tokens_said += len(round_.tokens)
        self._columns[number].append(round_)
        longest = round_.index + 1
        self.progress.show_progress(self.tr("Writing"), min(1.0, longest / self._limit.limit))

    def _on_finished(self, answers: tuple[Answer, ...]) -> None:
        self._answers = answers
        self._set_running(running=False)
        for column, answer in zip(self._columns, answers, strict=False):
            column.finish(answer)
        if not answers:
            self.show_notice(self.tr("Stopped before anything was written."))
            return
        self._columns[0].take_focus()
        seconds = max((answer.summary.seconds for answer in answers), default=0.0)
        if seconds:
            text = self.tr("{count} tokens in {seconds} s: {rate} tokens per second together")
            self._rate.setText(
                text.format(
                    count=whole(self._tokens_said),
                    seconds=decimal(seconds, 1),
                    rate=decimal(self._tokens_said / seconds, 1),
                )
            )
        QAccessible.updateAccessibility(
            QAccessibleAnnouncementEvent(self, self.tr("The answers are written."))
        )

    def _on_failed(self, failure: Failure) -> None:
        self._set_running(running=False)
        self.show_failure(failure)

    def _set_running(self, *, running: bool) -> None:
        self._write.setEnabled(not running)
        self._count.setEnabled(not running)
        self._limit.setEnabled(not running)
        if not running:
            self.progress.hide()
