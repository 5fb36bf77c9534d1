"""Which token the target says, given its logits and the person's sampling settings."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from paceline.engine.noise import Noise
from paceline.engine.tokens import Distribution, ScoreRow
from paceline.errors import AppError, ErrorCode
from paceline.options import Sampling


class Sampler(Protocol):
    """The person's sampling settings at work; stateful, so rows are taken in order."""

    def sample(self, logits: ScoreRow) -> int:
        """Return the token id that the target says at this position, and remember it."""

    def foresee(self, logits: ScoreRow, ahead: Sequence[int] = ()) -> int:
        """Return what `sample` would say of these logits once `ahead` had been said.

        Changes nothing. The row may be shorter than the target's, as a draft model's is.
        """

    def warp(self, logits: ScoreRow, ahead: Sequence[int] = ()) -> Distribution:
        """Return the distribution that such a sample would follow; changes nothing either."""

    def remember(self, token: int) -> None:
        """Note a token that was said without `sample`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A guess, the model's probability for it, and what it was drawn from, if it was drawn."""

    token: int
    confidence: float
    distribution: Distribution | None = None


class Chooser(Protocol):
    """Picks a draft's guesses from a draft model's logits."""

    def choose(self, logits: ScoreRow, ahead: Sequence[int]) -> Choice:
        """Return the guess behind those `ahead` in the draft; logits of shape (vocabulary,)."""


class ArgmaxChooser:
    """Guesses what is most probable."""

    def choose(self, logits: ScoreRow, ahead: Sequence[int]) -> Choice:  # noqa: ARG002 - the protocol
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

    def foresee(self, logits: ScoreRow, ahead: Sequence[int] = ()) -> int:  # noqa: ARG002 - the protocol
        """Return the argmax."""
        return int(logits.argmax())

    def warp(self, logits: ScoreRow, ahead: Sequence[int] = ()) -> Distribution:  # noqa: ARG002 - the protocol
        """Return certainty of the argmax."""
        return Distribution(np.array([logits.argmax()], np.int32), np.ones(1))

    def remember(self, token: int) -> None:
        """Nothing depends on what was said."""


class Truncation(Protocol):
    """What the settings leave of a model's logits."""

    def warp(self, logits: ScoreRow) -> Distribution:
        """Return the tokens that may be said, with their probabilities."""


_MANY: Final = 1024
"""Candidates above which the rare ones draw one lot together; no truncation leaves so many."""

_RARE: Final = 1e-5
"""Of the greatest probability. So unlikely a token, a draft would hardly foresee anyway."""

_REST: Final = np.array([-1, -2], np.int32)
"""No tokens: the lot of all rare ones, and which of them it falls to."""


class DrawingSampler:
    """Draws from what a truncation leaves; the noise hangs on the seed, the place and the token.

    Gumbel-max sampling: of all candidates, the one whose probability over its own exponential noise
    is greatest. The draw follows the distribution exactly, and a model with like probabilities,
    given the same noise, almost always says the same. So a draft can foresee what chance will make
    of the target's logits, while the seed alone decides what that is (Daliri, Musco and Suresh
    2024, "Coupling without Communication and Drafter-Invariant Speculative Decoding").
    """

    def __init__(self, truncation: Truncation, seed: int) -> None:
        self._truncation = truncation
        self._noise = Noise(seed)
        self._place = 0

    def sample(self, logits: ScoreRow) -> int:
        """Draw a token and go on to the next place."""
        token = self.foresee(logits)
        self._place += 1
        return token

    def foresee(self, logits: ScoreRow, ahead: Sequence[int] = ()) -> int:
        """Return what would be drawn from these logits so many places ahead."""
        left = self._truncation.warp(logits)
        place = self._place + len(ahead)
        likely = left
        if len(left.ids) > _MANY:
            (found,) = np.nonzero(left.probabilities >= left.probabilities.max() * _RARE)
            likely = Distribution(left.ids[found], left.probabilities[found])
        lots = likely.probabilities / self._noise.exponential(place, likely.ids)
        winner = int(lots.argmax())
        if likely is not left:
            rest = max(0.0, 1 - float(likely.probabilities.sum()))
            its_lot, which = self._noise.exponential(place, _REST)
            if rest / its_lot > lots[winner]:
                return self._rare(left, rest, float(np.exp(-which)))
        return int(likely.ids[winner])

    def _rare(self, left: Distribution, total: float, share: float) -> int:
        """Return the token at this share of what all rare ones have in `total`."""
        (rare,) = np.nonzero(left.probabilities < left.probabilities.max() * _RARE)
        heights = left.probabilities[rare].cumsum()
        place = int(heights.searchsorted(share * total))
        return int(left.ids[rare[min(place, len(rare) - 1)]])

    def warp(self, logits: ScoreRow, ahead: Sequence[int] = ()) -> Distribution:  # noqa: ARG002 - the protocol
        """Return what the truncation leaves."""
        return self._truncation.warp(logits)

    def remember(self, token: int) -> None:  # noqa: ARG002 - the protocol
        """Go on to the next place."""
        self._place += 1


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

    def foresee(self, logits: ScoreRow, ahead: Sequence[int] = ()) -> int:
        """Return what the inner sampler foresees of penalized logits."""
        return self._inner.foresee(self._penalized(logits, ahead), ahead)

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


def make_sampler(
    sampling: Sampling, prompt: Sequence[int], truncation: Truncation | None, seed: int
) -> Sampler:
    """Build the person's sampler; without a `truncation` it is greedy, as at temperature 0."""
    sampler = GreedySampler() if truncation is None else DrawingSampler(truncation, seed)
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
