"""Stores one reply while it is written; `ChatSession` makes one for each.

A disk that is full or read-only stops nothing: the reply goes on on the screen, what is not stored
yet is held here, and storing is tried again until it works.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from paceline.chat import Role
from paceline.errors import AppError
from paceline.history.records import ConversationId, Message, MessageId, MessageState
from paceline.history.store import History
from paceline.provenance import ReplySummary, Round
from paceline.tally import Tally
from paceline.ui.failure import Failure

FLUSH_MS: Final = 60
"""From a round's arrival until it is stored: leaves most of the quarter of a second that a crash
may cost to the way here on a busy machine, and a store takes well below a millisecond."""
RETRY_MS: Final = 2000
"""Between two tries where the disk refused: a person needs longer to free space."""
UNSAVED: Final[MessageId] = -1
"""Stands for the id of a reply that could not be stored yet."""


@dataclass(frozen=True, slots=True)
class ReplyTask:
    """What is to be written: a reply to the message `parent`, or the rest of `continued`."""

    conversation: ConversationId
    parent: MessageId | None
    speaker: str
    continued: Message | None = None


class ReplyKeeping(QObject):
    """One reply from its first word until all of it is stored."""

    refused = Signal(object)
    """Carries a `Failure`, once for each time that storing stops working."""
    stored = Signal(object)
    """Carries the `Message`, when one that the disk had refused was stored."""

    def __init__(self, history: History, task: ReplyTask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._task = task
        self._begun = False
        self._is_finished = False
        self._is_refused = False
        self._pending: list[Round] = []
        self._ending: tuple[MessageState, ReplySummary | None] | None = None
        self._message = task.continued or Message(
            id=UNSAVED,
            conversation=task.conversation,
            parent=task.parent,
            role=Role.ASSISTANT,
            content="",
            state=MessageState.STREAMING,
            created=datetime.now(UTC),
            speaker=task.speaker,
        )
        self._said = [self._message.content]
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.flush)

    @property
    def message(self) -> Message:
        """The reply as far as it is known; `content` may lack what is being written."""
        return self._message

    @property
    def is_done(self) -> bool:
        """Whether the reply has ended and the disk has all of it."""
        return self._is_finished and self._ending is None

    def begin(self) -> Message:
        """Make the reply known to history; to be called once, before anything else."""
        self.flush()
        return self._message

    def add(self, round_: Round) -> None:
        """Store a round within `FLUSH_MS`."""
        self._pending.append(round_)
        self._said += [token.text for token in round_.tokens]
        if not self._timer.isActive():
            self._timer.start(FLUSH_MS)

    def finish(self, state: MessageState, summary: ReplySummary | None) -> Message:
        """Store the rest and how the reply ended."""
        self._message = msgspec.structs.replace(
            self._message, content="".join(self._said), state=state, summary=summary
        )
        self._ending = (state, summary)
        self._is_finished = True
        self.flush()
        return self._message

    def flush(self) -> None:
        """Store what is not stored yet, or say why not and try again later."""
        known = self._is_refused
        try:
            self.store()
        except AppError as error:
            if not known:
                self.refused.emit(Failure(error.code, error.detail))

    def store(self) -> None:
        """Store what is not stored yet; raises `AppError`, and tries again later."""
        self._timer.stop()
        try:
            self._write()
        except AppError:
            self._is_refused = True
            self._timer.start(RETRY_MS)
            raise
        if self._is_refused:
            self._is_refused = False
            self.stored.emit(self._message)

    def _write(self) -> None:
        if not self._begun:
            continued = self._task.continued
            self._message = (
                self._history.resume_reply(continued.id)
                if continued is not None
                else self._history.begin_reply(
                    self._task.conversation, self._task.parent, self._task.speaker
                )
            )
            self._begun = True
        if self._pending or self._is_refused:
            pending, self._pending = self._pending, []  # history holds what it could not write
            self._history.append_rounds(self._message.id, pending)
        if self._ending is not None:
            state, summary = self._ending
            self._message = self._history.finish_reply(
                self._message.id, state, self._whole(summary)
            )
            self._ending = None

    def _whole(self, summary: ReplySummary | None) -> ReplySummary | None:
        """The summary of all that the reply is made of, where it was written in several goes."""
        if summary is None or self._task.continued is None:
            return summary
        tally, text = Tally(), []
        for round_ in self._history.rounds(self._message.id):
            tally.add(round_)
            text += [token.text for token in round_.tokens]
        return tally.summarize(
            text="".join(text),
            stop_reason=summary.stop_reason,
            prompt_tokens=summary.prompt_tokens,
            prefill_tokens=summary.prefill_tokens,
            time_to_first_token_ms=summary.time_to_first_token_ms,
            seed=summary.seed,
            draft_prefill_tokens=summary.draft_prefill_tokens,
            forgotten=summary.forgotten,
        )
