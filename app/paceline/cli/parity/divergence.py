"""The first difference between two replies, and whether rounding explains it.

A pass of several tokens may run other kernels than a pass of one, and the order of additions moves
logits a little. What is promised is the distribution given the logits that were computed, so a
difference is a fault only where it is larger than such movements. Two measures say so:

- Greedy replies: the lead of the best logit in both passes. Where both are below
  `NEAR_TIE_LOGITS`, the two best tokens are as good as tied.
- Seeded replies: how far the draw was from saying the other token. Both replies use the same random
  number; a shift of the probabilities can only move it over a border that is near.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from paceline.cli.parity.record import Comparison, Saying, Total
from paceline.engine.tokens import Distribution
from paceline.provenance import Token

NEAR_TIE_LOGITS: Final = 0.5
"""Logits of quantized models move by some tenths between kernels of different width."""

NEAR_TIE_GAP: Final = 0.02
"""Probability; where two tokens share all of it, a logit that moves by 0.08 moves their border by
so much."""


def first_difference(plain: Sequence[Token], speculated: Sequence[Token]) -> int | None:
    """Return the first position at which the replies say different tokens, None where nowhere."""
    for position, (one, other) in enumerate(zip(plain, speculated, strict=False)):
        if one.id != other.id:
            return position
    shorter, longer = sorted((len(plain), len(speculated)))
    return shorter if shorter < longer else None


def saying(tokens: Sequence[Token], position: int) -> Saying | None:
    """Return what was said there, None behind the end."""
    if position >= len(tokens):
        return None
    token = tokens[position]
    return Saying(token.id, token.text, token.target_p, token.margin)


def nearly_tied(one: Saying | None, other: Saying | None) -> bool:
    """Whether rounding may decide between two greedy choices.

    A reply cannot end earlier by rounding: its end is a token, too.
    """
    return one is not None and other is not None and max(one.margin, other.margin) < NEAR_TIE_LOGITS


def draw_gap(distribution: Distribution, one: int, other: int) -> float:
    """Return the probability between two tokens in the order in which they are drawn, 0 to 1.

    It is 0 for neighbours. A token that was cut off stands behind all that are left.
    """
    ends = np.cumsum(distribution.probabilities)
    starts = ends - distribution.probabilities

    def interval(token: int) -> tuple[float, float]:
        (found,) = np.nonzero(distribution.ids == token)
        return (float(starts[found[0]]), float(ends[found[0]])) if len(found) else (1.0, 1.0)

    (first, first_end), (second, second_end) = interval(one), interval(other)
    return max(second - first_end, first - second_end, 0.0)


def totals(comparisons: Sequence[Comparison]) -> list[Total]:
    """Count identical replies, near-ties and true divergences, in order of appearance."""
    groups: dict[tuple[str, bool], list[Comparison]] = {}
    for each in comparisons:
        groups.setdefault((each.policy, each.seed is not None), []).append(each)
    found = []
    for (policy, seeded), group in groups.items():
        differing = [each.divergence for each in group if each.divergence is not None]
        near = sum(each.near_tie for each in differing)
        found.append(
            Total(
                policy,
                seeded,
                replies=len(group),
                identical=len(group) - len(differing),
                near_ties=near,
                divergent=len(differing) - near,
            )
        )
    return found
