"""The governor's reasons, in sentences that a person reads."""

from dataclasses import dataclass
from typing import Final

from paceline.options import DrafterChoice
from paceline.provenance import Decision

_NAMES: Final = {
    DrafterChoice.DRAFT_MODEL.value: "The draft model",
    DrafterChoice.NGRAM.value: "N-gram lookup",
    DrafterChoice.NGRAM_MAP.value: "The n-gram map",
    DrafterChoice.NGRAM_POOL.value: "The n-gram pool",
    DrafterChoice.PERSONAL.value: "The personal n-gram cache",
    DrafterChoice.CASCADE.value: "The cascade",
    DrafterChoice.HIERARCHY.value: "The hierarchy",
}

_FREE_TOO: Final = "; n-grams guess where the text repeats itself"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the governor chose, and what it knew.

    `drafter` runs a model and may make `length` guesses; None while none does, of which `resting`
    then is the one that would. `first_chance` is the share of its first guesses that are accepted,
    `speedup` the expected rate in tokens per plain pass, which takes `plain_ms` (0 if not known).
    """

    drafter: str | None
    length: int
    on_trial: bool
    resting: str | None
    first_chance: float | None
    free: bool
    speedup: float
    plain_ms: float

    def is_like(self, other: "Choice") -> bool:
        """Whether the two differ in figures only."""
        return (self.drafter, self.on_trial, self.resting, self.free) == (
            other.drafter,
            other.on_trial,
            other.resting,
            other.free,
        )


def explain(choice: Choice) -> Decision:
    """Return the decision with its sentence."""
    plain_rate = 1000 / choice.plain_ms if choice.plain_ms else None
    return Decision(
        sentence=_sentence(choice),
        drafter=choice.drafter,
        draft_length=choice.length,
        expected_rate=choice.speedup * plain_rate if plain_rate else None,
        plain_rate=plain_rate,
    )


def _sentence(choice: Choice) -> str:
    free = _FREE_TOO if choice.free else ""
    chance = "" if choice.first_chance is None else f"{choice.first_chance:.0%}"
    if choice.drafter is None and choice.resting is None:
        return "N-grams guess where the text repeats itself; all else is decoded plainly."
    if choice.drafter is None:
        name = _NAMES[choice.resting or ""]
        return (
            f"{name} rests, because {chance} of its first guesses are accepted, too few for what "
            f"they cost{free}."
        )
    name = _NAMES[choice.drafter]
    if choice.on_trial:
        return f"{name} is tried again, to see whether it pays by now{free}."
    tokens = "1 token" if choice.length == 1 else f"up to {choice.length} tokens"
    return (
        f"{name} guesses {tokens} at a time, because {chance} of its first guesses are accepted "
        f"and that should be {choice.speedup:.1f} times as fast as plain decoding{free}."
    )
