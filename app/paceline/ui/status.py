"""The chip that always says what speculation is doing, and why. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from paceline.client.engine_client import EngineState
from paceline.options import DrafterChoice
from paceline.provenance import Decision, Round

DRAFTLESS_ROUNDS: Final = 4
"""Rounds without a single guess before the chip says that drafting pauses."""

_DRAFTERS: Final = {
    DrafterChoice.DRAFT_MODEL.value: "draft model",
    DrafterChoice.NGRAM.value: "n-grams",
    DrafterChoice.NGRAM_MAP.value: "n-grams",
    DrafterChoice.NGRAM_POOL.value: "n-grams",
    DrafterChoice.PERSONAL.value: "your n-grams",
    DrafterChoice.HIERARCHY.value: "hierarchy",
}


class StatusKind(StrEnum):
    """What colour and shape the chip takes."""

    ON = "on"
    OFF = "off"
    PAUSED = "paused"
    IDLE = "idle"
    LOADING = "loading"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Status:
    """One chip: a word, a reason, and a sentence for the tooltip and the screen reader."""

    kind: StatusKind
    reason: str
    explanation: str

    @property
    def text(self) -> str:
        """What stands on the chip."""
        return f"{self.kind.value.capitalize()} · {self.reason}"


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the chip depends on."""

    engine: EngineState
    enabled: bool
    has_pair: bool
    preparing: bool = False
    draftless_rounds: int = 0
    last_round: Round | None = None
    decision: Decision | None = None
    loss: str = ""


def judge(situation: Situation) -> Status:
    """The one thing that matters most to the person right now."""
    return _judge_engine(situation) or _judge_speculation(situation)


def _judge_engine(situation: Situation) -> Status | None:
    """What keeps the engine from writing, if anything does."""
    if situation.engine is EngineState.CRASHED:
        why = situation.loss or "The engine stopped unexpectedly. Press Restart."
        return Status(StatusKind.FAILED, "engine stopped", why)
    if situation.preparing or situation.engine is EngineState.LOADING:
        return Status(StatusKind.LOADING, "models", "The pair is being prepared and loaded.")
    if situation.engine is EngineState.STARTING:
        return Status(StatusKind.LOADING, "engine", "The engine process is starting.")
    if situation.engine is EngineState.STOPPED:
        return Status(StatusKind.IDLE, "engine not started", "There is no engine process.")
    if not situation.has_pair:
        return Status(StatusKind.IDLE, "no model", "No model is loaded yet: choose a pair.")
    return None


def _judge_speculation(situation: Situation) -> Status:
    if not situation.enabled:
        return Status(
            StatusKind.OFF, "you switched it off", "The target writes every token by itself."
        )
    if situation.engine is not EngineState.GENERATING:
        return Status(StatusKind.IDLE, "ready", "Speculation is on and waits for a message.")
    decision = situation.decision
    if situation.draftless_rounds >= DRAFTLESS_ROUNDS:
        if decision is not None and decision.drafter is None:
            return Status(StatusKind.PAUSED, "would not pay", decision.sentence)
        return Status(
            StatusKind.PAUSED,
            "nothing to guess",
            "The drafter had no guess in the last rounds, so the target writes alone.",
        )
    drafter = situation.last_round.drafter if situation.last_round else None
    return Status(
        StatusKind.ON,
        _DRAFTERS.get(drafter or "", "drafting"),
        decision.sentence if decision else "A drafter guesses and the target checks every guess.",
    )
