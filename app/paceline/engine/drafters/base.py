"""What a drafter is, and the panel that holds those which are loaded.

A drafter never changes what is said, only how fast. Its life in a reply: `begin` once, then
`propose` and `observe` in turn. It may be left out of any round, but observes every one.

The interface passes whole values, so that other kinds of drafters find their place without a new
method. A token tree adds parents to `Draft`; a drafter that reads the target's hidden states
(EAGLE, multi-token heads) finds them in `Outcome`; one that rides in the target's own batch
(lookahead) adds riders to `Draft`; one of another vocabulary translates inside `propose` and
`observe`, because only token ids of the target ever pass here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from paceline.engine.policy import Hindsight, Plan
from paceline.engine.sampling import ARGMAX, Chooser
from paceline.engine.tokens import Confidences, Draft, Outcome, common_prefix


@dataclass(frozen=True, slots=True)
class Request:
    """What a drafter is asked for: at most `limit` guesses, at least 1.

    `go_on`, told how sure the drafter was of its guesses so far, says whether one more may pay; a
    drafter to which guesses cost nothing need not ask. `choose` picks guesses from a model's
    logits; drafters without logits ignore it.
    """

    limit: int
    go_on: Callable[[Confidences], bool] = lambda _: True
    choose: Chooser = ARGMAX


class Guesser(Protocol):
    """Proposes drafts."""

    @property
    def name(self) -> str:
        """The name in provenance records and in settings."""

    def propose(self, request: Request) -> Draft:
        """Guess what comes next; an empty draft where nothing is worth guessing."""


class Drafter(Guesser, Protocol):
    """Guesses continuations of the sequence that it was told."""

    @property
    def lag(self) -> int:
        """Tokens that a model must still read before it can guess; 0 where none must."""

    def begin(self, prompt: Sequence[int]) -> None:
        """Start a reply to this prompt; cheap, no model is run."""

    def warm_up(self) -> None:
        """Do now what the first `propose` would have to do before it can guess."""

    def observe(self, outcome: Outcome) -> None:
        """Append what the target said in a round, and learn from it."""


class Panel:
    """The loaded drafters as one; the plan names who guesses.

    `combinations` propose by asking some of the drafters, and so are not told anything themselves.
    """

    def __init__(self, drafters: Sequence[Drafter], combinations: Sequence[Guesser] = ()) -> None:
        self._drafters = tuple(drafters)
        self._guessers: dict[str, Guesser] = {each.name: each for each in drafters}
        self._guessers |= {each.name: each for each in combinations}
        self._unused: list[Draft] = []

    @property
    def names(self) -> tuple[str, ...]:
        """All that can be planned, the preferred first."""
        return tuple(self._guessers)

    def lag(self, name: str) -> int:
        """Return how many tokens a drafter must still read before it can guess."""
        return sum(each.lag for each in self._drafters if each.name == name)

    def begin(self, prompt: Sequence[int], favourite: str | None) -> None:
        """Start a reply with all drafters, and warm up the one that will guess first."""
        for drafter in self._drafters:
            drafter.begin(prompt)
            if drafter.name == favourite:
                drafter.warm_up()

    def propose(self, plan: Plan, choose: Chooser) -> Draft:
        """Let the planned drafters guess in turn, until a guess is worth a place in the pass."""
        catch_up_ms = decode_ms = 0.0
        self._unused.clear()
        kept = Draft()
        for attempt in plan.attempts:
            request = Request(attempt.length, attempt.go_on, choose)
            draft = self._guessers[attempt.drafter].propose(request)
            catch_up_ms += draft.catch_up_ms
            decode_ms += draft.decode_ms
            if draft.tokens:
                # What was drawn is tested whatever it is, or rejection sampling is not exact.
                drawn = any(draft.distributions)
                kept = draft if drawn else draft.first(attempt.keep(draft.confidences))
                if kept.tokens:
                    break
                self._unused.append(draft)
        return replace(kept, catch_up_ms=catch_up_ms, decode_ms=decode_ms)

    def observe(self, outcome: Outcome) -> tuple[Hindsight, ...]:
        """Tell every drafter what was said; return how the drafts not used would have fared."""
        for drafter in self._drafters:
            drafter.observe(outcome)
        return tuple(_hindsight(draft, outcome.said) for draft in self._unused)


def _hindsight(draft: Draft, said: Sequence[int]) -> Hindsight:
    right = common_prefix(draft.tokens, said)
    judged = min(right + 1, len(draft.tokens), len(said))
    return Hindsight(draft.drafter or "", len(draft.tokens), draft.confidences, judged, right)
