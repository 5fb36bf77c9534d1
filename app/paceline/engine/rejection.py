"""Speculative sampling proper: a guess is accepted with probability min(1, p/q).

Idea (Leviathan et al. 2023; Chen et al. 2023): the draft draws its guess from its own distribution
q, the target accepts it with probability min(1, p/q), and in place of a refused guess something is
drawn from max(0, p - q), normalised. Over both ways the target's distribution p comes out exactly.
A guess is accepted with probability sum(min(p, q)), and no rule that leaves p as it is can accept
more. Match mode comes close to it and leaves a seed its text.

Both p and q have gone through all of the person's settings, so what is exact is the distribution
that match mode samples from. The text of a seed depends on the drafts here.

What may look at a guess that was drawn: what is guessed after it. What may not: whether it is
tested. Dropping an unlikely guess untested would leave q's likely ones over-represented.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from paceline.engine.sampling import Choice, Chooser, Probabilities, Sampler
from paceline.engine.tokens import Distribution, Draft, ScoreRow, Scores
from paceline.engine.verify import Verdict, read_verdict


class DrawingChooser:
    """Draws guesses as the target would, from a draft model's logits."""

    def __init__(self, sampler: Sampler, dice: np.random.Generator) -> None:
        self._sampler = sampler
        self._dice = dice

    def choose(self, logits: ScoreRow, ahead: Sequence[int]) -> Choice:
        """Return a guess with what it was drawn from."""
        row = Probabilities(logits)
        distribution = self._sampler.warp(logits, ahead)
        token = draw(distribution, self._dice)
        return Choice(token, row.of(token), distribution)


class RejectionVerifier:
    """Accepts a drawn guess with probability min(1, p/q).

    A guess that nothing was drawn for is certain: q is 1. Drafts and verdicts have random streams
    of their own, and what follows an accepted draft comes from the sampler's.
    """

    def __init__(self, sampler: Sampler, is_end: Callable[[int], bool], seed: int) -> None:
        self._sampler = sampler
        self._is_end = is_end
        self._draft_dice, self._verdict_dice = np.random.default_rng(seed).spawn(2)

    def chooser(self) -> Chooser:
        """Draw: a guess must come from the distribution that it is judged by."""
        return DrawingChooser(self._sampler, self._draft_dice)

    def judge(self, draft: Draft, scores: Scores) -> Verdict:
        """Try guess by guess up to the first rejection or an end token."""

        def say(slot: int, row: ScoreRow) -> int:
            if slot == len(draft.tokens):
                return self._sampler.sample(row)
            q = draft.distributions[slot] if draft.distributions else None
            token = self._verdict(draft.tokens[slot], self._sampler.warp(row), q)
            self._sampler.remember(token)
            return token

        return read_verdict(draft, scores, self._is_end, say)

    def _verdict(self, guess: int, p: Distribution, q: Distribution | None) -> int:
        """Return the guess, or what is said in its place."""
        q = certain(guess) if q is None else q
        if self._verdict_dice.random() * probability(q, guess) < probability(p, guess):
            return guess
        rest = residual(p, q)
        # Nothing is left where p is q: only rounding can have refused the guess.
        return guess if rest is None else draw(rest, self._verdict_dice)


def certain(token: int) -> Distribution:
    """Return the distribution of a token that is not left to chance."""
    return Distribution(np.array([token], np.int32), np.ones(1))


def probability(distribution: Distribution, token: int) -> float:
    """Return the probability of one token."""
    return float(distribution.probabilities[distribution.ids == token].sum())


def draw(distribution: Distribution, dice: np.random.Generator) -> int:
    """Return a token id, drawn with one random number."""
    heights = distribution.probabilities.cumsum()
    place = int(heights.searchsorted(dice.random() * heights[-1], side="right"))
    return int(distribution.ids[min(place, len(heights) - 1)])


def residual(p: Distribution, q: Distribution) -> Distribution | None:
    """Return max(0, p - q), normalised; None where nothing of p lies above q.

    The two may hold other ids, in other orders.
    """
    rest = np.maximum(p.probabilities - _aligned(q, p), 0)
    total = rest.sum()
    return Distribution(p.ids, rest / total) if total > 0 else None


def _aligned(source: Distribution, like: Distribution) -> npt.NDArray[np.float64]:
    """Return the probabilities that `source` gives to the ids of `like`."""
    # Zeroed pages that are never touched cost nothing, so this is as cheap as the candidates are.
    dense = np.zeros(1 + max(int(source.ids.max()), int(like.ids.max())))
    dense[source.ids] = source.probabilities
    return dense[like.ids]
