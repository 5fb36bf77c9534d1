"""The first difference between two replies, and whether rounding explains it.

A pass of several tokens may run other kernels than a pass of one, and the order of additions moves
logits a little. What is promised is the distribution given the logits that were computed, so a
difference is a fault only where it is larger than such movements. Two measures say so:

- Greedy replies: the lead of the best logit in both passes. Where both are below
  `NEAR_TIE_LOGITS`, the two best tokens are as good as tied.
- Seeded replies: the lead of the said token over the other one with the noise of the draw, which is
  the same in both replies; a small shift of the logits can only turn a small lead.
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from paceline.cli.parity.record import Comparison, Saying, Total
from paceline.engine.tokens import Distribution, ScoreRow
from paceline.provenance import Token

NEAR_TIE_LOGITS: Final = 0.5
"""Logits of quantized models move by some tenths between kernels of different width."""


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


def draw_gap(
    logits: ScoreRow,
    drawn: Distribution,
    noise: npt.NDArray[np.float64],
    said: tuple[int, int],
    temperature: float,
) -> float:
    """Return by how many logits one token would have to move for the other to be said, at least 0.

    `noise` holds what every candidate's probability is divided by before the greatest is said. A
    token that was cut off would first have to come up to those that are left.
    """
    candidates = drawn.ids.tolist()
    cut_off = [token for token in said if token not in candidates]
    if cut_off:
        border = float(logits[drawn.ids].min())
        return max(0.0, *(border - float(logits[token]) for token in cut_off))
    one, other = (candidates.index(token) for token in said)
    ratios = drawn.probabilities[[one, other]] / noise[[one, other]]
    if not ratios.all():
        return math.inf
    return temperature * abs(math.log(ratios[0] / ratios[1]))


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
