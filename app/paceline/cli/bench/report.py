"""What a benchmark found: the record that table, page and JSON all show."""

from collections.abc import Sequence
from statistics import median, quantiles

import msgspec

from paceline.machine import Machine, ModelFile
from paceline.options import Sampling


class Spread(msgspec.Struct, frozen=True):
    """Median with the quartiles and the extremes of what was measured."""

    median: float
    min: float
    max: float
    lower: float
    upper: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Return the spread of at least one value."""
        low, high = min(values), max(values)
        if len(values) == 1:
            return cls(low, low, high, low, high)
        lower, _, upper = quantiles(values, n=4, method="inclusive")
        return cls(median(values), low, high, lower, upper)


class Result(msgspec.Struct, frozen=True):
    """One policy on one kind of text.

    Speed-ups are ratios to plain decoding right beside it; `governor_ratio` is the governor's rate
    over this policy's, both in the same group of neighbours. `bound` is what is possible at best
    (`engine.speedup`): for a pinned drafter and length with these, for any other policy with the
    best that were measured; `reached` is the median speed-up over it.
    """

    kind: str
    policy: str
    tokens_per_second: Spread
    speedup: Spread
    acceptance: float | None
    tokens_per_pass: float
    loop_overhead: float
    tokens: int
    samples: int
    governor_ratio: Spread | None = None
    bound: float | None = None
    reached: float | None = None


class SlotAcceptance(msgspec.Struct, frozen=True):
    """What became of a drafter's guesses in one slot of its drafts, 0 being the first.

    Of `asked` rounds `drafted` had a guess there, of which `tested` were judged.
    """

    kind: str
    drafter: str
    slot: int
    asked: int
    drafted: int
    tested: int
    accepted: int
    acceptance: float | None


class PassCost(msgspec.Struct, frozen=True):
    """What passes of the target cost by width, in milliseconds, as they came up in replies."""

    kind: str
    width: int
    milliseconds: Spread
    passes: int


class GuessCost(msgspec.Struct, frozen=True):
    """What one guess of a drafter costs, in milliseconds, without catching up."""

    kind: str
    drafter: str
    milliseconds: float
    guesses: int


class KindBound(msgspec.Struct, frozen=True):
    """The best constant length of a drafter on a kind of text, and what it could give at most."""

    kind: str
    drafter: str
    length: int
    speedup: float


class CurvePoint(msgspec.Struct, frozen=True):
    """What a pass of this width costs behind a context of so many tokens, measured by itself."""

    context: int
    width: int
    milliseconds: Spread


class Verdict(msgspec.Struct, frozen=True):
    """One kind of text in short.

    `best_fixed` is the policy that would have been chosen with hindsight, plain decoding included;
    `governor_share` the governor's rate over its rate, paired; `reached` the better of the two
    speed-ups over the bound.
    """

    kind: str
    best_fixed: str
    best_speedup: float
    governor_speedup: float | None
    governor_share: Spread | None
    bound: KindBound | None
    reached: float | None


class Method(msgspec.Struct, frozen=True):
    """How it was measured, so that somebody else can do it again."""

    command: str
    began: str
    seconds: float
    policies: list[str]
    prompts: dict[str, int]
    runs: int
    max_tokens: int
    sampling: Sampling
    context: int
    warm: bool


class Report(msgspec.Struct, frozen=True):
    """The whole measurement."""

    pair: str
    models: list[ModelFile]
    machine: Machine
    method: Method
    verdicts: list[Verdict]
    results: list[Result]
    acceptance: list[SlotAcceptance]
    pass_costs: list[PassCost]
    guess_costs: list[GuessCost]
    bounds: list[KindBound]
    curve: list[CurvePoint]
