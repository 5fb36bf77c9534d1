"""llama.cpp's truncating samplers over logits that we hand them."""

import ctypes
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from paceline.engine.llama.native import llama
from paceline.engine.tokens import Distribution, ScoreRow
from paceline.options import Sampling

_MIN_KEEP: Final = 1

_COLDEST: Final = 1e-6
"""Colder is the same choice, but its quotients overflow."""

_REACHES: Final = tuple(np.array([9, 13, 19], np.float32))
"""Logits below the best within which top-k is looked for before all are taken."""

_ROW_TYPE: Final = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class SamplerChain:
    """Top-k, top-p, min-p and temperature, in llama.cpp's order; implements `Truncation`.

    What is left is drawn from in numpy: it is little, and the draw has to be foreseeable.
    """

    def __init__(self, sampling: Sampling, vocabulary_size: int) -> None:
        chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        self._chain: Any = chain
        self._top_k = sampling.top_k
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
        self._ids = np.arange(vocabulary_size, dtype=np.int32)
        self._rows = np.zeros(vocabulary_size, _ROW_TYPE)
        self._candidates = llama.llama_token_data_array(
            data=self._rows.ctypes.data_as(ctypes.POINTER(llama.llama_token_data))
        )

    def warp(self, logits: ScoreRow) -> Distribution:
        """Return the softmax of what the chain leaves of logits of shape (vocabulary,).

        A row may be shorter. llama.cpp's own probabilities are not used: only some of its samplers
        set them.
        """
        ids = self._promising(logits)
        self._rows["id"][: len(ids)] = ids
        self._rows["logit"][: len(ids)] = logits if len(ids) == len(logits) else logits[ids]
        self._candidates.size = len(ids)
        self._candidates.selected = -1
        self._candidates.sorted = False
        llama.llama_sampler_apply(self._chain, ctypes.byref(self._candidates))
        # These samplers work in place: what is left stands in the first rows.
        left = self._rows[: self._candidates.size]
        weights = np.exp(left["logit"] - left["logit"].max())
        return Distribution(left["id"].copy(), weights / weights.sum(dtype=np.float64))

    def _promising(self, logits: ScoreRow) -> npt.NDArray[np.integer[Any]]:
        """Return the ids that top-k can leave, or a few more; all of them where it is off.

        Comparing a row is far cheaper than copying it into candidates.
        """
        if self._top_k:
            best = logits.max()
            for reach in _REACHES:
                (near,) = np.nonzero(logits >= best - reach)
                if len(near) >= self._top_k:
                    return near
        return self._ids[: len(logits)]

    def close(self) -> None:
        """Free the chain; a second call does nothing."""
        if self._chain:
            llama.llama_sampler_free(self._chain)
            self._chain = None
