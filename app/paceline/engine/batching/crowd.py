"""What common passes cost by their width, and how far it pays to guess for all together.

Whoever guesses in a common pass makes all others wait. So a guess is weighed against what its time
would bring to everybody: with n replies that each say 1 + (a_1 + a_1 a_2 + ...) tokens for k
guesses, the common rate is n times that over T(n (1 + k)) + k D(n), T and D being the times of a
pass of target and draft by width. On a processor T grows soon with the width; then a few replies
together gain more from each other than from guesses.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from paceline.engine.governor.costs import Measured
from paceline.engine.governor.knowledge import Knowledge
from paceline.options import DrafterChoice

LONGEST_COMMON_DRAFT: Final = 6
"""Guesses of a model that are considered for each of several replies."""

CLEAR_GAIN: Final = 1.1
"""How many times as fast as without them guesses of a model must promise to be: what passes of so
many tokens cost is at first only supposed, and a draft that has not read along must do so first."""

_SHORTEST: Final = 1e-9
"""Seconds; no pass takes none."""

_LEVEL_RATE: Final = 0.2
_LARGEST_DRIFT: Final = 5.0
_FIRST_SLOPE: Final = 8
"""Beyond what was measured a pass goes on growing as over the last so many widths."""


class WidthCosts:
    """Costs of a model's passes by width, learned as they run; only their ratios mean anything.

    `assumed` are those that are taken until then, for widths 1, 2, ... `level` is the unit in
    seconds, which follows the machine's speed.
    """

    def __init__(self, assumed: Sequence[float]) -> None:
        self._assumed = list(assumed)
        self._known: dict[int, Measured] = {}
        self.level = 0.0

    def observe(self, width: int, seconds: float) -> None:
        """Learn from a pass."""
        seconds = max(seconds, _SHORTEST)
        expected = self.at(width)
        if not self.level:
            self.level = seconds / expected
        observed = seconds / self.level
        self._known.setdefault(width, Measured(expected)).learn(observed)
        surprise = min(max(observed / expected, 1 / _LARGEST_DRIFT), _LARGEST_DRIFT)
        self.level *= surprise**_LEVEL_RATE

    def at(self, width: int) -> float:
        """Return the cost of a pass, on the line between the nearest widths that were measured.

        Beyond them it is as many times what was assumed as at the nearest.
        """
        known = self._known
        if width in known:
            return known[width].cost
        below = max((each for each in known if each < width), default=None)
        above = min((each for each in known if each > width), default=None)
        if below is not None and above is not None:
            return float(np.interp(width, (below, above), (known[below].cost, known[above].cost)))
        nearest = below or above
        if nearest is None:
            return self._assume(width)
        return self._assume(width) * known[nearest].cost / self._assume(nearest)

    def _assume(self, width: int) -> float:
        assumed = self._assumed
        if width <= len(assumed):
            return assumed[width - 1]
        back = min(_FIRST_SLOPE, len(assumed) - 1)
        slope = (assumed[-1] - assumed[-1 - back]) / back if back else assumed[-1]
        return assumed[-1] + slope * (width - len(assumed))


class Crowd:
    """The replies that run, and what their passes cost; all policies of a pair share it.

    `size` is how many there are.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.size = 0
        self._passes = self._drafting = WidthCosts([1.0])
        self.reset(knowledge)

    def reset(self, knowledge: Knowledge) -> None:
        """Begin with what is known of passes that nobody shared."""
        costs = knowledge.costs
        self._passes = WidthCosts(costs.passes(0)[1:])
        guess = costs.guess(DrafterChoice.DRAFT_MODEL.value, free=False)
        self._drafting = WidthCosts([guess * cost for cost in costs.passes(0)[1:]])

    def observe(self, width: int, seconds: float, *, drafting: bool) -> None:
        """Learn from a pass of target or draft in which nothing was read of prompts."""
        if not drafting:
            self._passes.observe(width, seconds)
        elif self._passes.level:
            self._drafting.observe(width, seconds / self._passes.level)

    def guess(self) -> float:
        """Return what one guess of a model costs each of the replies, if all make one."""
        return self._draft_pass(self.size) / max(1, self.size)

    def _draft_pass(self, width: int) -> float:
        return self._drafting.at(width) * (self._drafting.level or 1.0)

    def passes(self, most: int) -> list[float]:
        """Return what a reply's part in the next pass costs by its width, 0 to `most`.

        As if the others said the same number of tokens: the cost of a pass for all, shared out.
        A width of 1 costs 1, whatever it does, so that only differences count.
        """
        plain = self._passes.at(self.size) / self.size
        shares = [self._passes.at(self.size * width) / self.size for width in range(1, most + 1)]
        return [0.0, *(1 + share - plain for share in shares)]

    def rate(self, chances: Sequence[float]) -> tuple[float, int]:
        """Return the best common rate, in tokens per unit of cost, and with how many guesses each.

        `chances` are those of a model's guesses by place, none where no model may guess.
        """
        size = self.size
        best, length = size / self._passes.at(size), 0
        gain = chance = 1.0
        for count, place in enumerate(chances[:LONGEST_COMMON_DRAFT], start=1):
            chance *= place
            gain += chance
            cost = self._passes.at(size * (1 + count)) + count * self._draft_pass(size)
            if size * gain / cost > best * (1.0 if length else CLEAR_GAIN):
                best, length = size * gain / cost, count
        return best, length
