"""A model without weights: its logits are a fixed function of the tokens before."""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from paceline.engine.sampling import DrawingSampler
from paceline.engine.tokens import Distribution, ReadProgress, Scores
from paceline.errors import AppError, Cancelled, ErrorCode

VOCABULARY = 24
END = 0

Language = Callable[[Sequence[int]], np.ndarray]


def language(seed: int, *, memory: int = 3, sharpness: float = 3.0) -> Language:
    """Return logits of shape (VOCABULARY,) that depend on the last `memory` tokens."""

    @cache
    def row_behind(recent: tuple[int, ...]) -> np.ndarray:
        key = repr((seed, recent)).encode()
        dice = np.random.default_rng(int.from_bytes(hashlib.sha256(key).digest()[:8], "big"))
        row = dice.normal(0, sharpness, VOCABULARY).astype(np.float32)
        row[END] -= 4
        return row

    return lambda before: row_behind(tuple(before[-memory:])).copy()


def blend(first: Language, second: Language, share: float) -> Language:
    """Mix two languages: share 0 is the first alone."""
    return lambda before: (1 - share) * first(before) + share * second(before)


class ScriptedContext:
    """Implements `KvContext` strictly: what llama.cpp would abort on is an assertion here."""

    def __init__(
        self,
        speech: Language,
        *,
        capacity: int = 512,
        max_outputs: int = 17,
        can_shift: bool = True,
    ) -> None:
        self._speech = speech
        self._can_shift = can_shift
        self._capacity = capacity
        self._max_outputs = max_outputs
        self._tokens: list[int] = []
        self.decoded: list[int] = []
        self.widths: list[int] = []
        self.fail_with: list[AppError | Cancelled] = []
        self.kept_on_failure: int | None = 0

    @property
    def tokens(self) -> Sequence[int]:
        return self._tokens

    @property
    def capacity(self) -> int:
        return self._capacity

    def rewind(self, length: int) -> None:
        assert length >= 0
        del self._tokens[length:]

    def checkpoint(self, *, lasting: bool = False) -> None:
        """Nothing to do: any tail can be forgotten."""

    @property
    def can_shift(self) -> bool:
        return self._can_shift

    def drop(self, start: int, end: int) -> None:
        assert self._can_shift
        assert 0 <= start <= end <= len(self._tokens)
        del self._tokens[start:end]

    def decode(
        self, tokens: Sequence[int], *, outputs: int, progress: ReadProgress | None = None
    ) -> Scores:
        assert tokens, "an empty batch"
        assert all(0 <= token < VOCABULARY for token in tokens)
        assert outputs <= min(len(tokens), self._max_outputs)
        if self.fail_with:
            self._break_off(tokens)
            raise self.fail_with.pop(0)
        if len(self._tokens) + len(tokens) > self._capacity:
            raise AppError(ErrorCode.DECODE_FAILED, "the context is full")
        rows = []
        for index, token in enumerate(tokens):
            self._tokens.append(token)
            if index >= len(tokens) - outputs:
                rows.append(self._speech(self._tokens))
        self.decoded.extend(tokens)
        self.widths.append(len(tokens))
        if progress is not None:
            progress(len(tokens), len(tokens))
        return np.array(rows, np.float32).reshape(outputs, VOCABULARY)

    def _break_off(self, tokens: Sequence[int]) -> None:
        """Keep a part of the batch, as the contract allows; None loses the whole cache."""
        if self.kept_on_failure is None:
            self._tokens.clear()
        else:
            self._tokens.extend(tokens[: self.kept_on_failure])


class ScriptedBranches:
    """Implements `Branches` over a context's text; `living` are those that have not ended."""

    def __init__(self, speech: Language, held: Sequence[int], count: int, length: int) -> None:
        self._speech = speech
        self._texts = [list(held) for _ in range(count)]
        self._longest = len(held) + length
        self.living = set(range(count))
        self.widths: list[int] = []
        self.fail_with: list[AppError | Cancelled] = []
        self.closes = 0

    def begin(self, last: int) -> np.ndarray:
        for text in self._texts:
            text.append(last)
        return self._speech(self._texts[0])

    def step(self, said: Sequence[tuple[int, int]]) -> Scores:
        assert not self.closes
        if self.fail_with:
            raise self.fail_with.pop(0)
        for branch, token in said:
            assert branch in self.living
            self._texts[branch].append(token)
            assert len(self._texts[branch]) <= self._longest
        self.widths.append(len(said))
        rows = [self._speech(self._texts[branch]) for branch, _ in said]
        return np.array(rows, np.float32)

    def end(self, branch: int) -> None:
        self.living.remove(branch)

    def close(self) -> None:
        self.closes += 1


class Softmax:
    """Implements `Truncation`: leaves everything, at temperature 1."""

    def warp(self, logits: np.ndarray) -> Distribution:
        weights = np.exp(logits.astype(np.float64) - logits.max())
        return Distribution(np.arange(len(logits), dtype=np.int32), weights / weights.sum())


def seeded_sampler(seed: int) -> DrawingSampler:
    return DrawingSampler(Softmax(), seed)
