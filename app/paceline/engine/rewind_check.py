"""Tries once whether a model's state can really be taken back, before guesses rely on it.

Going back to a saved state passes through code of each architecture and each device that llama.cpp
itself hardly uses. A wrong state raises no error; it shows in what is computed from it.
"""

from typing import Final

import numpy as np

from paceline.engine.tokens import KvContext

_TOLERANCE: Final = 0.1
"""Mean difference of a logit over its standard deviation. The width of a pass alone makes for
less than half of it; two tokens too many in the state make for several times as much."""


def rewinds_faithfully(context: KvContext) -> bool:
    """Whether the same tokens score the same after others were read and taken back.

    Reads a few tokens, whatever they mean, and leaves the context empty.
    """
    context.rewind(0)
    context.decode((1, 2, 3, 4), outputs=0)
    context.checkpoint()
    first = context.decode((5, 6, 7), outputs=3).copy()
    context.rewind(5)
    if len(context.tokens) != 5:
        context.rewind(0)
        return False
    again = context.decode((6, 7), outputs=2)
    difference = np.abs(again - first[1:]).mean()
    spread = first.std()
    context.rewind(0)
    return bool(difference <= _TOLERANCE * spread)
