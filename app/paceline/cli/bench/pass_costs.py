"""The pass-cost curve of a loaded pair, measured by itself.

Whether wide passes are cheap decides whether speculation can pay at all: a pass of eight tokens may
cost two single passes or five, depending on the type of the weights and on the device.
"""

from collections.abc import Sequence
from itertools import cycle, islice
from time import perf_counter
from typing import Final

from paceline.cli.bench.report import CurvePoint, Spread
from paceline.engine.pair import Pair
from paceline.errors import Cancelled

WIDTHS: Final = (1, 2, 3, 4, 6, 8, 12, 16)
CONTEXTS: Final = (128, 1024)
"""Tokens before the pass: the start of a chat, and the middle of one."""

REPEATS: Final = 9
"""Odd, so that the median is a pass that was."""


def measure_curve(pair: Pair, text: str) -> list[CurvePoint]:
    """Time passes of every width behind contexts made of the text; raises `Cancelled`.

    The widths take turns, forwards and backwards, so that a drift of the machine meets all alike.
    """
    context = pair.context
    tokens = pair.model.tokenize(text, add_special=True)
    points: list[CurvePoint] = []
    for length in CONTEXTS:
        if length + max(WIDTHS) > context.capacity:
            continue
        before = list(islice(cycle(tokens), length))
        context.rewind(0)
        context.decode(before, outputs=0)
        spent: dict[int, list[float]] = {width: [] for width in WIDTHS}
        for turn in range(REPEATS + 1):
            for width in WIDTHS if turn % 2 else WIDTHS[::-1]:
                milliseconds = _time_pass(pair, before[:width], length)
                if turn:  # the first pass of a width still builds its graph
                    spent[width].append(milliseconds)
        points += [CurvePoint(length, width, Spread.of(each)) for width, each in spent.items()]
    context.rewind(0)
    return points


def _time_pass(pair: Pair, tokens: Sequence[int], length: int) -> float:
    """Return the milliseconds of one pass, which is then forgotten."""
    if pair.abort.is_set:
        raise Cancelled
    start = perf_counter()
    pair.context.decode(tokens, outputs=len(tokens))
    seconds = perf_counter() - start
    pair.context.rewind(length)
    return 1000 * seconds
