"""The parity check of one reply: replayed without speculation, compared, and put on record."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QSizePolicy, QWidget

from paceline.errors import AppError, ErrorCode
from paceline.parity import Comparison, Divergence, Record, Saying
from paceline.provenance import Round
from paceline.ui.colours import Colours
from paceline.ui.comparing.aligned_texts import AlignedTexts
from paceline.ui.comparing.alignment import align
from paceline.ui.comparing.asking import Asking, cannot_ask
from paceline.ui.comparing.parity_check import (
    PLAIN,
    Checked,
    compare,
    largest_shift,
    record,
    says_otherwise_by_nature,
)
from paceline.ui.comparing.question import Answer, tokens_of
from paceline.ui.comparing.sheet import Sheet
from paceline.ui.engine import Engine
from paceline.ui.failure import Failure
from paceline.ui.numbers import decimal, whole
from paceline.whole_file import write_whole

translate = QCoreApplication.translate

SaveChoice = Callable[[QWidget, str], Path | None]
"""Asks where to save a file: parent, and the name that is suggested."""

_PLAIN, _STORED = 0, 1


def choose_record_file(parent: QWidget, name: str) -> Path | None:
    """Ask with the system's dialog."""
    title = translate("ParitySheet", "Save the record")
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, "JSON (*.json)")
    return Path(chosen) if chosen else None


class ParitySheet(Sheet):
    """Checks one reply at a time."""

    def __init__(
        self, engine: Engine, colours: Colours, choose_file: SaveChoice, parent: QWidget
    ) -> None:
        super().__init__(
            translate("ParitySheet", "Parity check"),
            translate(
                "ParitySheet",
                "The reply is written once more without speculation, with the same seed and "
                "settings. Nothing of it goes into the chat.",
            ),
            parent,
        )
        self._engine = engine
        self._engine_version = ""
        self._remark = ""
        self._choose_file = choose_file
        self._checked: Checked | None = None
        self._record: Record | None = None
        self._began = datetime.now().astimezone()
        self._said = 0
        self._asking = Asking(engine, self)
        self._verdict = QLabel()
        self._verdict.setObjectName("sheetVerdict")
        self._detail = QLabel()
        self._detail.setObjectName("muted")
        for label in (self._verdict, self._detail):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            self.body.addWidget(label)
        self._texts = AlignedTexts(
            (self.tr("Without speculation"), self.tr("The reply in the chat")), colours
        )
        self.body.addWidget(self._texts, 1)
        self._save = self.add_button(self.tr("&Save record…"))
        self._next = self.add_button(self.tr("&Next difference"))
        self._run = self.add_button(self.tr("C&heck"), primary=True)
        self._run.clicked.connect(self._on_run_pressed)
        self._next.clicked.connect(self._texts.show_next_difference)
        self._save.clicked.connect(self._on_save_pressed)
        self.progress.cancel_pressed.connect(self._asking.cancel)
        self._asking.prefill_progressed.connect(self._on_prefill_progressed)
        self._asking.round_received.connect(self._on_round_received)
        self._asking.answered.connect(self._on_answered)
        self._asking.failed.connect(self._on_failed)

    def open_for(self, checked: Checked, engine_version: str, remark: str = "") -> None:
        """Check a reply at once; one that is being checked goes on instead.

        A `remark` says beforehand why it may differ.
        """
        self.bring_up()
        if self._asking.busy:
            return
        self._checked, self._engine_version, self._remark = checked, engine_version, remark
        self._run.setEnabled(True)
        self.show_question(checked.question)
        self._run.setFocus()
        self._on_run_pressed()

    def refuse(self, why: str) -> None:
        """Say why a reply cannot be checked; one that is being checked goes on instead."""
        self.bring_up()
        if self._asking.busy:
            return
        self._checked = None
        self._empty()
        self._run.setEnabled(False)
        self.show_notice(why)

    def set_colours(self, colours: Colours) -> None:
        """Mark differences in these colours."""
        self._texts.set_colours(colours)

    def reject(self) -> None:
        """Close; what runs is stopped."""
        self._asking.cancel()
        super().reject()

    def _empty(self) -> None:
        self._record = None
        self._texts.clear()
        self._verdict.hide()
        self._detail.hide()
        self._save.setEnabled(False)
        self._next.setEnabled(False)
        self.show_notice(self._remark)

    def _on_run_pressed(self) -> None:
        if self._checked is None or self._asking.busy:
            return
        self._empty()
        if failure := cannot_ask(self._engine):
            self.show_failure(failure)
            return
        if says_otherwise_by_nature(self._checked.settings):
            self.show_notice(
                self.tr(
                    "This reply was checked by rejection sampling, which follows the same "
                    "distribution with other draws: with the same seed it says something else by "
                    "its nature. Only greedy replies of that mode, or those of match mode, can be "
                    "compared word for word."
                )
            )
            return
        self._said = 0
        self._began = datetime.now().astimezone()
        self._run.setEnabled(False)
        self._texts.append(
            _STORED, "".join(token.text for token in tokens_of(self._checked.rounds))
        )
        self.progress.show_progress(self.tr("Reading the prompt"), 0.0)
        self._asking.ask(self._checked.question, PLAIN)

    def _on_prefill_progressed(self, done: int, total: int) -> None:
        self.progress.show_progress(self.tr("Reading the prompt"), done / max(1, total))

    def _on_round_received(self, round_: Round) -> None:
        assert self._checked is not None
        self._said += len(round_.tokens)
        self._texts.append(_PLAIN, "".join(token.text for token in round_.tokens))
        most = self._checked.question.max_tokens or 1
        self.progress.show_progress(
            self.tr("Writing without speculation"), min(1.0, self._said / most)
        )

    def _on_answered(self, answer: Answer | None) -> None:
        self._run.setEnabled(True)
        self.progress.hide()
        if answer is None or self._checked is None or not answer.tokens:
            self.show_notice(self.tr("Stopped before anything was written."))
            return
        checked = self._checked
        if answer.summary.prompt_tokens != checked.summary.prompt_tokens:
            self.show_notice(
                self.tr(
                    "The prompt is not what it was when the reply was written: the system prompt "
                    "or an attachment changed."
                )
            )
        comparison = compare(checked, answer)
        stored = tokens_of(checked.rounds)[: comparison.tokens]
        self._texts.show_passages(align(answer.tokens, stored))
        self._next.setEnabled(self._texts.differences > 0)
        self._verdict.setText(_verdict(comparison, to_the_end=not answer.cancelled))
        self._detail.setText(_detail(comparison, largest_shift(answer, checked.rounds)))
        for label in (self._verdict, self._detail):
            label.setAccessibleName(label.text())
            label.show()
        if (pair := self._engine.pair) is not None:
            self._record = record(checked, comparison, pair, self._engine_version, self._began)
            self._save.setEnabled(True)
        self._run.setFocus()

    def _on_failed(self, failure: Failure) -> None:
        self._run.setEnabled(True)
        self.show_failure(failure)

    def _on_save_pressed(self) -> None:
        if self._record is None:
            return
        file = self._choose_file(self, "parity.json")
        if file is None:
            return
        try:
            write_whole(file, msgspec.json.format(msgspec.json.encode(self._record)) + b"\n")
        except AppError as error:
            self.show_failure(Failure(error.code, error.detail))
        except OSError:
            self.show_failure(Failure(ErrorCode.FILE_UNWRITABLE, str(file)))
        else:
            self.show_notice(self.tr("Saved as {file}.").format(file=file))


