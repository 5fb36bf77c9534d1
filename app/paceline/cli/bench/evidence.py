"""What the rounds of a benchmark tell of guesses and passes, and so of what is possible.

A bound needs acceptances that no policy has chosen for: a governor that stops where the drafter is
unsure has its later guesses tested only where they are good. So the rounds of pinned lengths
count; those of a governor do only for a drafter that was never pinned.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from paceline.cli.bench.report import (
    CurvePoint,
    GuessCost,
    KindBound,
    PassCost,
    SlotAcceptance,
    Spread,
)
from paceline.cli.contestants import Contestant
from paceline.engine.speedup import Position, bound, possible_speedup
from paceline.provenance import Round

FEWEST_ROUNDS: Final = 8
"""Fewer rounds say too little of a slot or of a width to build a bound on."""


@dataclass(slots=True)
class Guesses:
    """What became of one drafter's guesses, and what they cost."""

    asked: list[int] = field(default_factory=list)
    drafted: list[int] = field(default_factory=list)
    tested: list[int] = field(default_factory=list)
    accepted: list[int] = field(default_factory=list)
    # By who really guessed: a cascade asks drafters of very different cost.
    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, round_: Round, asked: int) -> None:
        """Count a round in which so many guesses were asked for."""
        for counts, reached in (
            (self.asked, asked),
            (self.drafted, round_.drafted),
            (self.tested, round_.tested),
            (self.accepted, round_.accepted),
        ):
            counts.extend([0] * (asked - len(counts)))
            for slot in range(reached):
                counts[slot] += 1
        if round_.drafter is not None and round_.drafted and round_.index:
            spent = round_.draft_ms - round_.catch_up_ms
            self.milliseconds[round_.drafter].append(spent / round_.drafted)
            self.counts[round_.drafter] += round_.drafted

    @property
    def positions(self) -> list[Position]:
        """The slots, first to last."""
        return [
            Position(*each)
            for each in zip(self.asked, self.drafted, self.tested, self.accepted, strict=True)
        ]

    @property
    def cost(self) -> float:
        """Milliseconds per guess, from the median of each real guesser; 0 where none spoke."""
        total = sum(self.counts.values())
        spent = sum(median(self.milliseconds[name]) * count for name, count in self.counts.items())
        return spent / total if total else 0.0


class Evidence:
    """The rounds of all replies to one kind of text."""

    def __init__(self) -> None:
        self._pinned: defaultdict[str, Guesses] = defaultdict(Guesses)
        self._governed: defaultdict[str, Guesses] = defaultdict(Guesses)
        self._passes: defaultdict[int, list[float]] = defaultdict(list)

    def add(self, rounds: Sequence[Round], contestant: Contestant, budget: int) -> None:
        """Count a reply of at most `budget` tokens; its first pass only warms caches."""
        for round_ in rounds:
            length = contestant.pinned_length
            if length is not None and contestant.drafter is not None:
                asked = max(round_.drafted, min(length, budget - 1))
                self._pinned[contestant.drafter].add(round_, asked)
            elif round_.drafter is not None:
                self._governed[round_.drafter].add(round_, round_.drafted)
            budget -= len(round_.tokens)
            if round_.index:
                self._passes[round_.width].append(round_.verify_ms)

    def _guesses(self) -> dict[str, Guesses]:
        return {**self._governed, **self._pinned}

    def acceptance(self, kind: str) -> list[SlotAcceptance]:
        """Return the acceptance of every drafter by slot."""
        return [
            SlotAcceptance(
                kind,
                drafter,
                slot,
                each.asked,
                each.drafted,
                each.tested,
                each.accepted,
                each.acceptance,
            )
            for drafter, guesses in sorted(self._guesses().items())
            for slot, each in enumerate(guesses.positions)
        ]

    def pass_costs(self, kind: str) -> list[PassCost]:
        """Return what passes cost, by width."""
        return [
            PassCost(kind, width, Spread.of(spent), len(spent))
            for width, spent in sorted(self._passes.items())
        ]

    def guess_costs(self, kind: str) -> list[GuessCost]:
        """Return what guesses cost, by drafter."""
        return [
            GuessCost(kind, drafter, guesses.cost, sum(guesses.counts.values()))
            for drafter, guesses in sorted(self._guesses().items())
            if guesses.counts
        ]

    def bounds(self, kind: str, curve: Sequence[CurvePoint] = ()) -> list[KindBound]:
        """Return the best length of every drafter and what it could give, the best first."""
        costs = self._costs(curve)
        found = []
        for drafter, guesses in self._guesses().items():
            best = bound(_well_known(guesses.positions), guesses.cost, costs)
            if best is not None:
                found.append(KindBound(kind, drafter, best.length, best.speedup))
        return sorted(found, key=lambda each: -each.speedup)

    def possible(self, contestant: Contestant, curve: Sequence[CurvePoint] = ()) -> float | None:
        """Return what this pinned policy could give at most; None for any other."""
        length, guesses = contestant.pinned_length, self._pinned.get(contestant.drafter or "")
        if length is None or guesses is None:
            return None
        return possible_speedup(
            length, _well_known(guesses.positions), guesses.cost, self._costs(curve)
        )

    def _costs(self, curve: Sequence[CurvePoint]) -> Mapping[int, float]:
        """Return milliseconds by width; a measured curve lends its shape to widths not met."""
        costs = {
            width: median(spent)
            for width, spent in self._passes.items()
            if len(spent) >= FEWEST_ROUNDS
        }
        if not curve or 1 not in costs:
            return costs
        nearest = min(point.context for point in curve)
        shape = {p.width: p.milliseconds.median for p in curve if p.context == nearest}
        scale = costs[1] / shape[1]
        return {width: scale * spent for width, spent in shape.items()} | costs


def _well_known(positions: Sequence[Position]) -> list[Position]:
    """Return the leading slots that enough rounds were asked to reach."""
    known: list[Position] = []
    for each in positions:
        if each.asked < FEWEST_ROUNDS:
            break
        known.append(each)
    return known
