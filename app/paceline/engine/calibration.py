"""Measures what passes and guesses cost before the first reply, so that none has to find out.

The governor weighs guesses against the cost of wider passes. Learning these costs while a person
waits for a reply means trying widths that turn out dear; here they take a second at the first load
of a pair on a machine, and are remembered. The texts read mean nothing and are forgotten; what a
pass costs depends on its width and hardly on its words.
"""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Final

import numpy as np

from paceline.engine.governor.costs import WIDEST, Costs, Measured
from paceline.engine.tokens import KvContext
from paceline.options import DrafterChoice

WIDTHS: Final = (1, 4, 8, 2, 5, WIDEST)
"""In the order of their worth, should time run out: those between are interpolated."""

BUDGET_SECONDS: Final = 1.5
"""After so long no further pass begins: a load may take this longer, once for each pair."""

BEHIND: Final = 8
"""Tokens of context behind which passes are timed; they also wake up memory and threads."""

READ_AT_ONCE: Final = 16
"""Tokens in a pass that brings a stale draft up to date."""

_COUNTS_FOR: Final = 3
"""A pass that was timed here counts as so many within replies."""

Clock = Callable[[], float]


def calibrate(
    target: KvContext,
    draft: KvContext | None,
    vocabulary_size: int,
    *,
    clock: Clock = perf_counter,
) -> Costs:
    """Time passes of both models, and leave both caches empty; no costs for tiny contexts.

    Raises `AppError` where llama.cpp refuses, and `Cancelled`.
    """
    costs = Costs()
    if any(each.capacity < BEHIND + WIDEST for each in (target, draft) if each is not None):
        return costs
    start = clock()
    text = np.random.default_rng(0).integers(vocabulary_size, size=BEHIND + WIDEST).tolist()
    passes: dict[int, float] = {}
    try:
        _wake(target, text)
        for width in WIDTHS:
            if len(passes) > 1 and clock() - start > BUDGET_SECONDS:
                break
            passes[width] = _timed(target, text[BEHIND:][:width], width, clock)
        plain = passes[1] = min(passes[1], _timed(target, text[BEHIND:][:1], 1, clock))
        if plain <= 0:
            return costs
        costs.widths = {
            0: {width: Measured(took / plain, _COUNTS_FOR) for width, took in passes.items()}
        }
        costs.level_ms = plain * 1000
        if draft is not None:
            name = DrafterChoice.DRAFT_MODEL.value
            _wake(draft, text)
            guess = min(_timed(draft, text[BEHIND:][:1], 1, clock) for _ in range(3))
            read = _timed(draft, text[BEHIND:][:READ_AT_ONCE], 0, clock) / READ_AT_ONCE
            if guess > 0 and read > 0:
                costs.guesses[name] = Measured(guess / plain, _COUNTS_FOR)
                costs.reads[name] = Measured(read / plain, _COUNTS_FOR)
    finally:
        for context in (target, draft):
            if context is not None:
                context.rewind(0)
    return costs


def _wake(context: KvContext, text: Sequence[int]) -> None:
    """Read the text behind which passes are timed, and one pass more, since the first is slow."""
    context.rewind(0)
    context.decode(text[:BEHIND], outputs=0)
    context.decode(text[BEHIND:][:1], outputs=1)
    context.rewind(BEHIND)


def _timed(context: KvContext, tokens: Sequence[int], outputs: int, clock: Clock) -> float:
    """Return the seconds that a pass takes; the cache holds afterwards what it held before."""
    length = len(context.tokens)
    before = clock()
    context.decode(tokens, outputs=outputs)
    took = clock() - before
    context.rewind(length)
    return took
