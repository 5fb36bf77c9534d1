"""llama.cpp's sampler chain over logits that we hand it."""

import ctypes
from typing import Any, Final

import numpy as np

from paceline.engine.llama.native import llama
from paceline.engine.tokens import ScoreRow
from paceline.options import Sampling

_MIN_KEEP: Final = 1
_ROW_TYPE: Final = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class SamplerChain:
    """Top-k, top-p, min-p, temperature and a seeded draw, in llama.cpp's order.

    Exactly one random number is drawn for each token, however many candidates are left, so the
    same seed gives the same text with speculation on or off.
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
        llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_temp(sampling.temperature))
        llama.llama_sampler_chain_add(chain, llama.llama_sampler_init_dist(seed))
        self._ids = np.arange(vocabulary_size, dtype=np.int32)
        self._rows = np.zeros(vocabulary_size, _ROW_TYPE)
        self._candidates = llama.llama_token_data_array(
            data=self._rows.ctypes.data_as(ctypes.POINTER(llama.llama_token_data))
        )

    def sample(self, logits: ScoreRow) -> int:
        """Draw the next token id from logits of shape (vocabulary,)."""
        self._rows["id"] = self._ids
        self._rows["logit"] = logits
        self._candidates.size = len(self._rows)
        self._candidates.selected = -1
        self._candidates.sorted = False
        llama.llama_sampler_apply(self._chain, ctypes.byref(self._candidates))
        return int(self._candidates.data[self._candidates.selected].id)

    def close(self) -> None:
        """Free the chain; a second call does nothing."""
        if self._chain:
            llama.llama_sampler_free(self._chain)
            self._chain = None
