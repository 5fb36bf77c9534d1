"""What a drafter is, and the panel that holds those which are loaded.

A drafter never changes what is said, only how fast. Its life in a reply: `begin` once, then
`propose` and `observe` in turn. It may be left out of any round, but observes every one.
"""

from collections.abc import Sequence
from typing import Protocol

from paceline.engine.policy import Plan
from paceline.engine.tokens import Draft


class Drafter(Protocol):
    """Guesses continuations of the sequence that it was told."""

    @property
    def name(self) -> str:
        """The name in provenance records and in settings."""

    def begin(self, prompt: Sequence[int]) -> None:
        """Start a reply to this prompt; cheap, no model is run."""

    def warm_up(self) -> None:
        """Do now what the first `propose` would have to do before it can guess."""

    def propose(self, limit: int) -> Draft:
        """Guess at most `limit` tokens; an empty draft where nothing is worth guessing."""

    def observe(self, said: Sequence[int]) -> None:
        """Append what the target said in a round."""


class Panel:
    """The loaded drafters as one; the plan names who guesses."""

    def __init__(self, drafters: Sequence[Drafter]) -> None:
        self._drafters = {drafter.name: drafter for drafter in drafters}

    @property
    def names(self) -> tuple[str, ...]:
        """The loaded drafters, the preferred first."""
        return tuple(self._drafters)

    def begin(self, prompt: Sequence[int], favourite: str | None) -> None:
        """Start a reply with all drafters, and warm up the one that will guess first."""
        for drafter in self._drafters.values():
            drafter.begin(prompt)
        if favourite is not None:
            self._drafters[favourite].warm_up()

    def propose(self, plan: Plan) -> Draft:
        """Let the planned drafter guess."""
        if plan.drafter is None or plan.length < 1:
            return Draft()
        return self._drafters[plan.drafter].propose(plan.length)

    def observe(self, said: Sequence[int]) -> None:
        """Tell every drafter what was said."""
        for drafter in self._drafters.values():
            drafter.observe(said)
