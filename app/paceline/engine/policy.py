"""What to draft next: the person's wish, read anew before every round.

A policy answers one question per round, which drafter may guess how many tokens, and sees every
round's outcome. `FixedPolicy` follows the person's settings and only adds the measuring passes
without which no gain could be stated.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from paceline.options import DrafterChoice, Speculation
from paceline.provenance import Round

FIRST_PROBE_ROUND: Final = 1
"""The first pass of a reply still warms caches; the second one is measured plainly."""

PROBE_EVERY_TOKENS: Final = 64
"""One undrafted pass per so many tokens costs below one percent and keeps net gain honest."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Who may guess, and how many tokens; length 0 means a plain pass."""

    drafter: str | None
    length: int


NO_DRAFT: Final = Plan(None, 0)


class Policy(Protocol):
    """Decides before each round; told about each."""

    @property
    def drafter(self) -> str | None:
        """The drafter that will guess next, None while none will."""

    def configure(self, speculation: Speculation) -> None:
        """Follow these settings from the next round on."""

    def plan(self, room: int) -> Plan:
        """Return the plan for a round that may say at most `room` tokens, at least 1."""

    def observe(self, round_: Round) -> None:
        """Learn from a finished round."""


class FixedPolicy:
    """The person's drafter and draft length, changeable between any two rounds.

    `available` names the loaded drafters, the preferred first.
    """

    def __init__(self, speculation: Speculation, available: tuple[str, ...]) -> None:
        self._speculation = speculation
        self._available = available
        self._rounds = 0
        self._until_probe = 0

    def configure(self, speculation: Speculation) -> None:
        """Follow these settings from the next round on."""
        self._speculation = speculation

    @property
    def drafter(self) -> str | None:
        """The drafter in use, None while speculation is off."""
        wish = self._speculation
        if not wish.enabled or not self._available:
            return None
        if wish.drafter != DrafterChoice.AUTO and wish.drafter in self._available:
            return str(wish.drafter)
        return self._available[0]

    def plan(self, room: int) -> Plan:
        """Return the person's choice, or a plain pass where one is due for measuring."""
        drafter = self.drafter
        length = min(self._speculation.draft_length, room - 1)
        due = self._rounds >= FIRST_PROBE_ROUND and self._until_probe <= 0
        if drafter is None or length < 1 or due:
            return NO_DRAFT
        return Plan(drafter, length)

    def observe(self, round_: Round) -> None:
        """Count towards the next measuring pass; any plain pass is one."""
        self._rounds += 1
        plain = round_.width == 1 and round_.index >= FIRST_PROBE_ROUND
        self._until_probe = PROBE_EVERY_TOKENS if plain else self._until_probe - len(round_.tokens)
