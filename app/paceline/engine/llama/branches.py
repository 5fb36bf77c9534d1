"""A llama.cpp context in which several sequences go on from one text, in common passes.

A pass reads all weights once, whether for one token or for several; so N replies that are written
side by side cost far less than N times one of them.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from paceline.engine.llama.context import LlamaContext
from paceline.engine.llama.native import AbortFlag, llama
from paceline.engine.llama.native_context import create_context
from paceline.engine.placement import CacheKind
from paceline.engine.threads import PassThreads
from paceline.engine.tokens import ScoreRow, Scores
from paceline.errors import AppError, Cancelled, ErrorCode

_TRUNK: Final = 0
"""The sequence that is read first; it is also the first branch."""

_ALL: Final = -1
_RC_ABORTED: Final = 2


def branching_kind(kind: CacheKind) -> CacheKind:
    """Return how the branches of such a context store attention.

    Sliding windows are kept whole: positions that several branches share are not given up behind
    a window, so that a small cache would run full.
    """
    return replace(kind, swa_full=True)


class LlamaBranches:
    """Implements `Branches` for what `origin` holds; free it with `close` before the model.

    `capacity` counts positions: those of the text once, and those of every branch behind it.
    """

    def __init__(
        self,
        origin: LlamaContext,
        count: int,
        *,
        capacity: int,
        threads: PassThreads,
        abort: AbortFlag,
    ) -> None:
        self._model = origin.model
        self._threads = threads
        self._abort = abort  # keeps the callback alive as long as the context
        self._count = count
        handle, self.buffers = create_context(
            self._model,
            branching_kind(origin.kind),
            capacity=capacity,
            width=count,
            max_outputs=count,
            sequences=count,
            abort=abort,
        )
        self._handle: Any = handle
        self._memory: Any = llama.llama_get_memory(handle)
        self._batch = llama.llama_batch_init(count, 0, 1)
        self._lengths = [len(origin.tokens)] * count
        try:
            self._read_state(origin)
        except BaseException:
            self.close()
            raise

    def _read_state(self, origin: LlamaContext) -> None:
        """Take over what the other context has read, which is far cheaper than reading it anew."""
        if not origin.tokens:
            return
        state = origin.state()
        size = len(state)
        if llama.llama_state_seq_set_data(self._handle, state, size, _TRUNK) != size:
            raise AppError(ErrorCode.DECODE_FAILED, "llama.cpp could not copy what it had read")

    def begin(self, last: int) -> ScoreRow:
        """Read the text's last token once, and let every branch share all of it."""
        row: ScoreRow = self.step(((_TRUNK, last),))[0]
        for branch in range(1, self._count):
            llama.llama_memory_seq_cp(self._memory, _TRUNK, branch, _ALL, _ALL)
        self._lengths = [self._lengths[_TRUNK]] * self._count
        return row

    def step(self, said: Sequence[tuple[int, int]]) -> Scores:
        """Append one token to each of these branches in one pass, and return their logits."""
        if not 1 <= len(said) <= self._count:
            raise ValueError(f"{len(said)} tokens for {self._count} branches")
        if self._abort.is_set:
            raise Cancelled
        batch = self._batch
        for place, (branch, token) in enumerate(said):
            batch.token[place] = token
            batch.pos[place] = self._lengths[branch]
            batch.n_seq_id[place] = 1
            batch.seq_id[place][0] = branch
            batch.logits[place] = 1
        batch.n_tokens = len(said)
        threads = self._threads.begin(len(said))
        llama.llama_set_n_threads(self._handle, threads, threads)
        code = int(llama.llama_decode(self._handle, batch))
        llama.llama_synchronize(self._handle)
        self._threads.end(completed=code == 0)
        if code == _RC_ABORTED:
            raise Cancelled
        if code != 0:
            raise AppError(ErrorCode.DECODE_FAILED, f"llama.cpp answered {code}")
        for branch, _ in said:
            self._lengths[branch] += 1
        rows = llama.llama_get_logits(self._handle)
        return np.ctypeslib.as_array(rows, (len(said), self._model.vocabulary_size))

    def end(self, branch: int) -> None:
        """Free what one branch holds alone."""
        llama.llama_memory_seq_rm(self._memory, branch, _ALL, _ALL)

    def close(self) -> None:
        """Free cache and buffers; a second call does nothing."""
        if self._handle:
            llama.llama_batch_free(self._batch)
            llama.llama_free(self._handle)
            self._handle = None
