"""Renders what the chat session tells: questions, replies, prefill, figures.

Stands between `ChatSession` and the widgets of the chat; the window only builds it.
"""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from paceline.chat import Role
from paceline.history.records import Conversation, ConversationId, Message
from paceline.provenance import Round
from paceline.ui.chat_session import ChatSession, ReplyEnd
from paceline.ui.chat_view import ChatView
from paceline.ui.composing.composer import Composer
from paceline.ui.figures import Figures
from paceline.ui.live_readings import LiveReadings
from paceline.ui.live_strip import LiveStrip
from paceline.ui.progress_row import ProgressRow
from paceline.ui.reply_footer import footer

PREFILL_PATIENCE_MS: Final = 400
"""A prefill shorter than this passes without a progress bar that only flashes."""


class ChatRendering(QObject):
    """Keeps transcript, composer, progress and strip in line with one session."""

    def __init__(
        self,
        session: ChatSession,
        readings: LiveReadings,
        chat: ChatView,
        composer: Composer,
        progress: ProgressRow,
        strip: LiveStrip,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._readings = readings
        self._chat = chat
        self._composer = composer
        self._progress = progress
        self._strip = strip
        self._shows_prefill = False
        self._conversation: ConversationId | None = None
        self._patience = QTimer(self, singleShot=True, interval=PREFILL_PATIENCE_MS)
        chat.transcript.read_rounds_from(session.history.rounds)
        chat.transcript.edit_requested.connect(session.edit)
        chat.transcript.regenerate_requested.connect(session.regenerate)
        chat.transcript.continue_requested.connect(session.continue_reply)
        chat.transcript.branch_requested.connect(session.show_branch)
        session.entries_changed.connect(self._on_entries_changed)
        session.entry_updated.connect(chat.transcript.update_entry)
        session.reply_begun.connect(self._on_reply_begun)
        session.round_received.connect(self._on_round_received)
        session.prefill_progressed.connect(self._on_prefill_progressed)
        session.reply_ended.connect(self._on_reply_ended)
        session.busy_changed.connect(self._on_busy_changed)
        session.conversation_changed.connect(self._on_conversation_changed)
        readings.refreshed.connect(self._on_readings_refreshed)

    def _on_entries_changed(self, first: int, entries: tuple[Message, ...]) -> None:
        self._chat.transcript.set_entries(first, entries)
        self._chat.show_transcript(shown=bool(self._session.entries))

    def _on_reply_begun(self, index: int, continues: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._end_prefill()
        self._chat.transcript.begin_reply(index, continues=continues)
        self._begin_figures()

    def _on_round_received(self, round_: Round) -> None:
        self._chat.transcript.append_round(round_)
        self._readings.add(round_)

    def _on_prefill_progressed(self, done: int, total: int) -> None:
        if total and not self._patience.isActive():
            self._shows_prefill = True
            told = self.tr("Reading the prompt, {count} tokens").format(
                count=QLocale().toString(total)
            )
            self._progress.show_progress(told, done / total)

    def _on_reply_ended(self, end: ReplyEnd) -> None:
        self._chat.transcript.end_reply()
        self._readings.flush()
        if end.summary is not None and (figures := Figures.of_reply(end.summary)) is not None:
            now = Figures.of(self._readings.tally).now
            self._strip.show_figures(replace(figures, now=now))
        self._announce_end()

    def _announce_end(self) -> None:
        """Tell a screen reader that the reply is there; eyes see it."""
        last = self._session.entries[-1] if self._session.entries else None
        if last is None or last.role is not Role.ASSISTANT:
            return
        words = footer(last.state, last.summary)
        told = self.tr("The reply has ended. {figures}").format(figures=words)
        announcement = QAccessibleAnnouncementEvent(self._chat.transcript, told)
        announcement.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(announcement)

    def _on_busy_changed(self, busy: bool) -> None:  # noqa: FBT001 - a Qt slot
        if busy:
            self._patience.start()
        self._end_prefill()
        self._composer.set_busy(busy=busy)
        self._chat.transcript.set_busy(busy=busy)

    def _on_conversation_changed(self, conversation: Conversation | None) -> None:
        chat = conversation.id if conversation else None
        if chat != self._conversation:
            self._conversation = chat
            self._begin_figures()
            self._readings.flush()

    def _on_readings_refreshed(self) -> None:
        tally = self._readings.tally
        self._strip.show_figures(Figures.of(tally))
        if tally.rate_now is not None:
            self._strip.graph.add(tally.wall_ms / 1000, tally.rate_now, tally.plain_rate)

    def _begin_figures(self) -> None:
        self._readings.begin()
        self._strip.graph.clear()

    def _end_prefill(self) -> None:
        if self._shows_prefill:
            self._shows_prefill = False
            self._progress.hide()
