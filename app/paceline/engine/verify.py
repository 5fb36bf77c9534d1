"""How the target checks guesses.

Match mode: the target samples every position itself; a guess counts if it said the same. What is
said depends on the target's logits and the seed alone, so it is exact at any temperature, and the
text is the same with speculation on or off. That leaves a draft free to use the seed as well: it
guesses what the target's sample will be, noise included, if the target's logits are like its own.
What is promised is the distribution given the target's computed logits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from paceline.engine.sampling import Choice, Chooser, Probabilities, Sampler
from paceline.engine.tokens import Draft, Outcome, ScoreRow, Scores
from paceline.provenance import Origin, RejectedGuess, Token


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one pass yielded: accepted guesses, then the target's own token.

    The texts of `tokens` are still empty. There is no own token behind an accepted end token;
    `ended` says that the last token is one.
    """

    tokens: tuple[Token, ...]
    accepted: int
    tested: int
    ended: bool

    @property
    def own_token(self) -> int:
        """The last token said: sampled, and not yet in the target's KV cache unless accepted."""
        return self.tokens[-1].id


class Verifier(Protocol):
    """Decides which guesses the target agrees with; stateful, as its sampler is."""

    def chooser(self) -> Chooser:
        """Return what picks the guesses of the coming round from a draft model's logits."""

    def judge(self, draft: Draft, scores: Scores) -> Verdict:
        """Compare a draft of length k with the target's scores of shape (k + 1, vocabulary)."""


class ForeseeingChooser:
    """Guesses what the sampler is going to say."""

    def __init__(self, sampler: Sampler) -> None:
        self._sampler = sampler

    def choose(self, logits: ScoreRow, ahead: Sequence[int]) -> Choice:
        """Return what would be said if these were the target's logits."""
        row = Probabilities(logits)
        token = self._sampler.foresee(logits, ahead)
        return Choice(token, row.of(token))


class MatchVerifier:
    """Accepts a guess where the target's own sample is the same."""

    def __init__(self, sampler: Sampler, is_end: Callable[[int], bool]) -> None:
        self._sampler = sampler
        self._is_end = is_end

    def chooser(self) -> Chooser:
        """Guess what the target's sampler would say of the draft's logits."""
        return ForeseeingChooser(self._sampler)

    def judge(self, draft: Draft, scores: Scores) -> Verdict:
        """Sample row by row up to the first disagreement or an end token."""
        return read_verdict(draft, scores, self._is_end, lambda _, row: self._sampler.sample(row))


def read_verdict(
    draft: Draft,
    scores: Scores,
    is_end: Callable[[int], bool],
    say: Callable[[int, ScoreRow], int],
) -> Verdict:
    """Let `say` speak row by row, up to the first guess that it does not say or an end token.

    It is told the slot and the row, which in the slot behind the last guess has none to compare.
    """
    said: list[Token] = []
    for slot, guess in enumerate(draft.tokens):
        row = Probabilities(scores[slot])
        token = say(slot, row.logits)
        if token != guess:
            said.append(_corrected(token, row, draft, slot))
            return Verdict(tuple(said), slot, slot + 1, is_end(token))
        said.append(_drafted(token, row, draft, slot))
        if is_end(token):
            return Verdict(tuple(said), slot + 1, slot + 1, ended=True)
    count = len(draft.tokens)
    row = Probabilities(scores[count])
    token = say(count, row.logits)
    said.append(_undrafted(token, row, draft))
    return Verdict(tuple(said), count, count, is_end(token))


def outcome(draft: Draft, verdict: Verdict) -> Outcome:
    """Return what the drafters are told of a round."""
    return Outcome(
        tuple(token.id for token in verdict.tokens),
        draft.drafter,
        len(draft.tokens),
        verdict.accepted,
    )


def _drafted(token: int, row: Probabilities, draft: Draft, slot: int) -> Token:
    """Return the record of an accepted guess."""
    return Token(
        token,
        "",
        Origin.DRAFTED,
        row.of(token),
        row.margin(),
        drafter=draft.drafter,
        slot=slot,
        draft_p=draft.confidences[slot],
    )


def _corrected(token: int, row: Probabilities, draft: Draft, slot: int) -> Token:
    """Return the record of what the target said in place of the guess in `slot`."""
    guess = draft.tokens[slot]
    ghost = RejectedGuess(guess, "", draft.confidences[slot], row.of(guess))
    return Token(token, "", Origin.CORRECTED, row.of(token), row.margin(), rejected=ghost)


def _undrafted(token: int, row: Probabilities, draft: Draft) -> Token:
    """Return the record of the target's own token behind an accepted draft, or without one."""
    origin = Origin.BONUS if draft.tokens else Origin.PLAIN
    return Token(token, "", origin, row.of(token), row.margin())
