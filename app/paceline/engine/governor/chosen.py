"""Follows the person: does what they pinned, and leaves the rest to the governor."""

from collections.abc import Callable

from paceline.engine.governor.governor import Governor
from paceline.engine.governor.knowledge import Knowledge
from paceline.engine.governor.tuned import Tuned
from paceline.engine.policy import NO_HINDSIGHT, FixedPolicy, Hindsight, Plan
from paceline.options import Speculation
from paceline.provenance import Round


class ChosenPolicy:
    """Implements `Policy` for one reply: fixed where a draft length is pinned, else governed.

    What the person leaves open `tuned` decides, if it was found for the pair. The governor learns
    from every round, whoever planned it; `Governor` names the arguments.
    """

    def __init__(
        self,
        speculation: Speculation,
        available: tuple[str, ...],
        lag: Callable[[str], int],
        knowledge: Knowledge,
        *,
        context_length: int,
        tuned: Tuned | None = None,
    ) -> None:
        self._tuned = tuned
        speculation = self._completed(speculation)
        self._fixed = FixedPolicy(speculation, available)
        self.governor = Governor(
            speculation, available, lag, knowledge, context_length=context_length
        )
        self._speculation = speculation

    def configure(self, speculation: Speculation) -> None:
        """Follow these settings from the next round on."""
        speculation = self._completed(speculation)
        self._speculation = speculation
        self._fixed.configure(speculation)
        self.governor.configure(speculation)

    @property
    def drafter(self) -> str | None:
        """The drafter that is worth preparing, None where none is."""
        return self._active.drafter

    def plan(self, room: int) -> Plan:
        """Return the plan for a round that may say at most `room` tokens, at least 1."""
        return self._active.plan(room)

    def observe(self, round_: Round, hindsight: Hindsight = NO_HINDSIGHT) -> None:
        """Learn from a finished round, and from drafts that were made and not used."""
        self._fixed.observe(round_, hindsight)
        self.governor.observe(round_, hindsight)

    @property
    def is_governed(self) -> bool:
        """Whether it is left open how much is guessed."""
        return self._speculation.enabled and self._speculation.draft_length is None

    @property
    def _active(self) -> FixedPolicy | Governor:
        pinned = self._speculation.draft_length is not None
        return self._fixed if pinned else self.governor

    def _completed(self, speculation: Speculation) -> Speculation:
        return self._tuned.applied(speculation) if self._tuned else speculation
