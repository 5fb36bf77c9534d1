"""A llama.cpp context that holds one sequence and always knows what it holds."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

import numpy as np

from paceline.engine.llama import native
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag, llama
from paceline.engine.llama.native_context import batch_tokens, create_context, default_kind
from paceline.engine.llama.stall_watch import StallWatch
from paceline.engine.placement import CacheKind
from paceline.engine.threads import ThreadCount
from paceline.engine.tokens import ReadProgress, Scores
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.loading import CacheType

_SEQUENCE: Final = 0
_SHIFTABLE_KEYS: Final = (CacheType.F32, CacheType.F16)
"""Rotating other types of keys aborts the process (bfloat16) or may crash it (quantized ones)."""
_NEVER_ABORT: Final = llama.ggml_abort_callback()
_RC_CACHE_FULL: Final = 1
_RC_ABORTED: Final = 2
_RC_INVALID_BATCH: Final = -1
_RC_NO_MEMORY: Final = -2


class LlamaContext:
    """Implements `KvContext`; free it with `close` before its model.

    `max_outputs` bounds the rows of one decode: llama.cpp sizes its output buffer by it and
    aborts the process beyond it. `abort` stops a decode from another thread; `watch` interrupts a
    stalled one, which is then begun anew. `kind` says how attention is stored and computed.
    """

    def __init__(
        self,
        model: Model,
        *,
        capacity: int,
        max_outputs: int,
        threads: ThreadCount,
        abort: AbortFlag,
        watch: StallWatch | None = None,
        kind: CacheKind | None = None,
    ) -> None:
        kind = kind or default_kind(on_gpu=model.on_gpu)
        width = min(batch_tokens(on_gpu=model.on_gpu), capacity)
        handle, self.buffers = create_context(
            model,
            kind,
            capacity=capacity,
            width=width,
            max_outputs=max_outputs,
            threads=threads.count,
            abort=abort,
        )
        self.model = model
        self._threads = threads
        self._threads_set = threads.count
        self._watch: AbstractContextManager[None] = watch or nullcontext()
        self._handle: Any = handle
        self._abort = abort  # keeps the callback alive as long as the context
        self._memory = llama.llama_get_memory(handle)
        self._can_shift = (
            model.shifts
            and kind.key_type in _SHIFTABLE_KEYS
            and bool(llama.llama_memory_can_shift(self._memory))
        )
        self._capacity = int(llama.llama_n_ctx(handle))
        self._max_outputs = max_outputs
        self._width = width
        self._tokens: list[int] = []
        self._batch = llama.llama_batch_init(self._width, 0, 1)
        shape = (self._width,)
        self._ids = np.ctypeslib.as_array(self._batch.token, shape)
        self._positions = np.ctypeslib.as_array(self._batch.pos, shape)
        self._wanted = np.ctypeslib.as_array(self._batch.logits, shape)
        for index in range(self._width):
            self._batch.n_seq_id[index] = 1
            self._batch.seq_id[index][0] = _SEQUENCE

    @property
    def tokens(self) -> Sequence[int]:
        """The tokens at positions 0, 1, ... of the cache."""
        return self._tokens

    @property
    def capacity(self) -> int:
        """Positions that the cache can hold."""
        return self._capacity

    @property
    def can_shift(self) -> bool:
        """Whether `drop` works for this model and kind of cache."""
        return self._can_shift

    def close(self) -> None:
        """Free the cache and buffers; a second call does nothing."""
        if self._handle:
            llama.llama_batch_free(self._batch)
            llama.llama_free(self._handle)
            self._handle = None

    def rewind(self, length: int) -> None:
        """Forget everything from position `length` on.

        A recurrent state cannot be rewound; it is cleared instead and must be read again.
        """
        if length >= len(self._tokens):
            return
        if not llama.llama_memory_seq_rm(self._memory, _SEQUENCE, length, -1):
            self._clear()
        del self._tokens[length:]

    def drop(self, start: int, end: int) -> None:
        """Forget positions `start` to `end` - 1 and move the rest down, as llama.cpp's shift does.

        The rest is not read anew, so it still remembers what was dropped, and what is said from
        here on differs a little from what a fresh read would say. Only the last token is read
        again: llama.cpp rotates the keys that moved just before the next pass, and half of them
        would stay rotated where that is aborted. Raises `AppError` where it fails; the cache is
        then empty.
        """
        if not self._can_shift or not 0 <= start <= end <= len(self._tokens):
            raise ValueError(f"cannot drop {start} to {end} of {len(self._tokens)}")
        if start == end or end == len(self._tokens):
            self.rewind(start + len(self._tokens) - end)
            return
        llama.llama_memory_seq_rm(self._memory, _SEQUENCE, start, end)
        llama.llama_memory_seq_add(self._memory, _SEQUENCE, end, -1, start - end)
        del self._tokens[start:end]
        last = self._tokens[-1]
        self.rewind(len(self._tokens) - 1)
        self._rotate_keys(last)

    def _rotate_keys(self, last: int) -> None:
        """Read the last token in a pass that cannot be aborted."""
        self._fill_batch((last,), first_output=1)
        native.clear_log()
        llama.llama_set_abort_callback(self._handle, _NEVER_ABORT, None)
        code = self._run_batch()
        llama.llama_set_abort_callback(self._handle, self._abort.callback, self._abort.data)
        if code != 0 or any("K-shift" in line for line in native.logged()):
            self._clear()
            raise AppError(ErrorCode.DECODE_FAILED, "llama.cpp could not shift the context")
        self._tokens.append(last)

    def decode(
        self, tokens: Sequence[int], *, outputs: int, progress: ReadProgress | None = None
    ) -> Scores:
        """Append tokens and return the logits of the last `outputs` of them.

        Shape (outputs, vocabulary), a view that is valid until the next decode. Raises
        `Cancelled`, or `AppError(DECODE_FAILED)` where llama.cpp refuses.
        """
        if not 0 <= outputs <= min(self._max_outputs, len(tokens), self._width):
            raise ValueError(f"{outputs} outputs of {len(tokens)} tokens")
        if len(self._tokens) + len(tokens) > self._capacity:
            raise AppError(ErrorCode.DECODE_FAILED, "the context is full")
        silent = len(tokens) - outputs
        done = 0
        while done < len(tokens):
            # A batch forgets the rows of the one before: those wanted share the last one.
            fits = len(tokens) - done <= self._width
            end = len(tokens) if fits else min(done + self._width, silent)
            self._decode_batch(tokens[done:end], silent - done)
            done = end
            if progress is not None:
                progress(done, len(tokens))
        if not outputs:
            return np.empty((0, self.model.vocabulary_size), np.float32)
        rows = llama.llama_get_logits(self._handle)
        return np.ctypeslib.as_array(rows, (outputs, self.model.vocabulary_size))

    def _decode_batch(self, tokens: Sequence[int], first_output: int) -> None:
        """Run one batch; `first_output` is relative to its start and may lie behind its end."""
        if self._abort.is_set:
            raise Cancelled
        start = len(self._tokens)
        self._fill_batch(tokens, first_output)
        while (code := self._run_batch()) != 0:
            self._restore(start)
            if code == _RC_ABORTED and not self._abort.resume():
                raise Cancelled
            if code != _RC_ABORTED or len(self._tokens) != start:
                raise self._failure(code)
            # Interrupted only to go on with fewer threads: begin the batch anew.
        self._tokens.extend(tokens)

    def _fill_batch(self, tokens: Sequence[int], first_output: int) -> None:
        count, start = len(tokens), len(self._tokens)
        self._ids[:count] = tokens
        self._positions[:count] = range(start, start + count)
        self._wanted[:count] = 0
        self._wanted[max(0, first_output) : count] = 1
        self._batch.n_tokens = count

    def _run_batch(self) -> int:
        if self._threads_set != self._threads.count:
            self._threads_set = self._threads.count
            llama.llama_set_n_threads(self._handle, self._threads_set, self._threads_set)
        with self._watch:
            code = int(llama.llama_decode(self._handle, self._batch))
            llama.llama_synchronize(self._handle)
        return code

    def _failure(self, code: int) -> AppError:
        """Say why a decode failed; after a fatal code nothing in the cache is to be trusted."""
        if code < _RC_INVALID_BATCH:
            self._clear()
        if code == _RC_NO_MEMORY:
            return AppError(ErrorCode.MEMORY_SHORT, "llama.cpp could not allocate its buffers")
        full = code == _RC_CACHE_FULL
        reason = "the context is full" if full else f"llama.cpp answered {code}"
        return AppError(ErrorCode.DECODE_FAILED, reason)

    def _clear(self) -> None:
        llama.llama_memory_clear(self._memory, True)
        self._tokens.clear()

    def _restore(self, length: int) -> None:
        """Bring the cache back to what the mirror says after a decode that did not succeed."""
        llama.llama_memory_seq_rm(self._memory, _SEQUENCE, length, -1)
        if int(llama.llama_memory_seq_pos_max(self._memory, _SEQUENCE)) != length - 1:
            self._clear()
