"""What target passes and guesses cost, learned from every round.

All costs are relative to a plain pass, because the machine's speed drifts: another program, heat,
a longer context. `level_ms` follows the drift; the relative costs, which decide, stay put. Widths
that were not measured yet are interpolated between those that were, along a first assumption about
processors (engine facts: a pass of eight costs 2 plain passes for Q4_0 and 4.6 for Q4_1).

A pass of another width than the last makes llama.cpp build its graph anew (6 to 11 % of a plain
pass on two cores). So drafting now and then makes the plain passes between dearer, too.
"""

from bisect import bisect_left
from typing import Annotated, Final

import msgspec
import numpy as np

from paceline.engine.speedup import pass_cost
from paceline.options import MAX_DRAFT_LENGTH

WIDEST: Final = MAX_DRAFT_LENGTH + 1

_WIDTHS: Final = tuple(range(1, WIDEST + 1))

ASSUMED_COST_PER_TOKEN: Final = 0.15
"""Of a plain pass, for each further token in a pass that was never measured. Rather low: a width
that turns out dear was tried in vain once, one that is never tried is never known."""

ASSUMED_GUESS: Final = 0.12
"""Of a plain pass: a guess of a draft model that was never timed."""

ASSUMED_READ: Final = 0.05
"""Of a plain pass: a token that a stale draft has to read."""

ASSUMED_SWITCH: Final = 0.08
"""Of a plain pass: that the pass before had another width."""

CONTEXT_BUCKETS: Final = (1024, 4096, 16384)
"""Attention makes wide passes relatively cheaper or dearer behind a long context."""

_LEVEL_RATE: Final = 0.2
_SLOWEST_RATE: Final = 0.06
_FIRST_RATE: Final = 1.5
"""Learning rates: the nth measurement of a width counts 1 / (n + 0.5), at least 0.06."""

_LARGEST_SURPRISE: Final = 2.5
"""A pass that took longer than this times what was expected met a stall, not a new truth."""

_LARGEST_DRIFT: Final = 5.0
"""Beyond so many times what was expected a pass tells nothing more of the machine's speed."""

_LARGEST_SWITCH: Final = 0.5
_SLOWEST_SWITCH_RATE: Final = 0.05
_FIRST_SWITCHES: Final = 4
"""Measurements that what is assumed of a change of width counts for."""

_SMALLEST: Final = 1e-6
"""No cost is nothing: costs are learned as ratios."""

_REMEMBERED: Final = 3
"""Measurements that an earlier run of the program counts for."""


class Measured(msgspec.Struct, forbid_unknown_fields=True):
    """A relative cost, and how often it was measured."""

    cost: Annotated[float, msgspec.Meta(gt=0)]
    count: Annotated[int, msgspec.Meta(ge=0)] = 0

    def learn(self, observed: float) -> None:
        """Move towards a new measurement; a stall moves it little."""
        surprise = min(max(observed / self.cost, 1 / _LARGEST_SURPRISE), _LARGEST_SURPRISE)
        self.count += 1
        self.cost *= surprise ** max(_SLOWEST_RATE, 1 / (self.count - 1 + _FIRST_RATE))


Width = Annotated[int, msgspec.Meta(ge=1, le=WIDEST)]


