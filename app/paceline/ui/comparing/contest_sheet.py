"""The A/B view: one question, two settings, their texts and figures side by side."""

import secrets
from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from paceline.options import Speculation
from paceline.provenance import ReplySummary, Round
from paceline.ui.colours import Colours
from paceline.ui.comparing.aligned_texts import AlignedTexts
from paceline.ui.comparing.alignment import align
from paceline.ui.comparing.asking import cannot_ask
from paceline.ui.comparing.contest import Contest, Stage
from paceline.ui.comparing.question import Answer, Question
from paceline.ui.comparing.setting_form import SettingForm
from paceline.ui.comparing.sheet import Sheet
from paceline.ui.comparing.token_limit import TokenLimit
from paceline.ui.comparing.verdict import figures, verdict
from paceline.ui.engine import Engine
from paceline.ui.failure import Failure
from paceline.ui.switch import Switch

translate = QCoreApplication.translate

DEFAULT_TOKENS = 256
"""Enough for rates that mean something, on a small machine within a minute."""

_FRAME = 2
"""Pixels of the style sheet's border, which a frame width does not count."""
_SEEDS = 2**32 - 1

_SIDES = {Stage.LEFT: 0, Stage.RIGHT: 1}


class ContestSheet(Sheet):
    """Runs contests on one question, as many as a person likes."""

    def __init__(
        self, engine: Engine, colours: Colours, speaker: Callable[[], str], parent: QWidget
    ) -> None:
        """Take the name of the pair that is loaded from `speaker`."""
        super().__init__(
            translate("ContestSheet", "Compare two settings"),
            translate(
                "ContestSheet",
                "Both settings answer with the same seed, one after the other, once the prompt "
                "has been read. Nothing of it goes into the chat.",
            ),
            parent,
        )
        self._engine = engine
        self._speaker = speaker
        self._question: Question | None = None
        self._left: Answer | None = None
        self._left_name = ""
        self._seed = 0
        self._said = [0, 0]
        self._limit_now = DEFAULT_TOKENS
        self._contest = Contest(engine, self)
        self._forms = (SettingForm("A"), SettingForm("B"))
        self._tokens = TokenLimit(DEFAULT_TOKENS)
        self._keep = Switch(self.tr("&Keep the reply of A"))
        self._keep.setAccessibleName(self.tr("Keep the reply of A"))
        self._keep.setToolTip(
            self.tr("Ask only B again: with other settings, or with another pair that you load")
        )
        self._tokens.put_behind(self._keep)
        self._verdict = QLabel()
        self._verdict.setObjectName("sheetVerdict")
        self._verdict.setWordWrap(True)
        self._verdict.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._figures = _table(self.tr("Figures"))
        self._texts = AlignedTexts((self.tr("Reply of A"), self.tr("Reply of B")), colours)
        forms = QHBoxLayout()
        forms.setSpacing(16)
        for form in self._forms:
            forms.addWidget(form, 1)
        self.body.addLayout(forms)
        self.body.addWidget(self._tokens)
        self.body.addWidget(self._verdict)
        self.body.addWidget(self._figures)
        self.body.addWidget(self._texts, 1)
        self._next = self.add_button(self.tr("&Next difference"))
        self._run = self.add_button(self.tr("Co&mpare"), primary=True)
        self._run.clicked.connect(self._on_run_pressed)
        self._next.clicked.connect(self._texts.show_next_difference)
        self.progress.cancel_pressed.connect(self._contest.stop)
        contest = self._contest
        contest.stage_begun.connect(self._on_stage_begun)
        contest.prefill_progressed.connect(self._on_prefill_progressed)
        contest.round_received.connect(self._on_round_received)
        contest.decided.connect(self._on_decided)
        contest.stopped.connect(self._on_stopped)
        contest.failed.connect(self._on_failed)
        self._empty()

    def open_for(self, question: Question, left: Speculation, right: Speculation) -> None:
        """Offer to compare two settings on a question; one that runs goes on."""
        if not self._contest.busy:
            self._question = question
            self._left = None
            self.show_question(question)
            self._tokens.set_limit(min(question.max_tokens or DEFAULT_TOKENS, DEFAULT_TOKENS))
            pair = self._engine.pair
            for form, choice in zip(self._forms, (left, right), strict=True):
                form.offer(has_draft=pair is not None and pair.draft is not None)
                form.choose(choice)
            self._empty()
        self.bring_up()
        self._run.setFocus()

    def set_colours(self, colours: Colours) -> None:
        """Mark differences in these colours."""
        self._texts.set_colours(colours)

    def reject(self) -> None:
        """Close; what runs is stopped."""
        self._contest.stop()
        super().reject()

    def _empty(self) -> None:
        self._texts.clear()
        self._verdict.hide()
        self._figures.hide()
        self._next.setEnabled(False)
        self._keep.setChecked(self._keep.isChecked() and self._left is not None)
        self._keep.setEnabled(self._left is not None)
        self.show_notice("")

    def _on_run_pressed(self) -> None:
        if self._question is None or self._contest.busy:
            return
        self._empty()
        if failure := cannot_ask(self._engine):
            self.show_failure(failure)
            return
        self._said = [0, 0]
        self._limit_now = self._tokens.limit
        self._set_running(running=True)
        asked = self._question
        kept = self._left if self._keep.isChecked() else None
        if kept is None:
            seed = asked.sampling.seed
            self._seed = secrets.randbelow(_SEEDS) if seed is None else seed
            self._left_name = self._speaker()
        else:
            self._texts.append(0, "".join(token.text for token in kept.tokens))
        left_name = self.tr("Reply of A ({pair})").format(pair=self._left_name)
        right_name = self.tr("Reply of B ({pair})").format(pair=self._speaker())
        self._texts.set_names((left_name, right_name))
        sampling = replace(asked.sampling, seed=self._seed)
        question = Question(None, asked.messages, sampling, self._limit_now, asked.overflow)
        left, right = (form.speculation for form in self._forms)
        self._contest.begin(question, left, right, kept)

    def _on_stage_begun(self, stage: Stage) -> None:
        texts = {
            Stage.WARM_UP: self.tr("Reading the prompt"),
            Stage.LEFT: self.tr("A is writing"),
            Stage.RIGHT: self.tr("B is writing"),
        }
        self.progress.show_progress(texts[stage], 0.0)

    def _on_prefill_progressed(self, done: int, total: int) -> None:
        if total > 1:
            self.progress.show_progress(self.tr("Reading the prompt"), done / total)

    def _on_round_received(self, stage: Stage, round_: Round) -> None:
        side = _SIDES[stage]
        self._said[side] += len(round_.tokens)
        self._texts.append(side, "".join(token.text for token in round_.tokens))
        names = (self.tr("A is writing"), self.tr("B is writing"))
        self.progress.show_progress(names[side], self._said[side] / self._limit_now)

    def _on_decided(self, left: Answer, right: Answer) -> None:
        self._left = left
        self._set_running(running=False)
        self._texts.show_passages(align(left.tokens, right.tokens))
        self._next.setEnabled(self._texts.differences > 0)
        self._verdict.setText(verdict(left, right))
        self._verdict.setAccessibleName(self._verdict.text())
        self._verdict.show()
        self._show_figures(left.summary, right.summary)
        self._run.setFocus()

    def _show_figures(self, left: ReplySummary, right: ReplySummary) -> None:
        rows = figures(left, right)
        table = self._figures
        table.setColumnCount(len(rows))
        table.setHorizontalHeaderLabels([row.name for row in rows])
        for column, row in enumerate(rows):
            for place, text in enumerate((row.left, row.right)):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                table.setItem(place, column, item)
        table.show()
        table.resizeRowsToContents()
        heights = table.horizontalHeader().height() + table.verticalHeader().length()
        table.setFixedHeight(heights + 2 * table.frameWidth() + _FRAME)

    def _on_stopped(self) -> None:
        self._set_running(running=False)
        self.show_notice(self.tr("Stopped before both had answered."))

    def _on_failed(self, failure: Failure) -> None:
        self._set_running(running=False)
        self.show_failure(failure)

    def _set_running(self, *, running: bool) -> None:
        self._run.setEnabled(not running)
        self._tokens.setEnabled(not running)
        self._keep.setEnabled(not running and self._left is not None)
        for form in self._forms:
            form.setEnabled(not running)
        if not running:
            self.progress.hide()


def _table(name: str) -> QTableWidget:
    """Return a table with a row for A and one for B."""
    table = QTableWidget(2, 0)
    table.setObjectName("figures")
    table.setAccessibleName(name)
    table.setVerticalHeaderLabels(["A", "B"])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setHighlightSections(False)
    table.verticalHeader().setHighlightSections(False)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table
