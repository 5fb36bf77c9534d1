"""The chat in view: what is said, where it is kept, and which requests write it.

A QObject without widgets; the window renders its signals and calls its verbs. What a person says
is stored before it is sent, and a reply while it is written. A reply goes on while another chat is
in view; it gives way, and can be continued, as soon as something else is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from paceline.chat import ChatMessage, Role
from paceline.client.engine_client import EngineState
from paceline.errors import AppError, ErrorCode
from paceline.history.records import (
    Attachment,
    ChatSetup,
    Conversation,
    ConversationId,
    Message,
    MessageId,
    MessageState,
)
from paceline.history.store import History
from paceline.options import Speculation
from paceline.protocol.messages import Failed, Finished, PromptProgress, RoundDone
from paceline.provenance import ReplySummary, StopReason
from paceline.ui.conversation import prompt_of, title_of
from paceline.ui.engine import Engine
from paceline.ui.failure import ENGINE_LOSSES, TOO_LONG, Failure
from paceline.ui.reply_keeping import UNSAVED, ReplyKeeping, ReplyTask
from paceline.ui.settings_keeper import SettingsKeeper


@dataclass(frozen=True, slots=True)
class ReplyEnd:
    """The end of a reply; `summary` is missing where the engine was lost."""

    state: MessageState
    summary: ReplySummary | None = None


@dataclass(slots=True)
class _Writing:
    """A request and the reply that comes of it; `place` is None where it is out of view.

    Before its first word the reply is not `kept`, and `place` is where it will stand.
    """

    task: ReplyTask
    place: int | None
    keeping: ReplyKeeping | None = None


class ChatSession(QObject):
    """One conversation in view, with one engine; at most one reply is written at a time."""

    entries_changed = Signal(int, object)
    """From this place on the path in view consists of these `Message`s."""
    entry_updated = Signal(int, object)
    """State, summary or identity of this one `Message` changed; its text did not."""
    reply_begun = Signal(int, bool)
    """Rounds that follow belong to the entry at this place; True when they go on with it."""
    round_received = Signal(object)
    prefill_progressed = Signal(int, int)
    reply_ended = Signal(object)
    """Carries a `ReplyEnd`; the entry was updated before."""
    busy_changed = Signal(bool)
    failure_met = Signal(object)
    conversation_changed = Signal(object)
    """Another chat came into view (None: a new one), or this one's title or figures changed."""
    chats_added = Signal()
    """History has chats that nobody began here, as after an import."""
    setup_changed = Signal(object)
    """Carries the `ChatSetup` of the chat in view: another chat's, or a changed one."""

    def __init__(
        self,
        engine: Engine,
        history: History,
        keeper: SettingsKeeper,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.speaker = self.tr("Model")
        self._engine = engine
        self._history = history
        self._keeper = keeper
        self._conversation: Conversation | None = None
        self._setup = ChatSetup()
        self._entries: tuple[Message, ...] = ()
        self._speculation = keeper.settings.speculation
        self._writings: dict[int, _Writing] = {}
        self._keepings: list[ReplyKeeping] = []
        self._was_busy = False
        self._too_long: MessageId | None = None
        engine.prompt_progressed.connect(self._on_prompt_progressed)
        engine.round_done.connect(self._on_round_done)
        engine.request_finished.connect(self._on_request_finished)
        engine.request_failed.connect(self._on_request_failed)

    # What is there ------------------------------------------------------------------------

    @property
    def history(self) -> History:
        """Where everything said is kept."""
        return self._history

    @property
    def conversation(self) -> Conversation | None:
        """The chat in view; None for a new one, which comes to be with its first message."""
        return self._conversation

    @property
    def entries(self) -> tuple[Message, ...]:
        """The messages in view; that of a reply being written lacks what came since it began."""
        return self._entries

    @property
    def setup(self) -> ChatSetup:
        """What the chat in view brings along."""
        return self._setup

    @property
    def speculation(self) -> Speculation:
        """How the next round drafts."""
        return self._speculation

    @property
    def busy(self) -> bool:
        """Whether a reply is being written in the chat in view."""
        return any(writing.place is not None for writing in self._writings.values())

    @property
    def awaits_answer(self) -> bool:
        """Whether the last word in view is the person's, and nobody is answering it."""
        return not self.busy and bool(self._entries) and self._entries[-1].role is Role.USER

    @property
    def can_regenerate(self) -> bool:
        """Whether the last question can be answered, or answered again, now."""
        return not self.busy and bool(self._entries)

    @property
    def can_continue(self) -> bool:
        """Whether the last reply can be gone on with now."""
        return not self.busy and bool(self._entries) and self._entries[-1].role is Role.ASSISTANT

    def prompt(self, length: int | None = None) -> tuple[ChatMessage, ...]:
        """Return what the model reads of the first `length` entries in view, or of all."""
        return prompt_of(self._entries[:length], self._setup.system_prompt)

    # What the person wants ----------------------------------------------------------------

    def open(self, conversation_id: ConversationId | None) -> bool:
        """Bring a chat into view, None for a new one; False where there is no such chat."""
        if conversation_id is None:
            self._show(None, ChatSetup(), ())
            return True
        try:
            for writing in self._writings.values():
                if writing.keeping is not None:
                    writing.keeping.flush()
            conversation = self._history.conversation(conversation_id)
            setup = self._history.setup(conversation_id)
            path = self._history.path(conversation_id)
        except KeyError:
            return False
        except AppError as error:
            self._report(error)
            return False
        self._show(conversation, setup, path)
        return True

    def send(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
        """Ask; False means that the text was not taken and stays with the person."""
        if not self.put_question(text, attachments):
            return False
        self._answer(len(self._entries) - 1)
        return True

    def put_question(self, text: str, attachments: Sequence[Attachment] = ()) -> bool:
        """Store a question that somebody else will answer; False as with `send`.

        Behind one that was too long for the context it takes that one's place, as a branch:
        questions without an answer are read together, and so would fail for ever.
        """
        if self.busy or not (text.strip() or attachments) or not self._check_engine():
            return False
        try:
            self._store_rest()
            place = self._place_for_question()
            parent = self._entries[place - 1].id if place else None
            conversation = self._conversation or self._history.create(self._setup)
            self._conversation = conversation
            question = self._history.add_message(
                conversation.id, parent, Role.USER, text, tuple(attachments)
            )
            if parent is None:
                self._history.set_title(conversation.id, title_of(text, attachments))
        except AppError as error:
            self._report(error)
            return False
        self._put(place, question)
        return True

    def edit(self, message_id: MessageId, text: str) -> bool:
        """Say something else in the place of a question, as a branch, answered at once.

        False means that the text was not taken and stays with the person.
        """
        index = self._place_of(message_id)
        if index is None or self.busy or not self._check_engine():
            return False
        old = self._entries[index]
        if old.role is not Role.USER or not (text.strip() or old.attachments):
            return False
        try:
            self._store_rest()
            question = self._history.add_message(
                old.conversation, old.parent, Role.USER, text, old.attachments
            )
        except AppError as error:
            self._report(error)
            return False
        self._put(index, question)
        self._answer(index)
        return True

    def regenerate(self, message_id: MessageId | None = None) -> None:
        """Answer a question, or the question of a reply, once more, the last one by default.

        The new reply is a branch; the old one stays in view until the new one begins.
        """
        index = len(self._entries) - 1 if message_id is None else self._place_of(message_id)
        if self.busy or index is None or index < 0 or not self._check_engine():
            return
        question = index
        while question >= 0 and self._entries[question].role is not Role.USER:
            question -= 1
        if question >= 0 and self._try_store_rest():
            self._answer(question)

    def continue_reply(self) -> None:
        """Go on with the last reply, or answer the last question."""
        if self.awaits_answer:
            self.regenerate()
        elif self.can_continue and self._engine.pair is not None and self._engine.pair.remote:
            detail = self.tr("going on with a reply that was cut")
            self.failure_met.emit(Failure(ErrorCode.REMOTE_UNABLE, detail))
        elif self.can_continue and self._check_engine() and self._try_store_rest():
            last = self._entries[-1]
            task = ReplyTask(last.conversation, last.parent, last.speaker, continued=last)
            self._generate(task, len(self._entries) - 1, self.prompt())

    def stop(self) -> None:
        """Stop the reply in view; what was written stays."""
        for request, writing in self._writings.items():
            if writing.place is not None:
                self._engine.cancel(request)

    def show_branch(self, message_id: MessageId, step: int) -> None:
        """Show the branch that many steps from a message in view, with what follows it."""
        index = self._place_of(message_id)
        if index is None or self.busy:
            return
        try:
            siblings = self._history.siblings(message_id)
            place = siblings.index(message_id) + step
            if not 0 <= place < len(siblings) or step == 0:
                return
            self._history.show_message(siblings[place])
            path = self._history.path(self._entries[index].conversation)
        except AppError as error:
            self._report(error)
            return
        self._entries = path
        self.refresh()
        self.entries_changed.emit(index, path[index:])

    def configure(self, speculation: Speculation) -> None:
        """Speculate like this from the next round on, also in a reply that runs."""
        if speculation == self._speculation:
            return
        self._speculation = speculation
        if self._engine.state not in (EngineState.STOPPED, EngineState.CRASHED):
            self._engine.configure(speculation)

    def keep_setup(self, setup: ChatSetup) -> None:
        """Let the chat in view bring this along from the next message on."""
        if setup == self._setup:
            return
        self._setup = setup
        self.setup_changed.emit(setup)
        if self._conversation is not None:
            try:
                self._history.keep_setup(self._conversation.id, setup)
            except AppError as error:
                self._report(error)

    def refresh(self) -> None:
        """Read title and figures of the chat in view again; one that was deleted is left."""
        if self._conversation is None:
            return
        try:
            self._conversation = self._history.conversation(self._conversation.id)
        except AppError as error:
            self._report(error)
            return
        self.conversation_changed.emit(self._conversation)

    def close(self) -> None:
        """Store what is not stored yet; to be called when the engine has ended."""
        self._try_store_rest()

    # Inside -------------------------------------------------------------------------------

    def _show(
        self, conversation: Conversation | None, setup: ChatSetup, path: tuple[Message, ...]
    ) -> None:
        self._conversation, self._setup, self._entries = conversation, setup, path
        for writing in self._writings.values():
            writing.place = self._place_in_view(writing)
        self.conversation_changed.emit(conversation)
        self.setup_changed.emit(setup)
        self.entries_changed.emit(0, path)
        for writing in self._writings.values():
            if writing.place is not None and writing.keeping is not None:
                self.reply_begun.emit(writing.place, True)
        self._tell_busy()

    def _place_in_view(self, writing: _Writing) -> int | None:
        """Where a reply stands, or will stand, on the path in view."""
        if writing.keeping is not None:
            return self._place_of(writing.keeping.message.id)
        if writing.task.continued is not None:
            return self._place_of(writing.task.continued.id)
        parent = self._place_of(writing.task.parent)
        return None if parent is None else parent + 1

    def _place_for_question(self) -> int:
        """The end of the path, or where questions begin that are too long together."""
        place = len(self._entries)
        if place and self._entries[-1].id == self._too_long:
            while place and self._entries[place - 1].role is Role.USER:
                place -= 1
        return place

    def _place_of(self, message_id: MessageId | None) -> int | None:
        places = (place for place, one in enumerate(self._entries) if one.id == message_id)
        return next(places, None)

    def _put(self, index: int, message: Message) -> None:
        """Let the path in view end with this message, at this place."""
        self._entries = (*self._entries[:index], message)
        self.refresh()
        self.entries_changed.emit(index, (message,))

    def _update(self, index: int, message: Message) -> None:
        self._entries = (*self._entries[:index], message, *self._entries[index + 1 :])
        self.entry_updated.emit(index, message)

    def _report(self, error: AppError) -> None:
        self.failure_met.emit(Failure(error.code, error.detail))

    def _check_engine(self) -> bool:
        """Whether a message may go out now; otherwise say why not."""
        match self._engine.state:
            case EngineState.IDLE | EngineState.GENERATING if self._engine.pair is not None:
                return True  # a reply of ours that still runs gives way
            case EngineState.IDLE | EngineState.GENERATING | EngineState.STOPPED:
                self.failure_met.emit(Failure(ErrorCode.NO_PAIR))
            case EngineState.CRASHED:
                self.failure_met.emit(
                    Failure(ErrorCode.ENGINE_CRASHED, self.tr("it is not running"))
                )
            case EngineState.STARTING | EngineState.LOADING:
                self.failure_met.emit(Failure(ErrorCode.ENGINE_BUSY, self.tr("loading the pair")))
        return False

    def _store_rest(self) -> None:
        """Store replies that the disk refused, for what follows them hangs on them."""
        for keeping in list(self._keepings):
            keeping.store()

    def _try_store_rest(self) -> bool:
        try:
            self._store_rest()
        except AppError as error:
            self._report(error)
            return False
        return True

    def _answer(self, question: int) -> None:
        """Ask for a reply to the entry at this place."""
        asked = self._entries[question]
        task = ReplyTask(asked.conversation, asked.id, self.speaker)
        self._generate(task, question + 1, self.prompt(question + 1))

    def _generate(self, task: ReplyTask, place: int, prompt: tuple[ChatMessage, ...]) -> None:
        for request in self._writings:
            self._engine.cancel(request)
        settings = self._keeper.settings
        request = self._engine.generate(
            prompt,
            self._setup.sampling or settings.sampling,
            self._speculation,
            self._setup.max_tokens or settings.max_tokens,
            overflow=self._setup.overflow or settings.overflow,
        )
        self._writings[request] = _Writing(task, place)
        self._tell_busy()

    def _tell_busy(self) -> None:
        if self.busy != self._was_busy:
            self._was_busy = self.busy
            self.busy_changed.emit(self.busy)

    def _on_prompt_progressed(self, event: PromptProgress) -> None:
        writing = self._writings.get(event.request_id)
        if writing is not None and writing.place is not None:
            self.prefill_progressed.emit(event.done, event.total)

    def _on_round_done(self, event: RoundDone) -> None:
        writing = self._writings.get(event.request_id)
        if writing is None:
            return
        self._begun(writing).add(event.round)
        if writing.place is not None:
            self.round_received.emit(event.round)

    def _begun(self, writing: _Writing) -> ReplyKeeping:
        """The keeping of a reply that has its first word by now."""
        if writing.keeping is not None:
            return writing.keeping
        writing.keeping = keeping = ReplyKeeping(self._history, writing.task, self)
        self._keepings.append(keeping)
        keeping.refused.connect(self.failure_met)
        keeping.stored.connect(lambda message: self._on_stored(keeping, message))
        continues = writing.task.continued is not None
        message = keeping.begin()
        place = writing.place
        if place is not None:
            if continues:
                self._update(place, message)
            else:
                self._put(place, message)
            self.reply_begun.emit(place, continues)
        return keeping

    def _on_stored(self, keeping: ReplyKeeping, message: Message) -> None:
        """A reply that the disk had refused has its id by now."""
        for place, entry in enumerate(self._entries):
            if entry.id in (UNSAVED, message.id) and entry.parent == message.parent:
                self._update(place, message)
                self.refresh()
        self._drop(keeping)

    def _drop(self, keeping: ReplyKeeping) -> None:
        if keeping.is_done and keeping in self._keepings:
            self._keepings.remove(keeping)
            keeping.deleteLater()

    def _on_request_finished(self, event: Finished) -> None:
        stopped = event.cancelled or (
            event.reply is not None and event.reply.stop_reason is StopReason.CANCELLED
        )
        state = MessageState.STOPPED if stopped else MessageState.COMPLETE
        self._end(event.request_id, ReplyEnd(state, event.reply))

    def _on_request_failed(self, event: Failed) -> None:
        writing = self._writings.get(event.request_id)
        if writing is not None and event.code in TOO_LONG:
            self._too_long = writing.task.parent
        self._end(event.request_id, ReplyEnd(MessageState.INTERRUPTED))
        # A loss of the engine is told once, with `worker_lost`.
        if writing is not None and event.code not in ENGINE_LOSSES:
            self.failure_met.emit(Failure(event.code, event.detail))

    def _end(self, request: int, end: ReplyEnd) -> None:
        """Keep what was said; a question that nothing was said to stays, to be answered later."""
        writing = self._writings.get(request)
        if writing is None:
            return
        if end.state is MessageState.COMPLETE:
            self._begun(writing)  # be it without a word
        del self._writings[request]
        keeping, place = writing.keeping, writing.place
        if keeping is not None:
            message = keeping.finish(end.state, end.summary)
            self._drop(keeping)
            if place is not None:
                self._update(place, message)
                self.refresh()
                self.reply_ended.emit(end)
        self._tell_busy()
