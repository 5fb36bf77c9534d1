"""Whether guesses are worth their price: the marginal arithmetic of the governor.

With a_j the chance of guess j given those before it, t_d the cost of a guess and t_v(w) that of a
pass of width w, k guesses yield 1 + sum_i prod_{j<=i} a_j tokens for k t_d + t_v(k + 1) (Leviathan
et al. 2023, with measured instead of assumed costs). Over a whole reply the best choice is not
the one with the best ratio in this round, but the one with the largest tokens - rate * cost, where
`rate` is what the time could have earned otherwise (the renewal-reward rule). All costs are in
plain passes, the rate in tokens per plain pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from paceline.engine.governor.odds import Odds
from paceline.engine.tokens import Confidences


@dataclass(frozen=True, slots=True)
class Appraisal:
    """Judges one drafter's guesses in one round.

    `passes` are costs by width, `guess` is the cost of one more guess, `by_place` the chances by
    place. `otherwise` is the value of what would be done without these guesses: a plain pass, or
    another drafter's draft. At most `limit` guesses may be made.
    """

    odds: Odds
    by_place: Sequence[float]
    passes: Sequence[float]
    guess: float
    rate: float
    otherwise: float
    limit: int

    def expected(self) -> tuple[float, int]:
        """Return the value of the best length before anything is guessed, and that length.

        Length 0 and `otherwise` where no length is better.
        """
        best, length = self.otherwise, 0
        chance = 1.0
        gain = 1.0
        for count in range(1, self.limit + 1):
            chance *= self.by_place[count - 1]
            gain += chance
            value = gain - self.rate * (count * self.guess + self.passes[count + 1])
            if value > best:
                best, length = value, count
        return best, length

    def speedup(self, length: int) -> float:
        """Return the expected tokens per plain pass's time of drafts of this length."""
        chance = gain = 1.0
        for place in self.by_place[:length]:
            chance *= place
            gain += chance
        return gain / (length * self.guess + self.passes[length + 1])

    def go_on(self, confidences: Confidences) -> bool:
        """Whether another guess behind these may pay; what they have cost is spent."""
        stop, chance, gain = self._so_far(confidences)
        made = len(confidences)
        for count in range(made + 1, self.limit + 1):
            chance *= self.by_place[count - 1]
            gain += chance
            value = gain - self.rate * ((count - made) * self.guess + self.passes[count + 1])
            if value > stop:
                return True
        return False

    def keep(self, confidences: Confidences) -> int:
        """Return how many of these guesses are worth a place in the pass; 0 if none is."""
        best, length = self.otherwise, 0
        gain = chance = 1.0
        for slot, confidence in enumerate(confidences):
            chance *= self._chance(slot, confidence)
            gain += chance
            value = gain - self.rate * self.passes[slot + 2]
            if value > best:
                best, length = value, slot + 1
        return length

    def _so_far(self, confidences: Confidences) -> tuple[float, float, float]:
        """Return the best value of stopping now, the chance of all guesses, and their gain."""
        best = self.otherwise
        gain = chance = 1.0
        for slot, confidence in enumerate(confidences):
            chance *= self._chance(slot, confidence)
            gain += chance
            best = max(best, gain - self.rate * self.passes[slot + 2])
        return best, chance, gain

    def _chance(self, slot: int, confidence: float | None) -> float:
        by_place = self.by_place[slot]
        return by_place if confidence is None else self.odds.of(confidence, by_place)
