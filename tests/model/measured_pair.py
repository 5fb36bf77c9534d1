"""Loads a pair in a process of its own, uses both contexts, and tells what that took.

Run as `measured_pair.py TARGET DRAFT|- CONTEXT WISHES`, the wishes as JSON.
"""

import sys
from pathlib import Path
from typing import Final

import msgspec

from paceline.engine.llama.native import AbortFlag
from paceline.engine.memory import process_memory
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec
from paceline.loading import LoadingWishes, MemoryReport

_READ_TOKENS: Final = 192
"""Whole batches; a cache is all in memory from the beginning."""


class Measured(msgspec.Struct, frozen=True):
    """What a pair said of its memory, and by how much its process grew until it was used."""

    report: MemoryReport
    grown: int


def measure(target: str, draft: str, context_length: str, wishes: str) -> Measured:
    before = process_memory()
    spec = PairSpec(
        Path(target),
        None if draft == "-" else Path(draft),
        int(context_length),
        wishes=msgspec.json.decode(wishes, type=LoadingWishes),
    )
    pair = Pair(spec, abort=AbortFlag())
    try:
        for context in (pair.context, pair.draft_context):
            if context is None:
                continue
            tokens = [1000 + index for index in range(_READ_TOKENS)]
            context.decode(tokens, outputs=1)
        return Measured(pair.memory, process_memory() - before)
    finally:
        pair.close()


if __name__ == "__main__":
    print(msgspec.json.encode(measure(*sys.argv[1:])).decode())
