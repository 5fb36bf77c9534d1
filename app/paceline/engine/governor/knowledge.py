"""What the governor knows about a pair on a device, from one reply and one run to the next."""

from typing import Annotated, Final

import msgspec

from paceline.engine.governor.costs import Costs
from paceline.engine.governor.odds import Odds

FORMAT_VERSION: Final = 1

_ASSUMED_FREE: Final = 0.5
_ASSUMED_MODEL: Final = 0.8
"""First guesses accepted, before any was judged. A model gets the benefit of the doubt: that it is
useless shows within a few guesses, that it is not only shows if it is asked."""

_RATE_DECAY: Final = 0.98
"""Per round: the rate is that of some fifty rounds."""

_FIRST_TOKENS: Final = 2.2
_FIRST_COST: Final = 2.0
"""As if four plain passes' time had brought this many tokens: speculation may pay."""


class Knowledge(msgspec.Struct, forbid_unknown_fields=True):
    """Costs, odds and the rate that was reached; all of it keeps changing.

    `tokens` over `cost` is the rate in tokens per plain pass. `resting` counts passes since a
    drafter that does not pay was last tried, `failures` its trials since it last paid.
    """

    version: int = FORMAT_VERSION
    costs: Costs = msgspec.field(default_factory=Costs)
    odds: dict[str, Odds] = msgspec.field(default_factory=dict)
    tokens: Annotated[float, msgspec.Meta(ge=0)] = _FIRST_TOKENS
    cost: Annotated[float, msgspec.Meta(gt=0)] = _FIRST_COST
    resting: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    failures: Annotated[int, msgspec.Meta(ge=0)] = 0

    @property
    def rate(self) -> float:
        """Tokens per plain pass of late, at least the 1 that plain decoding gives."""
        return max(1.0, self.tokens / self.cost)

    def observe_rate(self, tokens: int, cost: float) -> None:
        """Count a round."""
        self.tokens = self.tokens * _RATE_DECAY + tokens
        self.cost = self.cost * _RATE_DECAY + cost

    def odds_of(self, drafter: str, *, free: bool) -> Odds:
        """Return what is known of a drafter, which is little at first."""
        known = self.odds.get(drafter)
        if known is None:
            known = self.odds[drafter] = Odds(_ASSUMED_FREE if free else _ASSUMED_MODEL)
        return known

    def age(self) -> None:
        """Count for less from now on, as after a new start of the program."""
        self.costs.age()
        for odds in self.odds.values():
            odds.age()