class Costs(msgspec.Struct, forbid_unknown_fields=True):
    """Relative costs by width and context length, and by drafter; kept between runs."""

    widths: dict[int, dict[Width, Measured]] = msgspec.field(default_factory=dict)
    guesses: dict[str, Measured] = msgspec.field(default_factory=dict)
    reads: dict[str, Measured] = msgspec.field(default_factory=dict)
    level_ms: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    switch_cost: Annotated[float, msgspec.Meta(ge=-_LARGEST_SWITCH, le=_LARGEST_SWITCH)] = (
        ASSUMED_SWITCH
    )
    switches: Annotated[int, msgspec.Meta(ge=0)] = 0

    @property
    def switch(self) -> float:
        """What it adds to a pass, in plain passes, that the one before had another width."""
        return max(self.switch_cost, 0.0)

    def observe_pass(
        self, width: int, context_length: int, milliseconds: float, *, before: int | None = None
    ) -> None:
        """Learn from a target pass; `before` is the width of the last, None for the same."""
        curve = self._curve(context_length)
        if not self.level_ms:
            self.level_ms = milliseconds / _assumed(width)
        observed = milliseconds / self.level_ms
        measured = curve.setdefault(width, Measured(_interpolated(curve, width)))
        switched = before not in (None, width)
        expected = measured.cost + (self.switch if switched else 0.0)
        surprise = min(max(observed / expected, 1 / _LARGEST_DRIFT), _LARGEST_DRIFT)
        if switched and width == 1:
            self._observe_switch(observed - measured.cost)
        else:
            measured.learn(max(observed - expected + measured.cost, _SMALLEST))
        self.level_ms *= surprise**_LEVEL_RATE

    def _observe_switch(self, added: float) -> None:
        self.switches += 1
        rate = max(_SLOWEST_SWITCH_RATE, 1 / (self.switches + _FIRST_SWITCHES))
        bounded = min(max(added, -_LARGEST_SWITCH), _LARGEST_SWITCH)
        self.switch_cost += rate * (bounded - self.switch_cost)

    def observe_draft(self, drafter: str, guesses: int, plain_passes: float) -> None:
        """Learn what a draft of at least one guess cost, reading a stale cache not included."""
        known = self.guesses.setdefault(drafter, Measured(ASSUMED_GUESS))
        known.learn(max(plain_passes / guesses, _SMALLEST))

    def observe_read(self, drafter: str, tokens: int, plain_passes: float) -> None:
        """Learn what it cost a stale drafter to read at least one token."""
        known = self.reads.setdefault(drafter, Measured(ASSUMED_READ))
        known.learn(max(plain_passes / tokens, _SMALLEST))

    def passes(self, context_length: int) -> list[float]:
        """Return the cost of a pass by its width, 0 to `WIDEST`, in plain passes."""
        known = {width: it.cost for width, it in sorted(self._curve(context_length).items())}
        if not known:
            return [0.0, *map(_assumed, range(1, WIDEST + 1))]
        widths = list(known)
        costs = np.interp(_WIDTHS, widths, list(known.values())).tolist()
        for width in (*range(1, widths[0]), *range(widths[-1] + 1, WIDEST + 1)):
            costs[width - 1] *= _assumed(width) / _assumed(min(max(width, widths[0]), widths[-1]))
        return [0.0, *(cost / costs[0] for cost in costs)]

    def passes_after(self, before: int, context_length: int) -> list[float]:
        """Return the costs of the next pass by its width, where the last one had `before`.

        Whoever leaves plain passes will come back to them: both changes are charged at once, and
        coming back is free. So the sum over a reply is right, and each choice sees what it costs.
        """
        costs = self.passes(context_length)
        leaving = 2 * self.switch if before == 1 else self.switch
        return [
            cost if width < 2 or width == before else cost + leaving
            for width, cost in enumerate(costs)
        ]

    def plain_ms(self, context_length: int) -> float:
        """Return what a plain pass takes now, in milliseconds; 0 before the first pass."""
        return self.level_ms * _interpolated(self._curve(context_length), 1)

    def guess(self, drafter: str, *, free: bool) -> float:
        """Return the cost of one guess in plain passes."""
        known = self.guesses.get(drafter)
        return known.cost if known else 0.0 if free else ASSUMED_GUESS

    def read(self, drafter: str) -> float:
        """Return the cost of reading one token on a stale drafter, in plain passes."""
        known = self.reads.get(drafter)
        return known.cost if known else ASSUMED_READ

    def age(self) -> None:
        """Count for less from now on: the machine may have changed since."""
        by_width = (measured for curve in self.widths.values() for measured in curve.values())
        for measured in (*by_width, *self.guesses.values(), *self.reads.values()):
            measured.count = min(measured.count, _REMEMBERED)
        self.switches = min(self.switches, _REMEMBERED)
        self.level_ms = 0.0

    def _curve(self, context_length: int) -> dict[int, Measured]:
        """Return the costs by width at this context length; new ones start as the nearest known."""
        bucket = bisect_left(CONTEXT_BUCKETS, context_length)
        if bucket not in self.widths:
            nearest = min(self.widths, key=lambda known: abs(known - bucket), default=None)
            known = {} if nearest is None else self.widths[nearest]
            self.widths[bucket] = {
                width: Measured(measured.cost, min(measured.count, 1))
                for width, measured in known.items()
            }
        return self.widths[bucket]


def _assumed(width: int) -> float:
    return 1 + ASSUMED_COST_PER_TOKEN * (width - 1)


def _interpolated(curve: dict[int, Measured], width: int) -> float:
    """Return a width's cost; beyond what was measured the assumed curve goes on from there."""
    known = {each: measured.cost for each, measured in curve.items()}
    cost = pass_cost(known, width)
    if cost is not None:
        return cost
    if not known:
        return _assumed(width)
    nearest = min(known, key=lambda each: abs(each - width))
    return known[nearest] * _assumed(width) / _assumed(nearest)
