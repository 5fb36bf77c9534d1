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

from paceline.engine.policy import Hindsight, Judgement, Plan
from paceline.engine.sampling import ARGMAX, Chooser
from paceline.engine.tokens import Confidences, Draft, Outcome


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

    def forget(self) -> None:
        """Forget what other chats taught, so that the next reply is guessed as the first one is."""


class Panel:
    """The loaded drafters as one; the plan names who guesses.

    `combinations` propose by asking some of the drafters, and so are not told anything themselves.
    """

    def __init__(self, drafters: Sequence[Drafter], combinations: Sequence[Guesser] = ()) -> None:
        self._drafters = tuple(drafters)
        self._guessers: dict[str, Guesser] = {each.name: each for each in drafters}
        self._guessers |= {each.name: each for each in combinations}
        self._pending: dict[str, _Pending] = {}
        self._withheld: list[tuple[str, int]] = []

    @property
    def names(self) -> tuple[str, ...]:
        """All that can be planned, the preferred first."""
        return tuple(self._guessers)

    def lag(self, name: str) -> int:
        """Return how many tokens a drafter must still read before it can guess."""
        return sum(each.lag for each in self._drafters if each.name == name)

    def begin(self, prompt: Sequence[int], favourite: str | None) -> int:
        """Start a reply with all drafters, and warm up the one that will guess first.

        Returns how many tokens it had to read for that.
        """
        self._pending.clear()
        read = 0
        for drafter in self._drafters:
            drafter.begin(prompt)
            if drafter.name == favourite:
                read += drafter.lag
                drafter.warm_up()
        return read

    def forget(self) -> None:
        """Let every drafter forget what other chats taught it."""
        for drafter in self._drafters:
            drafter.forget()

    def propose(self, plan: Plan, choose: Chooser) -> Draft:
        """Let the planned drafters guess in turn, until a guess is worth a place in the pass."""
        catch_up_ms = decode_ms = 0.0
        kept = Draft()
        self._withheld.clear()
        for attempt in plan.attempts:
            request = Request(attempt.length, attempt.go_on, choose)
            draft = self._guessers[attempt.drafter].propose(request)
            catch_up_ms += draft.catch_up_ms
            decode_ms += draft.decode_ms
            if not draft.tokens:
                continue
            # What was drawn is tested whatever it is, or rejection sampling is not exact.
            drawn = any(draft.distributions)
            count = len(draft.tokens) if drawn else attempt.keep(draft.confidences)
            self._pending.setdefault(attempt.drafter, _Pending(draft, count))
            if count:
                kept = draft.first(count)
                break
            self._withheld.append((attempt.drafter, len(draft.tokens)))
        return replace(kept, catch_up_ms=catch_up_ms, decode_ms=decode_ms)

    def observe(self, outcome: Outcome) -> Hindsight:
        """Tell every drafter what was said; return what became of guesses not put to the target."""
        for drafter in self._drafters:
            drafter.observe(outcome)
        judged = tuple(
            judgement
            for pending in self._pending.values()
            for judgement in pending.judge(outcome.said)
        )
        self._pending = {
            name: pending for name, pending in self._pending.items() if not pending.settled
        }
        return Hindsight(judged, tuple(self._withheld))


class _Pending:
    """A draft whose guesses beyond the first `tested` are compared with what the target says.

    They cost nothing there and teach as much: whether longer drafts would pay, or drafts at all.
    """

    def __init__(self, draft: Draft, tested: int) -> None:
        self._draft = draft
        self._tested = tested
        self._right = 0
        self.settled = False

    def judge(self, said: Sequence[int]) -> list[Judgement]:
        """Compare with the next tokens said, up to the first guess that was wrong."""
        draft = self._draft
        judgements: list[Judgement] = []
        for token in said:
            slot = self._right
            if slot == len(draft.tokens):
                break
            right = draft.tokens[slot] == token
            if slot >= self._tested:
                confidence = draft.confidences[slot]
                judgements.append(Judgement(draft.drafter or "", slot, confidence, right))
            if not right:
                self.settled = True
                return judgements
            self._right += 1
        self.settled = self._right == len(draft.tokens)
        return judgements
