"""Two settings answer the same question, one after the other on the same machine."""

from enum import StrEnum

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from paceline.options import Speculation
from paceline.provenance import Round
from paceline.ui.comparing.asking import Asking
from paceline.ui.comparing.question import Answer, Question
from paceline.ui.engine import Engine


class Stage(StrEnum):
    """Who is at work."""

    WARM_UP = "warm-up"
    """One token, so that both settings find the prompt read by target and draft alike."""
    LEFT = "left"
    RIGHT = "right"


class Contest(QObject):
    """Asks once for the warm-up and once for each of two settings.

    Ends in one of the last three signals.
    """

    stage_begun = Signal(object)
    prefill_progressed = Signal(int, int)
    round_received = Signal(object, object)
    """Carries a `Stage`, `LEFT` or `RIGHT`, and a `Round`."""
    decided = Signal(object, object)
    """Carries the `Answer`s of left and right."""
    stopped = Signal()
    failed = Signal(object)
    """Carries a `Failure`."""

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = Stage.WARM_UP
        self._question: Question | None = None
        self._sides = (Speculation(), Speculation())
        self._left: Answer | None = None
        self._stopping = False
        self._asking = Asking(engine, self)
        self._asking.prefill_progressed.connect(self.prefill_progressed)
        self._asking.round_received.connect(self._on_round_received)
        self._asking.answered.connect(self._on_answered)
        self._asking.failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        """Whether the settings are being compared."""
        return self._asking.busy

    def begin(
        self,
        question: Question,
        left: Speculation,
        right: Speculation,
        kept: Answer | None = None,
    ) -> None:
        """Compare two settings on a question, whose seed is the same for both.

        With a `kept` answer on the left, only the right one is asked.
        """
        self._question, self._sides = question, (left, right)
        self._left, self._stopping = kept, False
        self._begin(Stage.WARM_UP)

    def stop(self) -> None:
        """Stop what runs; where both have said something, that is still compared."""
        self._stopping = True
        self._asking.cancel()

    def _begin(self, stage: Stage) -> None:
        assert self._question is not None
        left, right = self._sides
        self._stage = stage
        self.stage_begun.emit(stage)
        match stage:
            case Stage.WARM_UP:
                one_token = _shortened(self._question)
                self._asking.ask(one_token, left if left.enabled and not self._left else right)
            case Stage.LEFT:
                self._asking.ask(self._question, left)
            case Stage.RIGHT:
                self._asking.ask(self._question, right)

    def _on_round_received(self, round_: Round) -> None:
        if self._stage is not Stage.WARM_UP:
            self.round_received.emit(self._stage, round_)

    def _on_answered(self, answer: Answer | None) -> None:
        if self._stage is Stage.RIGHT and self._left is not None and answer is not None:
            self.decided.emit(self._left, answer)
        elif self._stopping or answer is None:
            self.stopped.emit()
        elif self._stage is Stage.WARM_UP:
            self._begin(Stage.LEFT if self._left is None else Stage.RIGHT)
        else:
            self._left = answer
            self._begin(Stage.RIGHT)


def _shortened(question: Question) -> Question:
    sampling = replace(question.sampling, stop=())
    return Question(None, question.messages, sampling, 1, question.overflow)
