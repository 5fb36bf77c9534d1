"""Several replies to one question, written at once, from the request to its end."""

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from paceline.options import Sampling
from paceline.protocol.messages import AlternativesSaid, Failed, Finished, PromptProgress
from paceline.provenance import Round
from paceline.ui.comparing.question import Answer, Question
from paceline.ui.engine import Engine
from paceline.ui.failure import Failure

LIVELY = 0.8
"""The temperature in place of 0, at which all replies would be the same."""


class Chorus(QObject):
    """Asks the engine; at most one request is under way, and each ends in one of two signals."""

    prefill_progressed = Signal(int, int)
    said = Signal(int, object)
    """Carries the number of a reply and a `Round` of it."""
    finished = Signal(object)
    """Carries a tuple of `Answer`s, which is empty where it was cancelled before it was begun."""
    failed = Signal(object)
    """Carries a `Failure`."""

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._request: int | None = None
        self._rounds: list[list[Round]] = []
        engine.prompt_progressed.connect(self._on_prompt_progressed)
        engine.alternatives_said.connect(self._on_alternatives_said)
        engine.request_finished.connect(self._on_request_finished)
        engine.request_failed.connect(self._on_request_failed)

    @property
    def busy(self) -> bool:
        """Whether replies are being written."""
        return self._request is not None

    def ask(self, question: Question, count: int, max_tokens: int) -> None:
        """Begin; not to be called while `busy`."""
        self._rounds = [[] for _ in range(count)]
        self._request = self._engine.generate_alternatives(
            question.messages,
            varied(question.sampling),
            count,
            max_tokens,
            overflow=question.overflow,
        )

    def cancel(self) -> None:
        """Stop all of them; what was written comes with the end."""
        if self._request is not None:
            self._engine.cancel(self._request)

    def _on_prompt_progressed(self, event: PromptProgress) -> None:
        if event.request_id == self._request:
            self.prefill_progressed.emit(event.done, event.total)

    def _on_alternatives_said(self, event: AlternativesSaid) -> None:
        if event.request_id == self._request:
            for one in event.rounds:
                self._rounds[one.number].append(one.round)
                self.said.emit(one.number, one.round)

    def _on_request_finished(self, event: Finished) -> None:
        if event.request_id != self._request:
            return
        self._request = None
        self.finished.emit(
            tuple(
                Answer(tuple(rounds), summary)
                for rounds, summary in zip(self._rounds, event.replies, strict=False)
            )
        )

    def _on_request_failed(self, event: Failed) -> None:
        if event.request_id == self._request:
            self._request = None
            self.failed.emit(Failure(event.code, event.detail))


def varied(sampling: Sampling) -> Sampling:
    """Return settings with which replies differ: greedy ones would all be the same."""
    return replace(sampling, temperature=sampling.temperature or LIVELY)
