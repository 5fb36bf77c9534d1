"""How likely a guess is to be accepted: by its place in the draft, and by the drafter's own word.

Both are decayed Beta estimates. Places: a guess is judged only if all before it were accepted, so
the estimate for place j is the conditional a_j of Leviathan et al. 2023, without their assumption
that all are equal. Confidence: drafters are over- or underconfident, each in its own way, so what
they say is calibrated on what became of it.
"""

import math
from typing import Annotated, Final

import msgspec

from paceline.options import MAX_DRAFT_LENGTH

CONFIDENCE_BINS: Final = 12
"""Equal steps of the logit between 5 % and 99.9 %; most guesses of a draft model are near 1."""

_DECAY: Final = 0.97
"""Per judged guess: some 33 guesses are remembered, so that a change of text is felt soon."""

_PRIOR_WEIGHT: Final = 4.0
"""Guesses that the assumption about a place counts for."""

_PLACE_WEIGHT: Final = 10.0
"""Guesses that all further places together count for at each of them."""

_BIN_WEIGHT: Final = 6.0
"""Guesses that the assumption about a confidence counts for."""

_TRUST: Final = 0.35
"""In a confidence that was not calibrated yet, against what is known of the place. Low: a draft
model may be right in two of three guesses that it gives a tenth."""

_REMEMBERED: Final = 12.0
"""Guesses that an earlier run of the program counts for."""

_LOWEST_LOGIT: Final = -3.0
_HIGHEST_LOGIT: Final = 7.0


class Share(msgspec.Struct, forbid_unknown_fields=True):
    """Accepted and judged guesses, older ones counting less."""

    accepted: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    judged: Annotated[float, msgspec.Meta(ge=0)] = 0.0

    def learn(self, accepted: bool) -> None:  # noqa: FBT001 - what is learned, not how
        """Count one judged guess."""
        self.accepted = self.accepted * _DECAY + accepted
        self.judged = self.judged * _DECAY + 1

    def mean(self, assumed: float, weight: float) -> float:
        """Return the share, with an assumption that counts as `weight` guesses."""
        return (self.accepted + assumed * weight) / (self.judged + weight)

    def age(self) -> None:
        """Count for less from now on."""
        if self.judged > _REMEMBERED:
            self.accepted *= _REMEMBERED / self.judged
            self.judged = _REMEMBERED


class Odds(msgspec.Struct, forbid_unknown_fields=True):
    """What one drafter's guesses were worth; kept between runs.

    `assumed` is taken for the first place before anything is known.
    """

    assumed: Annotated[float, msgspec.Meta(ge=0, le=1)]
    places: Annotated[
        list[Share], msgspec.Meta(min_length=MAX_DRAFT_LENGTH, max_length=MAX_DRAFT_LENGTH)
    ] = msgspec.field(default_factory=lambda: [Share() for _ in range(MAX_DRAFT_LENGTH)])
    bins: Annotated[
        list[Share], msgspec.Meta(min_length=CONFIDENCE_BINS, max_length=CONFIDENCE_BINS)
    ] = msgspec.field(default_factory=lambda: [Share() for _ in range(CONFIDENCE_BINS)])

    def observe(self, slot: int, confidence: float | None, *, right: bool) -> None:
        """Learn from a guess, all before which were right."""
        self.places[slot].learn(right)
        if confidence is not None:
            self.bins[_bin(confidence)].learn(right)

    @property
    def first(self) -> float:
        """The chance of a first guess."""
        return self.places[0].mean(self.assumed, _PRIOR_WEIGHT)

    def by_place(self) -> list[float]:
        """Return the chance of each guess, given that all before it are accepted.

        The first place is another matter than the rest: n-grams that got one token right mostly
        get the next ones right too. A place that was hardly judged is taken to be like the rest.
        """
        others = self.places[1:]
        chance = self.first
        rest = Share(sum(each.accepted for each in others), sum(each.judged for each in others))
        assumed = rest.mean(chance, _PRIOR_WEIGHT)
        return [chance, *(each.mean(assumed, _PLACE_WEIGHT) for each in others)]

    def of(self, confidence: float, by_place: float) -> float:
        """Return the chance of a guess that the drafter gives this confidence."""
        assumed = _TRUST * confidence + (1 - _TRUST) * by_place
        return self.bins[_bin(confidence)].mean(assumed, _BIN_WEIGHT)

    def age(self) -> None:
        """Count for less from now on: the next text may be of another kind."""
        for share in (*self.places, *self.bins):
            share.age()


def _bin(confidence: float) -> int:
    clipped = min(max(confidence, 1e-6), 1 - 1e-6)
    logit = math.log(clipped / (1 - clipped))
    step = (logit - _LOWEST_LOGIT) / (_HIGHEST_LOGIT - _LOWEST_LOGIT)
    return min(CONFIDENCE_BINS - 1, max(0, int(step * CONFIDENCE_BINS)))
