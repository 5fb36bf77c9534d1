"""The chip that always says what speculation is doing, and why. Knows no widgets."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication

from paceline.client.engine_client import EngineState
from paceline.loading import RemoteFacts
from paceline.options import DrafterChoice
from paceline.provenance import Decision, Round
from paceline.ui.pair_name import host_of

DRAFTLESS_ROUNDS: Final = 4
"""Rounds without a single guess before the chip says that drafting pauses."""

translate = QCoreApplication.translate


class StatusKind(StrEnum):
    """What colour and shape the chip takes."""

    ON = "on"
    OFF = "off"
    PAUSED = "paused"
    IDLE = "idle"
    LOADING = "loading"
    FAILED = "failed"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Status:
    """One chip: a word, a reason, and a sentence for the tooltip and the screen reader."""

    kind: StatusKind
    reason: str
    explanation: str

    @property
    def text(self) -> str:
        """What stands on the chip."""
        return f"{_kind_names()[self.kind]} · {self.reason}"


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
    remote: RemoteFacts | None = None


def judge(situation: Situation) -> Status:
    """The one thing that matters most to the person right now."""
    return _judge_engine(situation) or _judge_server(situation) or _judge_speculation(situation)


def _judge_engine(situation: Situation) -> Status | None:
    """What keeps the engine from writing, if anything does."""
    if situation.engine is EngineState.CRASHED:
        why = situation.loss or translate(
            "Status", "The engine stopped unexpectedly. Press Restart."
        )
        return Status(StatusKind.FAILED, translate("Status", "engine stopped"), why)
    if situation.preparing or situation.engine is EngineState.LOADING:
        return Status(
            StatusKind.LOADING,
            translate("Status", "models"),
            translate("Status", "The pair is being prepared and loaded."),
        )
    if situation.engine is EngineState.STARTING:
        return Status(
            StatusKind.LOADING,
            translate("Status", "engine"),
            translate("Status", "The engine process is starting."),
        )
    if situation.engine is EngineState.STOPPED:
        return Status(
            StatusKind.IDLE,
            translate("Status", "engine not started"),
            translate("Status", "There is no engine process."),
        )
    if not situation.has_pair:
        return Status(
            StatusKind.IDLE,
            translate("Status", "no model"),
            translate("Status", "No model is loaded yet: choose a pair."),
        )
    return None


def _judge_server(situation: Situation) -> Status | None:
    """What a server decides is not judged here."""
    if situation.remote is None:
        return None
    return Status(
        StatusKind.SERVER,
        host_of(situation.remote.server.url),
        translate("Status", "The server decides whether and how it speculates.")
        if situation.remote.reports_tokens
        else translate(
            "Status",
            "The server decides whether and how it speculates. While it writes, it does not report "
            "guesses, acceptance or net gain; tokens per second are about right.",
        ),
    )


def _judge_speculation(situation: Situation) -> Status:
    if not situation.enabled:
        return Status(
            StatusKind.OFF,
            translate("Status", "you switched it off"),
            translate("Status", "The target writes every token by itself."),
        )
    if situation.engine is not EngineState.GENERATING:
        return Status(
            StatusKind.IDLE,
            translate("Status", "ready"),
            translate("Status", "Speculation is on and waits for a message."),
        )
    decision = situation.decision
    if situation.draftless_rounds >= DRAFTLESS_ROUNDS:
        if decision is not None and decision.drafter is None:
            return Status(
                StatusKind.PAUSED, translate("Status", "would not pay"), decision.sentence
            )
        return Status(
            StatusKind.PAUSED,
            translate("Status", "nothing to guess"),
            translate(
                "Status", "The drafter had no guess in the last rounds, so the target writes alone."
            ),
        )
    drafter = situation.last_round.drafter if situation.last_round else None
    return Status(
        StatusKind.ON,
        _drafter_names().get(drafter or "", translate("Status", "drafting")),
        decision.sentence
        if decision
        else translate("Status", "A drafter guesses and the target checks every guess."),
    )


def _kind_names() -> dict[StatusKind, str]:
    return {
        StatusKind.ON: translate("Status", "On"),
        StatusKind.OFF: translate("Status", "Off"),
        StatusKind.PAUSED: translate("Status", "Paused"),
        StatusKind.IDLE: translate("Status", "Idle"),
        StatusKind.LOADING: translate("Status", "Loading"),
        StatusKind.FAILED: translate("Status", "Failed"),
        StatusKind.SERVER: translate("Status", "Server"),
    }


def _drafter_names() -> dict[str, str]:
    lookup = translate("Status", "n-grams")
    return {
        DrafterChoice.DRAFT_MODEL.value: translate("Status", "draft model"),
        DrafterChoice.NGRAM.value: lookup,
        DrafterChoice.NGRAM_MAP.value: lookup,
        DrafterChoice.NGRAM_POOL.value: lookup,
        DrafterChoice.PERSONAL.value: translate("Status", "your n-grams"),
        DrafterChoice.HIERARCHY.value: translate("Status", "hierarchy"),
    }
