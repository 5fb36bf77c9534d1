"""Comparing as a feature of the window: several answers, two settings, and the parity check."""

from PySide6.QtCore import QObject

from paceline.chat import Role
from paceline.errors import AppError
from paceline.history.records import Message, MessageId
from paceline.options import Speculation
from paceline.protocol.messages import Ready
from paceline.ui.colours import Colours
from paceline.ui.comparing.adoption import adopt
from paceline.ui.comparing.contest_sheet import ContestSheet
from paceline.ui.comparing.parity_check import PLAIN, Checked
from paceline.ui.comparing.parity_sheet import ParitySheet, SaveChoice, choose_record_file
from paceline.ui.comparing.question import Answer, Question
from paceline.ui.comparing.several_sheet import SeveralSheet
from paceline.ui.failure import Failure
from paceline.ui.workbench import Workbench


class Comparing(QObject):
    """Opens the sheets for what is in view; each is made when it is first wanted."""

    def __init__(self, workbench: Workbench, choose_file: SaveChoice = choose_record_file) -> None:
        super().__init__(workbench.window)
        self._workbench = workbench
        self._choose_file = choose_file
        self._engine_version = ""
        self._several: SeveralSheet | None = None
        self._contest: ContestSheet | None = None
        self._parity: ParitySheet | None = None
        actions, session = workbench.actions, workbench.session
        actions.several_answers.triggered.connect(self._on_several_wanted)
        actions.compare_settings.triggered.connect(self._on_contest_wanted)
        actions.check_parity.triggered.connect(self._on_parity_wanted)
        transcript = workbench.chat.transcript
        transcript.several_requested.connect(self._on_several_requested)
        transcript.contest_requested.connect(self._on_contest_requested)
        transcript.parity_requested.connect(self.check_parity)
        session.busy_changed.connect(self._render)
        session.entries_changed.connect(self._render)
        session.entry_updated.connect(self._render)
        workbench.composer.text_changed.connect(self._render)
        workbench.engine.worker_ready.connect(self._on_worker_ready)
        workbench.appearance.colours_changed.connect(self._on_colours_changed)
        self._render()

    def check_parity(self, message_id: MessageId) -> None:
        """Check one reply in view."""
        workbench = self._workbench
        place = self._place_of(message_id)
        if place is None or workbench.session.busy:
            return
        if self._parity is None:
            self._parity = ParitySheet(
                workbench.engine,
                workbench.appearance.colours,
                self._choose_file,
                workbench.window,
            )
        entry = self._entries[place]
        try:
            rounds = workbench.session.history.rounds(entry.id)
        except AppError as error:
            self._parity.refuse(Failure(error.code, error.detail).text)
            return
        refusal = self._refusal(entry, parts=sum(round_.index == 0 for round_ in rounds))
        if refusal or entry.summary is None or entry.summary.settings is None:
            self._parity.refuse(refusal)
            return
        checked = Checked(
            workbench.session.prompt(place),
            rounds,
            entry.summary,
            entry.summary.settings,
            entry.speaker,
        )
        self._parity.open_for(checked, self._engine_version, self._remark(entry))

    def _refusal(self, entry: Message, parts: int) -> str:
        """Say why a reply cannot be written again as it was, empty where it can."""
        if entry.summary is None or entry.summary.settings is None:
            return self.tr(
                "It is not known with which settings this reply was written, so it cannot be "
                "written again as it was. Regenerate it, and check the new reply."
            )
        if entry.summary.report is not None:
            return self.tr(
                "A server wrote this reply, so it cannot be written again here. Load a pair on "
                "this computer, regenerate the reply, and check the new one."
            )
        if parts != 1:
            return self.tr(
                "This reply was written in several goes, each with a seed of its own, so it cannot "
                "be written again in one. Regenerate it, and check the new reply."
            )
        return ""

    def _remark(self, entry: Message) -> str:
        """Say what may explain a difference before there is one."""
        now = self._workbench.session.speaker
        if entry.speaker == now:
            return ""
        return self.tr(
            "The reply was written by {then}, and {now} is loaded now: another model says "
            "something else."
        ).format(then=entry.speaker, now=now)

    @property
    def _entries(self) -> tuple[Message, ...]:
        return self._workbench.session.entries

    def _place_of(self, message_id: MessageId) -> int | None:
        return next((at for at, one in enumerate(self._entries) if one.id == message_id), None)

    @property
    def _last_question(self) -> int | None:
        """The place of the last question in view."""
        places = [at for at, one in enumerate(self._entries) if one.role is Role.USER]
        return places[-1] if places else None

    def _latest_question(self) -> Question | None:
        """What would be asked now: what is in the composer, else the last question in view."""
        workbench = self._workbench
        composer, session = workbench.composer, workbench.session
        text, attachments = composer.text, composer.attachments
        if (text.strip() or attachments) and not session.busy:
            composer.take()
            if not session.put_question(text, attachments):
                composer.give_back(text, attachments)
                return None
        place = self._last_question
        return None if place is None else self._question(self._entries[place].id)

    def _question(self, message_id: MessageId) -> Question | None:
        """Return a question in view as it would be asked, None where that cannot be now."""
        place = self._place_of(message_id)
        session = self._workbench.session
        if place is None or session.busy:
            return None
        settings, setup = self._workbench.keeper.settings, session.setup
        return Question(
            self._entries[place],
            session.prompt(place + 1),
            setup.sampling or settings.sampling,
            setup.max_tokens or settings.max_tokens,
            setup.overflow or settings.overflow,
        )

    def _on_several_wanted(self) -> None:
        self._open_several(self._latest_question())

    def _on_several_requested(self, message_id: MessageId) -> None:
        self._open_several(self._question(message_id))

    def _open_several(self, question: Question | None) -> None:
        if question is None:
            return
        if self._several is None:
            self._several = SeveralSheet(self._workbench.engine, self._workbench.window)
            self._several.picked.connect(self._on_picked)
        self._several.open_for(question)

    def _on_contest_wanted(self) -> None:
        self._open_contest(self._latest_question())

    def _on_contest_requested(self, message_id: MessageId) -> None:
        self._open_contest(self._question(message_id))

    def _open_contest(self, question: Question | None) -> None:
        if question is None:
            return
        workbench = self._workbench
        if self._contest is None:
            self._contest = ContestSheet(
                workbench.engine,
                workbench.appearance.colours,
                lambda: workbench.session.speaker,
                workbench.window,
            )
        chosen = workbench.session.speculation
        self._contest.open_for(question, PLAIN, chosen if chosen.enabled else Speculation())

    def _on_parity_wanted(self) -> None:
        if self._entries and self._entries[-1].role is Role.ASSISTANT:
            self.check_parity(self._entries[-1].id)

    def _on_picked(self, answers: tuple[Answer, ...], number: int) -> None:
        session, several = self._workbench.session, self._several
        question = several.question.entry if several and several.question else None
        if several is None or question is None:
            return
        try:
            adopt(session.history, question, session.speaker, answers, number)
        except AppError as error:
            several.show_failure(Failure(error.code, error.detail))
            return
        several.accept()
        session.open(question.conversation)
        self._workbench.composer.setFocus()

    def _on_worker_ready(self, ready: Ready) -> None:
        self._engine_version = ready.engine_version

    def _on_colours_changed(self, colours: Colours) -> None:
        for sheet in (self._contest, self._parity):
            if sheet is not None:
                sheet.set_colours(colours)

    def _render(self) -> None:
        """Offer what makes sense now."""
        actions, composer = self._workbench.actions, self._workbench.composer
        busy = self._workbench.session.busy
        has_question = (
            self._last_question is not None
            or bool(composer.text.strip())
            or bool(composer.attachments)
        )
        for action in (actions.several_answers, actions.compare_settings):
            action.setEnabled(has_question and not busy)
        last = self._entries[-1] if self._entries else None
        actions.check_parity.setEnabled(
            not busy
            and last is not None
            and last.role is Role.ASSISTANT
            and last.summary is not None
        )
