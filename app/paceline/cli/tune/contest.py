"""A contest in heats: who is faster than the governor, and who need not run any more.

In every heat all who still run answer the same prompt, each right beside the governor; what counts
is the ratio of the two rates. Pure; it never sees a model.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from paceline.cli.bench.report import Spread

FEWEST_HEATS: Final = 4
"""Before so many heats nobody is given up or wins: quartiles of less say nothing."""

CLEAR_GAIN: Final = 1.03
"""What is pinned can no longer follow the text, so it has to be this much faster than the
governor in three of four heats."""


class Standing(msgspec.Struct, frozen=True):
    """How one choice fared: its rate over the governor's in so many heats."""

    name: str
    ratio: Spread
    heats: int
    given_up: bool


class Contest:
    """Counts heats of challengers against the governor."""

    def __init__(self, challengers: Iterable[str]) -> None:
        self._ratios: dict[str, list[float]] = {name: [] for name in challengers}
        self._given_up: set[str] = set()

    @property
    def running(self) -> list[str]:
        """Those who have not been given up."""
        return [name for name in self._ratios if name not in self._given_up]

    def add(self, name: str, ratio: float) -> None:
        """Count a heat: a challenger's rate over the governor's beside it."""
        self._ratios[name].append(ratio)

    def give_up_losers(self) -> list[str]:
        """Stop those who were slower than the governor in three of four heats; return them."""
        losers = [
            name
            for name in self.running
            if len(self._ratios[name]) >= FEWEST_HEATS and self._spread(name).upper < 1
        ]
        self._given_up.update(losers)
        return losers

    def standings(self) -> list[Standing]:
        """Return how all fared, the fastest first."""
        found = [
            Standing(name, self._spread(name), len(ratios), name in self._given_up)
            for name, ratios in self._ratios.items()
            if ratios
        ]
        return sorted(found, key=lambda each: -each.ratio.median)

    def winner(self, among: Iterable[str]) -> Standing | None:
        """Return the fastest of these that is clearly faster than the governor, None if none is."""
        names = set(among)
        return next(
            (
                each
                for each in self.standings()
                if each.name in names
                and each.heats >= FEWEST_HEATS
                and each.ratio.lower > CLEAR_GAIN
            ),
            None,
        )

    def _spread(self, name: str) -> Spread:
        return Spread.of(self._ratios[name])
