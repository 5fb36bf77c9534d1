"""llama.cpp's sampler chain over logits that we hand it."""

import ctypes
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from paceline.engine.llama.native import llama
from paceline.engine.tokens import Distribution, ScoreRow
from paceline.options import Sampling

_MIN_KEEP: Final = 1

_COLDEST: Final = 1e-6
"""Colder is the same choice, but its quotients overflow."""

_ROW_TYPE: Final = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class SamplerChain:
    """Top-k, top-p, min-p, temperature and a seeded draw, in llama.cpp's order.

    Exactly one random number is drawn for each token, however many candidates are left, so the
    same seed gives the same text with speculation on or off. The draw stands beside the chain,
    because what it draws from is asked for alone too.
    """

    def __init__(self, sampling: Sampling, seed: int, vocabulary_size: int) -> None:
        chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        self._chain: Any = chain
        if sampling.top_k:
            llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_top_k(sampling.top_k))
        if sampling.top_p < 1:
            llama.llama_sampler_chain_add(
                chain, llama.llama_sampler_init_top_p(sampling.top_p, _MIN_KEEP)
            )
        if sampling.min_p > 0:
            llama.llama_sampler_chain_add(
                chain, llama.llama_sampler_init_min_p(sampling.min_p, _MIN_KEEP)
            )
        temperature = max(sampling.temperature, _COLDEST)
        llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_temp(temperature))
        self._draw: Any = llama.llama_sampler_init_dist(seed)
        self._ids = np.arange(vocabulary_size, dtype=np.int32)
        self._rows = np.zeros(vocabulary_size, _ROW_TYPE)
        self._candidates = llama.llama_token_data_array(
            data=self._rows.ctypes.data_as(ctypes.POINTER(llama.llama_token_data))
        )

    def sample(self, logits: ScoreRow) -> int:
        """Draw the next token id from logits of shape (vocabulary,)."""
        self._truncate(logits)
        llama.llama_sampler_apply(self._draw, ctypes.byref(self._candidates))
        return int(self._rows["id"][self._candidates.selected])

    def warp(self, logits: ScoreRow, ahead: Sequence[int] = ()) -> Distribution:  # noqa: ARG002
        """Return the softmax of what the chain leaves of the logits; draws nothing.

        llama.cpp's own probabilities are not used: only some of its samplers set them.
        """
        self._truncate(logits)
        left = self._rows[: self._candidates.size]
        logits_left = left["logit"].astype(np.float64)
        weights = np.exp(logits_left - logits_left.max())
        return Distribution(left["id"].copy(), weights / weights.sum())

    def remember(self, token: int) -> None:
        """Nothing in this chain depends on what was said."""

    def _truncate(self, logits: ScoreRow) -> None:
        """Leave in the first `size` rows what may be drawn; these samplers work in place."""
        size = len(logits)
        self._rows["id"][:size] = self._ids[:size]
        self._rows["logit"][:size] = logits
        self._candidates.size = size
        self._candidates.selected = -1
        self._candidates.sorted = False
        llama.llama_sampler_apply(self._chain, ctypes.byref(self._candidates))

    def close(self) -> None:
        """Free the chain; a second call does nothing."""
        if self._chain:
            llama.llama_sampler_free(self._chain)
            llama.llama_sampler_free(self._draw)
            self._chain = None