def _verdict(found: Comparison, *, to_the_end: bool) -> str:
    difference = found.divergence
    if difference is None:
        if to_the_end:
            return translate(
                "ParitySheet", "Identical: all {count} tokens are the same without speculation."
            ).format(count=whole(found.tokens))
        return translate(
            "ParitySheet", "Identical as far as it was checked: the first {count} tokens."
        ).format(count=whole(found.tokens))
    place = whole(difference.position + 1)
    match difference.near_tie:
        case True:
            return translate(
                "ParitySheet",
                "The same up to token {place}, where two tokens were nearly tied: rounding decides "
                "such ties, in any engine.",
            ).format(place=place)
        case False:
            return translate(
                "ParitySheet",
                "They differ from token {place} on, and rounding does not explain it. Please save "
                "the record and report it.",
            ).format(place=place)
        case None:
            return translate(
                "ParitySheet",
                "The same up to token {place}, where the draw fell differently. Rounding may turn "
                "a draw that is close; the shift below tells how far rounding goes here.",
            ).format(place=place)


def _detail(found: Comparison, shift: float) -> str:
    sentences = []
    if found.divergence is not None:
        sentences.append(_difference(found.divergence))
    sentences.append(
        translate(
            "ParitySheet",
            "Where both say the same, the target's probabilities differ by at most "
            "{shift} percentage points.",
        ).format(shift=f"{100 * shift:.3g}")
    )
    return " ".join(sentences)


def _difference(found: Divergence) -> str:
    return translate(
        "ParitySheet", "Without speculation: {plain}. In the chat: {speculated}."
    ).format(plain=_said(found.plain), speculated=_said(found.speculated))


def _said(saying: Saying | None) -> str:
    if saying is None:
        return translate("ParitySheet", "nothing more")
    text = saying.text.replace("\n", "↵") or translate("ParitySheet", "the end")
    return translate(
        "ParitySheet", "“{text}” with {share} %, the best token {margin} logits ahead"
    ).format(
        text=text, share=decimal(100 * saying.probability, 1), margin=decimal(saying.margin, 2)
    )
