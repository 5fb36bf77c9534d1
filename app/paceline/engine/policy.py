"""What to draft next: a policy is asked anew before every round.

It answers one question, which drafters may guess how many tokens, and sees every round's outcome.
`FixedPolicy` does what the person pinned; the governor does what pays (`governor.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from paceline.engine.tokens import Confidences
from paceline.options import DrafterChoice, Speculation
from paceline.provenance import Decision, Round

FIRST_PROBE_ROUND: Final = 1
"""The first pass of a reply still warms caches; the next ones are measured plainly."""

PROBE_EVERY_TOKENS: Final = 128
PROBES_TOGETHER: Final = 2
"""Undrafted passes per so many tokens cost below one percent and keep net gain honest. The first of
two changes the width and is dearer for it; the second is what plain decoding costs."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One drafter may guess at most `length` tokens.

    `go_on` says whether another guess behind those so far may pay, `keep` how many guesses of a
    finished draft are worth a place in the target's pass; both are told how sure the drafter was.
    """

    drafter: str
    length: int
    go_on: Callable[[Confidences], bool] = lambda _: True
    keep: Callable[[Confidences], int] = len


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is asked for guesses, in turn until one has some worth checking.

    Without attempts the pass is plain. `decision` is set where this plan differs in kind from the
    one before.
    """

    attempts: tuple[Attempt, ...] = ()
    decision: Decision | None = None


PLAIN: Final = Plan()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A guess that was not put to the target, and whether the target said it nevertheless.

    All guesses before it in its draft were right.
    """

    drafter: str
    slot: int
    confidence: float | None
    right: bool


@dataclass(frozen=True, slots=True)
class Hindsight:
    """What a round teaches beside its own guesses.

    `withheld` are drafts that were made and not put to the target: the drafter and how many
    guesses.
    """

    judged: tuple[Judgement, ...] = ()
    withheld: tuple[tuple[str, int], ...] = ()


NO_HINDSIGHT: Final = Hindsight()


class Policy(Protocol):
    """Decides before each round; told about each."""

    @property
    def drafter(self) -> str | None:
        """The drafter that will guess next, None while none will."""

    def configure(self, speculation: Speculation) -> None:
        """Follow these settings from the next round on."""

    def plan(self, room: int) -> Plan:
        """Return the plan for a round that may say at most `room` tokens, at least 1."""

    def observe(self, round_: Round, hindsight: Hindsight = NO_HINDSIGHT) -> None:
        """Learn from a finished round, and from drafts that were made and not used."""


class FixedPolicy:
    """The person's drafter and draft length, changeable between any two rounds.

    `available` names the loaded drafters, the preferred first; without a pinned length nothing is
    drafted. `probes` leaves one pass in so many undrafted, without which no gain could
    be stated.
    """

    def __init__(
        self,
        speculation: Speculation,
        available: tuple[str, ...],
        *,
        probes: bool = True,
    ) -> None:
        self._speculation = speculation
        self._available = available
        self._probes = probes
        self._probing = 0
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
        length = min(self._speculation.draft_length or 0, room - 1)
        if drafter is None or length < 1 or (self._probes and self._probing):
            return PLAIN
        return Plan((Attempt(drafter, length),))

    def observe(self, round_: Round, hindsight: Hindsight = NO_HINDSIGHT) -> None:  # noqa: ARG002 - the protocol
        """Count towards the next measuring passes; any plain pass is one."""
        plain = round_.width == 1 and round_.index >= FIRST_PROBE_ROUND
        self._until_probe = PROBE_EVERY_TOKENS if plain else self._until_probe - len(round_.tokens)
        self._probing = PROBES_TOGETHER if self._until_probe <= 0 else max(self._probing - 1, 0)
