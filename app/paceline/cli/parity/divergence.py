"""How near the draws of two seeded replies lie where they differ.

The lead of the said token over the other one with the noise of the draw, which is the same in both
replies: a small shift of the logits can only turn a small lead.
"""

import math

import numpy as np
import numpy.typing as npt

from paceline.engine.tokens import Distribution, ScoreRow


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
