"""The person's sampling settings written out in numpy, apart from the program's own code."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from paceline.options import Sampling


def shares(logits: np.ndarray, sampling: Sampling, history: Sequence[int] = ()) -> np.ndarray:
    """Return the probability of every token: penalties, top-k, top-p, min-p, temperature."""
    row = logits.astype(np.float64)
    window = history[len(history) - min(sampling.penalty_window, len(history)) :]
    for token, count in Counter(window).items():
        factor = sampling.repeat_penalty
        row[token] = row[token] / factor if row[token] > 0 else row[token] * factor
        row[token] -= count * sampling.frequency_penalty + sampling.presence_penalty
    ranked = np.argsort(-row, kind="stable")
    kept = ranked[: sampling.top_k] if sampling.top_k else ranked
    whole = np.exp(row[kept] - row[kept[0]])
    whole /= whole.sum()
    if sampling.top_p < 1:
        kept = kept[: 1 + int((whole.cumsum() < sampling.top_p).sum())]
    kept = kept[whole[: len(kept)] >= whole[0] * sampling.min_p]
    weights = np.exp((row[kept] - row[kept[0]]) / sampling.temperature)
    result = np.zeros(len(row))
    result[kept] = weights / weights.sum()
    return result
