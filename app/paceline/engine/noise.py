"""Random numbers that are found by place and token instead of being used up one by one.

A sampler and whoever wants to foresee it ask for the same ones, in any order.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

_BLOCK: Final = 256
"""Places whose keys are drawn together."""

_GAMMA: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)


class Noise:
    """Independent exponential variables for every pair of place and token id.

    Each place has a random key; the numbers of its tokens are the outputs of SplitMix64 begun at
    that key (Steele, Lea and Flood 2014, "Fast Splittable Pseudorandom Number Generators").
    """

    def __init__(self, seed: int) -> None:
        self._dice = np.random.default_rng(seed)
        self._keys = np.empty(0, np.uint64)

    def exponential(self, place: int, ids: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
        """Return the variables of these tokens at one place, all above 0 and finite."""
        while place >= len(self._keys):
            fresh = self._dice.integers(2**64, size=_BLOCK, dtype=np.uint64)
            self._keys = np.concatenate((self._keys, fresh))
        state = ids.astype(np.uint64)
        state += np.uint64(1)
        state *= _GAMMA
        state += self._keys[place]
        state ^= state >> np.uint64(30)
        state *= _FIRST
        state ^= state >> np.uint64(27)
        state *= _SECOND
        state ^= state >> np.uint64(31)
        # 52 bits and a half: neither 0 nor 1 comes up, nor does anything that rounds to them.
        uniform = ((state >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
        exponential: npt.NDArray[np.float64] = -np.log(uniform)
        return exponential
