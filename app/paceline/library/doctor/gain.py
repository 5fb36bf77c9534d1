"""How much faster a pair may be, from what passes were measured to cost on this machine.

With a_i the chance of guess i given those before it, c the cost of a guess and t(w) that of a pass
of w tokens, both in plain passes, k guesses give (1 + sum_i prod_{j<=i} a_j) / (k c + t(k + 1))
times the speed of plain decoding (Leviathan et al. 2023, with measured costs). The governor finds
the best k by itself, so the best is what may be expected.
"""

from collections.abc import Sequence
from itertools import accumulate, islice
from operator import mul
from typing import Final

from paceline.library.doctor.diagnosis import ExpectedGain, GainBasis
from paceline.measured_pairs import MeasuredFile, MeasuredPair

USUAL_ACCEPTANCE: Final = (0.6, 0.85)
"""How many guesses of a draft of the same family are right: free writing, and code or answers that
repeat the question. The practice pair's workloads reach 0.9 and more."""

_LONGEST: Final = 16
"""Guesses in a draft at the most, as in `options.MAX_DRAFT_LENGTH`."""

_GUESS_OVERHEAD: Final = 1.3
"""A small model does not use a machine as well as a large one: a guess costs so many times what the
ratio of the sizes says."""

_LEAST_GUESS: Final = 0.01
"""Of a plain pass; a guess is never free."""


def expected_gain(
    target: MeasuredFile,
    draft: MeasuredFile,
    measured: Sequence[MeasuredPair],
) -> ExpectedGain | None:
    """Return what may be expected, None where this target never ran here.

    `measured` has the latest first. Names and sizes tell files apart; sizes also tell what a guess
    costs beside a pass, where it was not measured.
    """
    same_target = [each for each in measured if each.target == target]
    same_pair = [each for each in same_target if each.draft == draft and each.guess is not None]
    for pair in same_pair:
        if pair.guess is not None and pair.acceptance:
            speed, length = _best(pair.passes, pair.guess, pair.acceptance)
            return ExpectedGain(speed, speed, length, GainBasis.PAIR)
    if not same_target:
        return None
    known = (same_pair or same_target)[0]
    guess = known.guess if same_pair else None
    if guess is None:
        guess = max(_LEAST_GUESS, _GUESS_OVERHEAD * draft.size / max(1, target.size))
    (low, _), (high, length) = (
        _best(known.passes, guess, [chance] * _LONGEST) for chance in USUAL_ACCEPTANCE
    )
    return ExpectedGain(low, high, length, GainBasis.TARGET)


def _best(passes: Sequence[float], guess: float, acceptance: Sequence[float]) -> tuple[float, int]:
    """Return the best speed in those of plain decoding, and how many guesses it takes; 0 is plain.

    `passes[w - 1]` is the cost of a pass of w tokens.
    """
    best, length = 1.0, 0
    said = 1.0
    for count, chance in enumerate(islice(accumulate(acceptance, mul), len(passes) - 1), start=1):
        said += chance
        speed = said / (count * guess + passes[count])
        if speed > best:
            best, length = speed, count
    return best, length
