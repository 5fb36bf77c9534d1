"""A llama.cpp context in which the replies of several people are written in common passes.

A pass reads all weights once, whether for one token or for several. So what several replies say
next costs far less in one pass than in one for each.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

import numpy as np

from paceline.engine.llama.branches import branching_kind
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag, llama
from paceline.engine.llama.native_context import batch_tokens, create_context
from paceline.engine.llama.stall_watch import StallWatch
from paceline.engine.placement import CacheKind
from paceline.engine.threads import PassThreads
from paceline.engine.tokens import Part, Scores
from paceline.errors import AppError, Cancelled, ErrorCode

_RC_ABORTED: Final = 2
_RC_NO_MEMORY: Final = -2
_END: Final = -1


class SharedContext:
    """Implements `SharedCache`; free it with `close` before its model.

    `capacity` counts the positions of all sequences together. The cache is one for all, so that
    what two of them begin with is held once, and so that any numbers of tokens share a pass (with
    parts for each, llama.cpp would compute an uneven pass in several). Models with a state in place
    of a cache cannot do this: `model.rewinds` tells. Sliding windows are kept whole. `abort` and
    `watch` are those of `LlamaContext`.
    """

    def __init__(
        self,
        model: Model,
        *,
        sequences: int,
        capacity: int,
        threads: PassThreads,
        abort: AbortFlag,
        kind: CacheKind,
        watch: StallWatch | None = None,
    ) -> None:
        self.model = model
        self.sequences = sequences
        self.widest = min(batch_tokens(on_gpu=model.on_gpu), capacity)
        self.threads_used = 0
        handle, self.buffers = create_context(
            model,
            branching_kind(kind),
            capacity=capacity,
            width=self.widest,
            max_outputs=self.widest,
            sequences=sequences,
            abort=abort,
        )
        self._handle: Any = handle
        self._memory: Any = llama.llama_get_memory(handle)
        self._threads = threads
        self._threads_set = 0
        self._abort = abort  # keeps the callback alive as long as the context
        self._watch: AbstractContextManager[None] = watch or nullcontext()
        self.capacity = int(llama.llama_n_ctx(handle)) // sequences
        self._held: tuple[list[int], ...] = tuple([] for _ in range(sequences))
        self._batch = llama.llama_batch_init(self.widest, 0, 1)
        shape = (self.widest,)
        self._ids = np.ctypeslib.as_array(self._batch.token, shape)
        self._positions = np.ctypeslib.as_array(self._batch.pos, shape)
        self._wanted = np.ctypeslib.as_array(self._batch.logits, shape)
        for place in range(self.widest):
            self._batch.n_seq_id[place] = 1

    def close(self) -> None:
        """Free the cache and buffers; a second call does nothing."""
        if self._handle:
            llama.llama_batch_free(self._batch)
            llama.llama_free(self._handle)
            self._handle = None

    def tokens(self, sequence: int) -> Sequence[int]:
        """The tokens that a sequence holds."""
        return self._held[sequence]

    def rewind(self, sequence: int, length: int) -> None:
        """Forget everything of a sequence from position `length` on."""
        held = self._held[sequence]
        if len(held) > length:
            del held[length:]
            llama.llama_memory_seq_rm(self._memory, sequence, length, _END)

    def copy(self, source: int, sequence: int, length: int) -> None:
        """Let a sequence hold the first `length` tokens of another, of which it holds the first."""
        held, other = self._held[sequence], self._held[source]
        if not len(held) <= length <= len(other) or other[: len(held)] != held:
            raise ValueError(f"cannot copy {length} tokens from {source} to {sequence}")
        llama.llama_memory_seq_cp(self._memory, source, sequence, len(held), length)
        held.extend(other[len(held) : length])

    def run(self, parts: Sequence[Part]) -> Sequence[Scores]:
        """Append tokens to several sequences in one pass; return the logits of each part.

        They are views that are valid until the next pass.
        """
        if self._abort.is_set:
            raise Cancelled
        self._fill_batch(parts)
        while (code := self._run_batch()) != 0:
            for part in parts:
                length = len(self._held[part.sequence])
                llama.llama_memory_seq_rm(self._memory, part.sequence, length, _END)
            if code != _RC_ABORTED:
                raise self._failure(code)
            if not self._abort.resume():
                raise Cancelled
            # Interrupted only to go on with fewer threads.
        for part in parts:
            self._held[part.sequence].extend(part.tokens)
        return self._rows(parts)

    def _fill_batch(self, parts: Sequence[Part]) -> None:
        count = sum(len(part.tokens) for part in parts)
        if not 0 < count <= self.widest:
            raise ValueError(f"{count} tokens in a pass")
        batch, place = self._batch, 0
        for part in parts:
            start, end = len(self._held[part.sequence]), place + len(part.tokens)
            if start + len(part.tokens) > self.capacity:
                raise AppError(ErrorCode.DECODE_FAILED, "the context is full")
            self._ids[place:end] = part.tokens
            self._positions[place:end] = range(start, start + len(part.tokens))
            self._wanted[place:end] = 0
            self._wanted[end - part.outputs : end] = 1
            for index in range(place, end):
                batch.seq_id[index][0] = part.sequence
            place = end
        batch.n_tokens = count

    def _run_batch(self) -> int:
        threads = self._threads.begin(int(self._batch.n_tokens))
        if self._threads_set != threads:
            self._threads_set = threads
            llama.llama_set_n_threads(self._handle, threads, threads)
        with self._watch:
            code = int(llama.llama_decode(self._handle, self._batch))
            llama.llama_synchronize(self._handle)
        self._threads.end(completed=code == 0)
        self.threads_used = threads
        return code

    def _rows(self, parts: Sequence[Part]) -> Sequence[Scores]:
        count = sum(part.outputs for part in parts)
        size = self.model.vocabulary_size
        if not count:
            return [np.empty((0, size), np.float32) for _ in parts]
        rows = np.ctypeslib.as_array(llama.llama_get_logits(self._handle), (count, size))
        found, place = [], 0
        for part in parts:
            found.append(rows[place : place + part.outputs])
            place += part.outputs
        return found

    @staticmethod
    def _failure(code: int) -> AppError:
        if code == _RC_NO_MEMORY:
            return AppError(ErrorCode.MEMORY_SHORT, "llama.cpp could not allocate its buffers")
        return AppError(ErrorCode.DECODE_FAILED, f"llama.cpp answered {code}")
