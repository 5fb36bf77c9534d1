"""Which reply the inspector shows: the one that streams, or one from the history."""

from PySide6.QtCore import QObject, QTimer, Signal

from paceline.chat import Role
from paceline.errors import AppError
from paceline.history.records import Message, MessageId
from paceline.provenance import Round
from paceline.ui.chat_session import ChatSession
from paceline.ui.failure import Failure
from paceline.ui.inspector.recording import Recording


class ReplySource(QObject):
    """Collects what streams, and reads stored rounds only while somebody looks.

    Replies in view go by their place among the session's entries.
    """

    changed = Signal(object)
    """Carries the `Recording` of another reply, perhaps an empty one."""
    grown = Signal()
    """The recording in sight has another round."""
    moved = Signal()
    """`number` or `count` changed."""
    failed = Signal(object)
    """Carries a `Failure`: stored rounds could not be read."""

    def __init__(self, session: ChatSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._active = False
        self._live = Recording()
        self._live_place: int | None = None
        self._place: int | None = None
        self._shown: tuple[int, MessageId] | None = None
        self._settling = QTimer(self, singleShot=True, interval=0)
        self._settling.timeout.connect(self._settle)
        session.entries_changed.connect(self._on_entries_changed)
        session.reply_begun.connect(self._on_reply_begun)
        session.round_received.connect(self._on_round_received)

    @property
    def number(self) -> int:
        """Which of the replies in view is shown, from 1; 0 where there is none."""
        return self._replies().index(self._place) + 1 if self._place is not None else 0

    @property
    def count(self) -> int:
        """How many replies are in view."""
        return len(self._replies())

    @property
    def message(self) -> Message | None:
        """The reply that is shown."""
        return None if self._place is None else self._session.entries[self._place]

    def set_active(self, *, active: bool) -> None:
        """Whether somebody looks."""
        self._active = active
        if active:
            self._settle()

    def show(self, message_id: MessageId) -> None:
        """Show the reply with this id, if it is in view."""
        for place in self._replies():
            if self._session.entries[place].id == message_id:
                self._go_to(place)

    def step(self, by: int) -> None:
        """Show a reply further up or down."""
        replies = self._replies()
        index = self.number - 1 + by
        if 0 <= index < len(replies):
            self._go_to(replies[index])

    # Inside -------------------------------------------------------------------------------

    def _replies(self) -> list[int]:
        entries = self._session.entries
        return [place for place, each in enumerate(entries) if each.role is Role.ASSISTANT]

    def _go_to(self, place: int) -> None:
        self._place = place
        if self._active:
            self._settle()

    def _settle(self) -> None:
        """Bring into sight what is to be shown, reading it where need be."""
        self._settling.stop()
        self.moved.emit()
        if self._place is None:
            self._shown = None
            self.changed.emit(Recording())
            return
        message = self._session.entries[self._place]
        if self._shown == (self._place, message.id):
            return
        self._shown = (self._place, message.id)
        live = self._place == self._live_place
        self.changed.emit(self._live if live else self._stored(message))

    def _stored(self, message: Message) -> Recording:
        try:
            return Recording(self._session.history.rounds(message.id))
        except AppError as error:
            self.failed.emit(Failure(error.code, error.detail))
            return Recording()

    def _on_entries_changed(self, first: int) -> None:
        if self._live_place is not None and self._live_place >= first:
            self._live_place = None
        if self._place is None or self._place >= first:
            self._place = next(reversed(self._replies()), None)
            self._shown = self._shown if self._shown and self._shown[0] < first else None
        if self._active:  # not at once: a reply may begin there in the next moment
            self._settling.start()

    def _on_reply_begun(self, place: int, continues: bool) -> None:  # noqa: FBT001 - a Qt slot
        if not (continues and place == self._live_place):
            message = self._session.entries[place]
            self._live = self._stored(message) if continues else Recording()
        self._live_place = self._place = place
        self._shown = (place, self._session.entries[place].id)
        self._settling.stop()
        self.moved.emit()
        self.changed.emit(self._live)

    def _on_round_received(self, round_: Round) -> None:
        self._live.append(round_)
        if self._place == self._live_place:
            self.grown.emit()
