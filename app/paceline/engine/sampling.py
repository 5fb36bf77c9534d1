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
    """Chooses tokens; stateful, so every row is sampled once and in order."""

    def sample(self, logits: ScoreRow) -> int:
        """Return the token id that the target says at this position."""


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


class PenalizingSampler:
    """Repeat, frequency and presence penalties in front of another sampler.

    Works as llama.cpp's penalties sampler over the last `penalty_window` tokens, but touches
    only the tokens in the window instead of the whole vocabulary.
    """

    def __init__(self, inner: Sampler, sampling: Sampling, prompt: Sequence[int]) -> None:
        self._inner = inner
        self._sampling = sampling
        window = sampling.penalty_window
        self._recent: deque[int] = deque(prompt[-window:] if window else (), maxlen=window)

    def sample(self, logits: ScoreRow) -> int:
        """Return the inner sampler's choice from penalized logits, and remember it."""
        counts = Counter(self._recent)
        ids = np.fromiter(counts, np.intp, len(counts))
        repeats = np.fromiter(counts.values(), np.float32, len(counts))
        row = logits.copy()
        chosen = row[ids]
        factor = np.float32(self._sampling.repeat_penalty)
        chosen = np.where(chosen > 0, chosen / factor, chosen * factor)
        chosen -= repeats * np.float32(self._sampling.frequency_penalty)
        chosen -= np.float32(self._sampling.presence_penalty)
        row[ids] = chosen
        token = self._inner.sample(row)
        self._recent.append(token)
        return token


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
