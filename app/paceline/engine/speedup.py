"""How fast speculation can be, from what guesses are worth and what passes cost.

Leviathan et al. 2023 (theorem 3.8) put the speed-up of drafts of k guesses at
(1 - a^(k+1)) / ((1 - a) (k c + 1)): every guess is accepted with the same probability a, costs c
passes, and a pass of k + 1 tokens costs as much as one of a single token. Here each of the three is
what was measured, and a drafter may also be silent or stop early:

    speed-up(k) = (1 + sum_{i<=k} s_i) t(1) / (sum_n p_n (n t_d + t(n + 1)))

s_i is the share of rounds in which the first i guesses were drafted and accepted, p_n the share in
which n guesses were drafted of the k asked for, t_d the cost of a guess and t(w) that of a pass of
width w. With a drafter that always speaks p_k is 1, s_i the product of the acceptances a_1 to a_i,
and the formula that of the governor. Pure arithmetic; benchmark and governor both may use it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Position:
    """What became of the guesses in one slot of the drafts that were asked to reach it.

    Of `asked` rounds `drafted` had a guess there; of these the target judged `tested` (the others
    stood behind a rejection) and accepted `accepted`.
    """

    asked: int
    drafted: int
    tested: int
    accepted: int

    @property
    def acceptance(self) -> float | None:
        """Accepted over tested guesses, 0 to 1."""
        return self.accepted / self.tested if self.tested else None


@dataclass(frozen=True, slots=True)
class Bound:
    """The best constant draft length, and the speed-up over plain decoding that it could give."""

    length: int
    speedup: float


def pass_cost(measured: Mapping[int, float], width: int) -> float | None:
    """Return the cost of a pass of this width, linear between measured widths, None outside."""
    if width in measured:
        return measured[width]
    for low, high in pairwise(sorted(measured)):
        if low < width < high:
            share = (width - low) / (high - low)
            return measured[low] + share * (measured[high] - measured[low])
    return None


def possible_speedup(
    length: int, positions: Sequence[Position], guess_cost: float, costs: Mapping[int, float]
) -> float | None:
    """Return the speed-up of drafts of this length, None where something was not measured.

    It is a bound for every policy that always asks for `length` guesses: nothing but passes and
    guesses takes time in it. A policy that looks at the drafter's confidence may exceed it.
    """
    if not 1 <= length <= len(positions) or not all(each.asked for each in positions[:length]):
        return None
    drafted = [1.0, *(each.drafted / each.asked for each in positions[:length]), 0.0]
    said, spent = 1.0, 0.0
    for count in range(length + 1):
        share = max(0.0, drafted[count] - drafted[count + 1])
        cost = pass_cost(costs, count + 1) if share else 0.0
        if cost is None:
            return None
        spent += share * (count * guess_cost + cost)
        if count:
            position = positions[count - 1]
            said += position.accepted / position.asked
    plain = pass_cost(costs, 1)
    return said * plain / spent if plain and spent else None


def bound(
    positions: Sequence[Position], guess_cost: float, costs: Mapping[int, float]
) -> Bound | None:
    """Return the best of all lengths that can be told from these measurements."""
    possible = [
        Bound(length, speedup)
        for length in range(1, len(positions) + 1)
        if (speedup := possible_speedup(length, positions, guess_cost, costs)) is not None
    ]
    return max(possible, key=lambda each: each.speedup, default=None)
