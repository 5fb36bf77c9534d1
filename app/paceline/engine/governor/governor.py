"""Chooses before every round who guesses how much, so that speculation never costs speed.

It learns what passes and guesses cost (`costs.py`) and how likely guesses are right (`odds.py`),
and does what brings the most tokens for the time (`appraisal.py`). Drafters that run no model are
asked first, since asking is free; those that run one are asked where the free ones have nothing
worth checking. A drafter that does not pay rests, and is tried again when the passes since have
brought in what a trial costs, so that trials take next to nothing.
"""

from collections.abc import Callable, Sequence
from typing import Final

from paceline.engine.governor.appraisal import Appraisal
from paceline.engine.governor.explanation import Choice, explain
from paceline.engine.governor.knowledge import Knowledge
from paceline.engine.governor.odds import Odds
from paceline.engine.policy import NO_HINDSIGHT, PLAIN, Attempt, Hindsight, Plan
from paceline.engine.tokens import Confidences
from paceline.options import MAX_DRAFT_LENGTH, DrafterChoice, Speculation
from paceline.provenance import Decision, Round

FREE_DRAFTERS: Final = (
    DrafterChoice.PERSONAL.value,
    DrafterChoice.NGRAM_MAP.value,
    DrafterChoice.NGRAM.value,
    DrafterChoice.NGRAM_POOL.value,
)
"""Those that run no model: a guess costs nothing but its place in the pass."""

FIRST_TRIAL_SHARE: Final = 0.02
LEAST_TRIAL_SHARE: Final = 0.005
"""Of the time spent without a resting drafter, that may go into trying it again: half as much after
each trial in vain."""

COMBINATIONS: Final = (DrafterChoice.CASCADE.value, DrafterChoice.HIERARCHY.value)
"""Asked only where they are pinned: their drafts bear the names of those that they ask."""

TRIAL_LENGTH: Final = 2

PLAIN_EVERY_TOKENS: Final = 256
MEASURED_TOGETHER: Final = 2
"""Net gain is measured, so at the beginning and once in so many tokens two passes are plain, if
none was so of itself: the second shows what plain decoding costs, since it changes no width."""

PROMPT: Final = 0
"""Stands for the width of the pass before the first: the prompt's is like no other."""

CATCH_UP_ROUNDS: Final = 12
"""Rounds over which reading with a stale draft has to pay for itself."""

_FIRST_LENGTH: Final = 2
"""Of a drafter that was never judged."""

_ANNOUNCE_ROUNDS: Final = 16
_ANNOUNCE_STEP: Final = 2
"""A change of length is worth a sentence if it is this large, and not more often than this."""


