"""Decides how much a reply guesses while others are written in the same passes.

A reply that is alone is governed as in a chat. Among others a guess costs everybody's time, so it
is worth it only while its chance exceeds what that time brings to all of them (`crowd.py`).
"""

from collections.abc import Callable

from paceline.engine.batching.crowd import Crowd
from paceline.engine.governor.appraisal import Appraisal
from paceline.engine.governor.chosen import ChosenPolicy
from paceline.engine.governor.governor import FREE_DRAFTERS
from paceline.engine.policy import NO_HINDSIGHT, PLAIN, Attempt, Hindsight, Plan
from paceline.engine.tokens import Confidences
from paceline.options import MAX_DRAFT_LENGTH, Speculation
from paceline.provenance import Round


class SharedPolicy:
    """Implements `Policy` for one of the replies of a crowd.

    `chosen` is what the reply would follow alone; what is pinned there is done among others too.
    `was_alone` says whether nobody had a part in the passes of the last round.
    """

    def __init__(self, chosen: ChosenPolicy, crowd: Crowd, was_alone: Callable[[], bool]) -> None:
        self._chosen = chosen
        self._crowd = crowd
        self._was_alone = was_alone

    def configure(self, speculation: Speculation) -> None:
        """Follow these settings from the next round on."""
        self._chosen.configure(speculation)

    @property
    def drafter(self) -> str | None:
        """The drafter that is worth preparing, None where none is."""
        if self._alone or not self._chosen.is_governed:
            return self._chosen.drafter
        return self._costly()[0]

    def plan(self, room: int) -> Plan:
        """Return the plan for a round that may say at most `room` tokens, at least 1."""
        if self._alone or not self._chosen.is_governed:
            return self._chosen.plan(room)
        limit = min(MAX_DRAFT_LENGTH, room - 1)
        if limit < 1:
            return PLAIN
        costly, length, rate = self._costly()
        governor = self._chosen.governor
        attempts = [
            Attempt(name, limit, keep=self._judge(name, limit, rate).keep)
            for name in sorted(
                (name for name in governor.asked() if name in FREE_DRAFTERS),
                key=lambda name: -governor.odds_of(name).first,
            )
        ]
        if costly is not None:
            judge = self._judge(costly, limit, rate)
            attempts.append(Attempt(costly, min(limit, length), judge.go_on, judge.keep))
        return Plan(tuple(attempts))

    def observe(self, round_: Round, hindsight: Hindsight = NO_HINDSIGHT) -> None:
        """Learn from a finished round, and from drafts that were made and not used."""
        if self._was_alone():
            self._chosen.observe(round_, hindsight)
        else:
            self._chosen.governor.observe_shared(round_, hindsight)

    @property
    def _alone(self) -> bool:
        return self._crowd.size <= 1

    def _costly(self) -> tuple[str | None, int, float]:
        """Return the drafter with a model that pays for all, its length, and the common rate."""
        best: tuple[str | None, int, float] = None, 0, self._crowd.rate(())[0]
        for name in self._chosen.governor.asked():
            if name not in FREE_DRAFTERS:
                rate, length = self._crowd.rate(self._chosen.governor.odds_of(name).by_place())
                if length and rate > best[2]:
                    best = name, length, rate
        return best

    def _judge(self, name: str, limit: int, rate: float) -> "_Judge":
        return _Judge(self._chosen, self._crowd, name, limit, rate)


class _Judge:
    """Weighs a draft once there is one: mostly a free drafter has none."""

    def __init__(
        self, chosen: ChosenPolicy, crowd: Crowd, name: str, limit: int, rate: float
    ) -> None:
        self._chosen = chosen
        self._crowd = crowd
        self._name = name
        self._limit = limit
        self._rate = rate

    def go_on(self, confidences: Confidences) -> bool:
        """Whether another guess behind these may pay."""
        return self._appraisal().go_on(confidences)

    def keep(self, confidences: Confidences) -> int:
        """Return how many of these guesses are worth a place in the pass."""
        return self._appraisal().keep(confidences)

    def _appraisal(self) -> Appraisal:
        odds = self._chosen.governor.odds_of(self._name)
        free = self._name in FREE_DRAFTERS
        return Appraisal(
            odds=odds,
            by_place=odds.by_place(),
            passes=self._crowd.passes(self._limit + 1),
            guess=0.0 if free else self._crowd.guess(),
            rate=self._rate,
            otherwise=1 - self._rate,
            limit=self._limit,
        )
