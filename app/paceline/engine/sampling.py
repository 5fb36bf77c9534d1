"""Which token the target says, given its logits and the person's sampling settings."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from paceline.engine.tokens import Distribution, ScoreRow
from paceline.errors import AppError, ErrorCode
from paceline.options import Sampling


class Sampler(Protocol):
    """The person's sampling settings at work; stateful, so rows are taken in order."""

    def sample(self, logits: ScoreRow) -> int:
        """Return the token id that the target says at this position, and remember it."""

    def warp(self, logits: ScoreRow, ahead: Sequence[int] = ()) -> Distribution:
        """Return what `sample` would draw from if `ahead` had been said as well.

        Changes nothing. The row may be shorter than the target's, as a draft model's is.
        """

    def remember(self, token: int) -> None:
        """Note a token that was said without `sample`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A guess, the model's probability for it, and what it was drawn from, if it was drawn."""

    token: int
    confidence: float
    distribution: Distribution | None = None


class Chooser(Protocol):
    """Picks a draft's guesses, first to last, from a draft model's logits."""

    def choose(self, logits: ScoreRow) -> Choice:
        """Return the next guess, given logits of shape (vocabulary,)."""


class ArgmaxChooser:
    """Guesses what is most probable."""

    def choose(self, logits: ScoreRow) -> Choice:
        """Return the argmax."""
        token = int(logits.argmax())
        return Choice(token, Probabilities(logits).of(token))


ARGMAX: Final = ArgmaxChooser()


class GreedySampler:
    """Says the most probable token.

    numpy's argmax is some thirty times cheaper than llama.cpp's greedy sampler, which copies
    the row into candidates first.
    """

    def sample(self, logits: ScoreRow) -> int:
        """Return the argmax."""
        return int(logits.argmax())

    def warp(self, logits: ScoreRow, ahead: Sequence[int] = ()) -> Distribution:  # noqa: ARG002
        """Return certainty of the argmax."""
        return Distribution(np.array([logits.argmax()], np.int32), np.ones(1))

    def remember(self, token: int) -> None:
        """Nothing depends on what was said."""


class PenalizingSampler:
    """Repeat, frequency and presence penalties in front of another sampler.

    Works as llama.cpp's penalties sampler over the last `penalty_window` tokens, but touches
    only the tokens in the window instead of the whole vocabulary.
    """

    def __init__(self, inner: Sampler, sampling: Sampling, prompt: Sequence[int]) -> None:
        self._inner = inner
        self._sampling = sampling
        self._recent: deque[int] = deque(prompt, maxlen=sampling.penalty_window)

    def sample(self, logits: ScoreRow) -> int:
        """Return the inner sampler's choice from penalized logits, and remember it."""
        token = self._inner.sample(self._penalized(logits, ()))
        self._recent.append(token)
        return token

    def warp(self, logits: ScoreRow, ahead: Sequence[int] = ()) -> Distribution:
        """Return what the inner sampler makes of penalized logits."""
        return self._inner.warp(self._penalized(logits, ahead), ahead)

    def remember(self, token: int) -> None:
        """Penalize the token from now on."""
        self._inner.remember(token)
        self._recent.append(token)

    def _penalized(self, logits: ScoreRow, ahead: Sequence[int]) -> ScoreRow:
        """Return a copy in which what lies in the window is less likely."""
        recent = deque(self._recent, maxlen=self._recent.maxlen)
        recent.extend(ahead)
        counts = Counter(recent)
        ids = np.fromiter(counts, np.intp, len(counts))
        repeats = np.fromiter(counts.values(), np.float32, len(counts))
        held = ids < len(logits)
        ids, repeats = ids[held], repeats[held]
        row = logits.copy()
        chosen = row[ids]
        factor = np.float32(self._sampling.repeat_penalty)
        chosen = np.where(chosen > 0, chosen / factor, chosen * factor)
        chosen -= repeats * np.float32(self._sampling.frequency_penalty)
        chosen -= np.float32(self._sampling.presence_penalty)
        row[ids] = chosen
        return row


def make_sampler(sampling: Sampling, prompt: Sequence[int], stochastic: Sampler | None) -> Sampler:
    """Build the person's sampler; `stochastic` draws above temperature 0, None is greedy."""
    sampler = stochastic or GreedySampler()
    penalizes = (
        sampling.repeat_penalty != 1
        or sampling.frequency_penalty != 0
        or sampling.presence_penalty != 0
    )
    return (
        PenalizingSampler(sampler, sampling, prompt)
        if penalizes and sampling.penalty_window
        else sampler
    )


class Probabilities:
    """One row of logits with its softmax at temperature 1, normalised once.

    Raises `AppError` where the logits are no numbers: nothing could be chosen from them.
    """

    def __init__(self, logits: ScoreRow) -> None:
        best = int(logits.argmax())
        peak = logits[best]
        if not np.isfinite(peak):
            raise AppError(ErrorCode.DECODE_FAILED, "the model computed no valid probabilities")
        self.logits = logits
        self._best = best
        self._log_total = peak + np.log(np.exp(logits - peak).sum())

    def margin(self) -> float:
        """Return the best logit less the second best."""
        peak = self.logits[self._best]
        self.logits[self._best] = -np.inf
        second = self.logits.max()
        self.logits[self._best] = peak
        return float(peak - second)

    def of(self, token: int) -> float:
        """Return the probability of one token, 0 to 1; an id beyond the row has none."""
        if token >= len(self.logits):
            return 0.0
        return float(np.exp(self.logits[token] - self._log_total))