class Governor:
    """Implements `Policy` for one reply; what it learns goes to `knowledge` and outlives it.

    `available` names the loaded drafters, `lag` tells how many tokens one would have to read first.
    A drafter pinned in `speculation` is the only one asked.
    """

    def __init__(
        self,
        speculation: Speculation,
        available: Sequence[str],
        lag: Callable[[str], int],
        knowledge: Knowledge,
        *,
        context_length: int,
    ) -> None:
        self._speculation = speculation
        self._available = tuple(available)
        self._lag = lag
        self._knowledge = knowledge
        self._context_length = context_length
        self._rounds = 0
        self._width_before = PROMPT
        self._tokens_since_plain = 0
        self._measuring = MEASURED_TOGETHER
        self._lagging: tuple[str, int] | None = None
        self._trying: str | None = None
        self._announced: Choice | None = None
        self._announced_at = 0

    def configure(self, speculation: Speculation) -> None:
        """Follow these settings from the next round on."""
        self._speculation = speculation
        self._trying = None

    @property
    def drafter(self) -> str | None:
        """The drafter that is worth preparing: it runs a model, and it pays as far as is known."""
        if not self._speculation.enabled:
            return None
        passes = self._knowledge.costs.passes(self._context_length)
        for name in self.asked():
            if name not in FREE_DRAFTERS and self._judge(name, MAX_DRAFT_LENGTH, 0, passes)[2]:
                return name
        return None

    def plan(self, room: int) -> Plan:
        """Return who is asked in the coming round, and how far each may go."""
        limit = min(MAX_DRAFT_LENGTH, room - 1)
        asked = self.asked()
        if not self._speculation.enabled or not asked or limit < 1:
            return PLAIN
        if self._measuring:
            return PLAIN
        costs = self._knowledge.costs
        passes = costs.passes_after(self._width_before, self._context_length)
        choice, attempt, value = self._costly(asked, limit, passes)
        free = (name for name in asked if name in FREE_DRAFTERS)
        promising = sorted(free, key=lambda name: -self.odds_of(name).first)
        looked_up = tuple(
            Attempt(name, limit, keep=self._keep_of(name, limit, passes, value))
            for name in promising
        )
        attempts = (*looked_up, attempt) if attempt else looked_up
        return Plan(attempts, self._decide(choice))

    def observe(self, round_: Round, hindsight: Hindsight = NO_HINDSIGHT) -> None:
        """Learn from a finished round, and from drafts that were made and not used."""
        knowledge = self._knowledge
        costs = knowledge.costs
        said = len(round_.tokens)
        costs.observe_pass(
            round_.width, self._context_length, round_.verify_ms, before=self._width_before
        )
        self._width_before = round_.width
        plain_ms = costs.plain_ms(self._context_length)
        self._learn_odds(round_, hindsight)
        self._learn_draft_costs(round_, hindsight, plain_ms)
        spent = (round_.draft_ms + round_.verify_ms + round_.sample_ms) / plain_ms
        knowledge.observe_rate(said, spent)
        self._rounds += 1
        self._context_length += said
        self._tokens_since_plain = 0 if round_.width == 1 else self._tokens_since_plain + said
        due = self._tokens_since_plain >= PLAIN_EVERY_TOKENS
        self._measuring = MEASURED_TOGETHER if due else max(self._measuring - 1, 0)

    def observe_shared(self, round_: Round, hindsight: Hindsight = NO_HINDSIGHT) -> None:
        """Learn what guesses were worth in a pass that others shared, whose price says nothing."""
        self._learn_odds(round_, hindsight)
        self._width_before = PROMPT
        self._rounds += 1
        self._context_length += len(round_.tokens)

    def asked(self) -> tuple[str, ...]:
        """Return the drafters that may be asked at all."""
        pinned = self._speculation.drafter
        if pinned != DrafterChoice.AUTO and pinned in self._available:
            return (str(pinned),)
        return tuple(name for name in self._available if name not in COMBINATIONS)

    def _asked_as(self, name: str) -> str:
        """Return under what name a draft is judged: that of the combination, if one is pinned."""
        (first, *others) = self.asked() or (name,)
        return first if not others and first in COMBINATIONS else name

    def _costly(
        self, asked: Sequence[str], limit: int, passes: Sequence[float]
    ) -> tuple[Choice, Attempt | None, float]:
        """Choose among the drafters that run a model: the best, one on trial, or none.

        Returns also the value of the round without any free drafter.
        """
        plain = 1 - self._knowledge.rate
        best: tuple[float, Choice, Attempt] | None = None
        resting: list[str] = []
        for name in asked:
            if name in FREE_DRAFTERS:
                continue
            lag = self._lag(name)
            appraisal, value, length = self._judge(name, limit, lag, passes)
            if not length:
                resting.append(name)
            elif best is None or value > best[0]:
                self._lagging = name, lag
                attempt = Attempt(
                    name, min(limit, self._careful(name)), appraisal.go_on, appraisal.keep
                )
                best = (value, self._choice(name, length, appraisal.speedup(length)), attempt)
        if best is not None:
            value, choice, attempt = best
            self._trying = None
            self._knowledge.failures = 0
            return choice, attempt, value
        trial = self._trial(resting, passes)
        if trial is not None:
            self._lagging = trial, self._lag(trial)
            length = min(limit, TRIAL_LENGTH)
            return self._choice(trial, length, 1.0), Attempt(trial, length), plain
        return self._choice(None, 0, 1.0), None, plain

    def _judge(
        self, name: str, limit: int, lag: int, passes: Sequence[float]
    ) -> tuple[Appraisal, float, int]:
        """Return how a drafter that runs a model is judged, its value and its best length."""
        costs, rate = self._knowledge.costs, self._knowledge.rate
        guess = costs.guess(name, free=False)
        appraisal = self._appraise(name, limit, passes, guess=guess, otherwise=1 - rate)
        value, length = appraisal.expected()
        value -= rate * lag * costs.read(name) / CATCH_UP_ROUNDS
        return appraisal, value, length if value > appraisal.otherwise else 0

    def _appraise(
        self, name: str, limit: int, passes: Sequence[float], *, guess: float, otherwise: float
    ) -> Appraisal:
        odds = self.odds_of(name)
        return Appraisal(
            odds=odds,
            by_place=odds.by_place(),
            passes=passes,
            guess=guess,
            rate=self._knowledge.rate,
            otherwise=otherwise,
            limit=limit,
        )

    def _keep_of(
        self, name: str, limit: int, passes: Sequence[float], otherwise: float
    ) -> Callable[[Confidences], int]:
        """Return how a draft of a free drafter is judged, if one comes: mostly none does."""

        def keep(confidences: Confidences) -> int:
            appraisal = self._appraise(name, limit, passes, guess=0.0, otherwise=otherwise)
            return appraisal.keep(confidences)

        return keep

    def _careful(self, name: str) -> int:
        """Return how far a drafter may go by what it has proved: two more for each success."""
        first = self.odds_of(name).places[0]
        return 1 + int(2 * first.accepted) if first.judged else _FIRST_LENGTH

    def _trial(self, resting: Sequence[str], passes: Sequence[float]) -> str | None:
        """Return a resting drafter whose trial has been earned, None while none has."""
        knowledge = self._knowledge
        if self._trying in resting:
            return self._trying
        costs = knowledge.costs
        share = max(LEAST_TRIAL_SHARE, FIRST_TRIAL_SHARE / 2**knowledge.failures)
        for name in resting:
            price = passes[TRIAL_LENGTH + 1] - 1 + TRIAL_LENGTH * costs.guess(name, free=False)
            price += self._lag(name) * costs.read(name)
            if knowledge.resting * share >= price:
                self._trying = name
                return name
        return None

    def _learn_odds(self, round_: Round, hindsight: Hindsight) -> None:
        if round_.drafter is not None:
            confidences = [token.draft_p for token in round_.tokens[: round_.accepted]]
            if round_.tested > round_.accepted and (ghost := round_.tokens[-1].rejected):
                confidences.append(ghost.draft_p)
            odds = self.odds_of(self._asked_as(round_.drafter))
            for slot, confidence in enumerate(confidences):
                odds.observe(slot, confidence, right=slot < round_.accepted)
        for each in hindsight.judged:
            self.odds_of(self._asked_as(each.drafter)).observe(
                each.slot, each.confidence, right=each.right
            )

    def _learn_draft_costs(self, round_: Round, hindsight: Hindsight, plain_ms: float) -> None:
        knowledge = self._knowledge
        costly = {name: count for name, count in hindsight.withheld if name not in FREE_DRAFTERS}
        if round_.drafter is not None:
            name = self._asked_as(round_.drafter)
            if name not in FREE_DRAFTERS:
                costly[name] = round_.drafted
        guessing = (round_.draft_ms - round_.catch_up_ms) / plain_ms
        for name, count in costly.items():
            knowledge.costs.observe_draft(name, count, guessing / len(costly))
        if round_.catch_up_ms and (lagging := self._lagging) is not None:
            name, behind = lagging
            read = max(1, behind - self._lag(name))
            knowledge.costs.observe_read(name, read, round_.catch_up_ms / plain_ms)
        if costly:
            if self._trying in costly:
                knowledge.failures += 1
            self._trying = None
            knowledge.resting = 0.0
        else:
            knowledge.resting += 1

    def odds_of(self, name: str) -> Odds:
        """Return what is known of a drafter's guesses."""
        return self._knowledge.odds_of(name, free=name in FREE_DRAFTERS)

    def _choice(self, drafter: str | None, length: int, speedup: float) -> Choice:
        resting = [name for name in self.asked() if name not in FREE_DRAFTERS and name != drafter]
        subject = drafter or (resting[0] if resting else None)
        return Choice(
            drafter=drafter,
            length=length,
            on_trial=drafter is not None and drafter == self._trying,
            resting=subject if drafter is None else None,
            first_chance=self.odds_of(subject).first if subject else None,
            free=any(name in FREE_DRAFTERS for name in self.asked()),
            speedup=speedup,
            plain_ms=self._knowledge.costs.plain_ms(self._context_length),
        )

    def _decide(self, choice: Choice) -> Decision | None:
        """Return the decision that is worth telling, None where all goes on as before."""
        before = self._announced
        if before is not None and choice.is_like(before):
            step = abs(choice.length - before.length)
            if step < _ANNOUNCE_STEP or self._rounds - self._announced_at < _ANNOUNCE_ROUNDS:
                return None
        self._announced, self._announced_at = choice, self._rounds
        return explain(choice)
