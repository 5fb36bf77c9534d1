"""One reply that is made to be compared, from the request to its end."""

from PySide6.QtCore import QCoreApplication, QObject, Signal

from paceline.errors import ErrorCode
from paceline.options import Speculation
from paceline.protocol.messages import Failed, Finished, PromptProgress, RoundDone
from paceline.provenance import Round
from paceline.ui.comparing.question import Answer, Question
from paceline.ui.engine import Engine
from paceline.ui.failure import Failure


class Asking(QObject):
    """Asks the engine; at most one request is under way, and each ends in one of two signals."""

    prefill_progressed = Signal(int, int)
    round_received = Signal(object)
    answered = Signal(object)
    """Carries an `Answer`, or None where it was cancelled before it was begun."""
    failed = Signal(object)
    """Carries a `Failure`."""

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._request: int | None = None
        self._rounds: list[Round] = []
        engine.prompt_progressed.connect(self._on_prompt_progressed)
        engine.round_done.connect(self._on_round_done)
        engine.request_finished.connect(self._on_request_finished)
        engine.request_failed.connect(self._on_request_failed)

    @property
    def busy(self) -> bool:
        """Whether a reply is being written."""
        return self._request is not None

    def ask(self, question: Question, speculation: Speculation) -> None:
        """Begin a reply; not to be called while `busy`."""
        self._rounds = []
        self._request = self._engine.generate(
            question.messages,
            question.sampling,
            speculation,
            question.max_tokens,
            overflow=question.overflow,
            rehearsal=True,
        )

    def cancel(self) -> None:
        """Stop the reply; what was written comes with the end."""
        if self._request is not None:
            self._engine.cancel(self._request)

    def _on_prompt_progressed(self, event: PromptProgress) -> None:
        if event.request_id == self._request:
            self.prefill_progressed.emit(event.done, event.total)

    def _on_round_done(self, event: RoundDone) -> None:
        if event.request_id == self._request:
            self._rounds.append(event.round)
            self.round_received.emit(event.round)

    def _on_request_finished(self, event: Finished) -> None:
        if event.request_id != self._request:
            return
        self._request = None
        answer = None if event.reply is None else Answer(tuple(self._rounds), event.reply)
        self.answered.emit(answer)

    def _on_request_failed(self, event: Failed) -> None:
        if event.request_id == self._request:
            self._request = None
            self.failed.emit(Failure(event.code, event.detail))


def cannot_ask(engine: Engine) -> Failure | None:
    """Return why nothing can be compared now, None where something can."""
    if engine.pair is None:
        return Failure(ErrorCode.NO_PAIR)
    if engine.pair.remote is not None:
        detail = QCoreApplication.translate("Asking", "comparing replies")
        return Failure(ErrorCode.REMOTE_UNABLE, detail)
    return None
