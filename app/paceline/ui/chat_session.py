"""The running chat: what is sent when, which requests are ours, what becomes of their ends.

A QObject without widgets; the window renders its signals and calls its few verbs.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from paceline.client.engine_client import EngineState
from paceline.errors import ErrorCode
from paceline.options import Sampling, Speculation
from paceline.protocol.messages import Failed, Finished, PromptProgress, RoundDone
from paceline.provenance import ReplySummary, StopReason
from paceline.ui.conversation import Conversation
from paceline.ui.engine import Engine
from paceline.ui.failure import ENGINE_LOSSES, Failure


class Ending(StrEnum):
    """How a reply came to its last word."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class ReplyEnd:
    """The end of a reply; `summary` is missing where the engine was lost."""

    ending: Ending
    summary: ReplySummary | None = None


class ChatSession(QObject):
    """One conversation with one engine; at most one reply is written at a time."""

    question_added = Signal(str)
    question_withdrawn = Signal(str)
    """The text of a question that nothing was said to; it belongs back in the composer."""
    reply_begun = Signal(bool)
    """At the first round; True when it takes the place of the last reply."""
    round_received = Signal(object)
    prefill_progressed = Signal(int, int)
    reply_ended = Signal(object)
    busy_changed = Signal(bool)
    failure_met = Signal(object)
    cleared = Signal()

    def __init__(
        self,
        engine: Engine,
        *,
        sampling: Sampling,
        speculation: Speculation,
        max_tokens: int | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._conversation = Conversation()
        self._sampling = sampling
        self._speculation = speculation
        self._max_tokens = max_tokens
        self._request: int | None = None
        self._begun = False
        self._text = ""
        engine.prompt_progressed.connect(self._on_prompt_progressed)
        engine.round_done.connect(self._on_round_done)
        engine.request_finished.connect(self._on_request_finished)
        engine.request_failed.connect(self._on_request_failed)

    @property
    def busy(self) -> bool:
        """Whether a reply is being written."""
        return self._request is not None

    @property
    def conversation(self) -> Conversation:
        """What was said so far."""
        return self._conversation

    @property
    def speculation(self) -> Speculation:
        """How the next round drafts."""
        return self._speculation

    @property
    def can_regenerate(self) -> bool:
        """Whether the last question can be answered again now."""
        return not self.busy and self._conversation.can_regenerate

    def send(self, text: str) -> bool:
        """Ask; False means that the text was not taken and stays with the person."""
        if self.busy or not text.strip() or not self._check_engine():
            return False
        if self._conversation.awaits_answer:
            self.question_withdrawn.emit(self._conversation.withdraw())
        self._conversation.ask(text)
        self.question_added.emit(text)
        self._generate()
        return True

    def regenerate(self) -> None:
        """Answer the last question again; the old reply stays until the new one begins."""
        if not self.busy and self._conversation.can_regenerate and self._check_engine():
            self._generate()

    def stop(self) -> None:
        """Stop the reply; what was written stays."""
        if self._request is not None:
            self._engine.cancel(self._request)

    def clear(self) -> None:
        """Begin a new chat; a running reply is stopped and forgotten."""
        self.stop()
        self._conversation = Conversation()
        self._release()
        self.cleared.emit()

    def configure(self, speculation: Speculation) -> None:
        """Speculate like this from the next round on, also in a reply that runs."""
        if speculation == self._speculation:
            return
        self._speculation = speculation
        if self._engine.state not in (EngineState.STOPPED, EngineState.CRASHED):
            self._engine.configure(speculation)

    def _check_engine(self) -> bool:
        """Whether a message may go out now; otherwise say why not."""
        match self._engine.state:
            case EngineState.IDLE | EngineState.GENERATING if self._engine.pair is not None:
                return True  # what still runs was cancelled by us, and the engine waits for it
            case EngineState.IDLE | EngineState.GENERATING | EngineState.STOPPED:
                self.failure_met.emit(Failure(ErrorCode.NO_PAIR))
            case EngineState.CRASHED:
                self.failure_met.emit(Failure(ErrorCode.ENGINE_CRASHED, "it is not running"))
            case EngineState.STARTING | EngineState.LOADING:
                self.failure_met.emit(Failure(ErrorCode.ENGINE_BUSY, "loading the pair"))
        return False

    def _generate(self) -> None:
        self._begun = False
        self._text = ""
        self._request = self._engine.generate(
            self._conversation.open_question(),
            self._sampling,
            self._speculation,
            self._max_tokens,
        )
        self.busy_changed.emit(self.busy)

    def _release(self) -> None:
        was_busy, self._request = self.busy, None
        if was_busy:
            self.busy_changed.emit(self.busy)

    def _on_prompt_progressed(self, event: PromptProgress) -> None:
        if event.request_id == self._request:
            self.prefill_progressed.emit(event.done, event.total)

    def _on_round_done(self, event: RoundDone) -> None:
        if event.request_id != self._request:
            return
        if not self._begun:
            self._begun = True
            self.reply_begun.emit(not self._conversation.awaits_answer)
        self._text += "".join(token.text for token in event.round.tokens)
        self.round_received.emit(event.round)

    def _on_request_finished(self, event: Finished) -> None:
        if event.request_id != self._request:
            return
        stopped = event.cancelled or (
            event.reply is not None and event.reply.stop_reason is StopReason.CANCELLED
        )
        self._end(ReplyEnd(Ending.STOPPED if stopped else Ending.COMPLETE, event.reply))

    def _on_request_failed(self, event: Failed) -> None:
        if event.request_id != self._request:
            return
        self._end(ReplyEnd(Ending.INTERRUPTED))
        if event.code not in ENGINE_LOSSES:  # the loss itself is reported once, with `worker_lost`
            self.failure_met.emit(Failure(event.code, event.detail))

    def _end(self, end: ReplyEnd) -> None:
        """Keep what was said; give a question that nothing was said to back to the person."""
        if self._begun:
            self._conversation.answer(end.summary.text if end.summary else self._text)
            self.reply_ended.emit(end)
        elif end.ending is Ending.COMPLETE:
            self.reply_begun.emit(not self._conversation.awaits_answer)
            self._conversation.answer("")
            self.reply_ended.emit(end)
        elif self._conversation.awaits_answer:
            self.question_withdrawn.emit(self._conversation.withdraw())
        self._release()
