"""A llama.cpp context that holds one sequence and always knows what it holds."""

import ctypes
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import Any, Final

import numpy as np

from paceline.engine.llama import native
from paceline.engine.llama.kv_memory import KvMemory
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag, llama
from paceline.engine.llama.native_context import batch_tokens, create_context, default_kind
from paceline.engine.llama.stall_watch import StallWatch
from paceline.engine.placement import CacheKind
from paceline.engine.threads import PassThreads
from paceline.engine.tokens import ReadProgress, Scores
from paceline.errors import AppError, Cancelled, ErrorCode

_LONGEST_REPLAY: Final = 64
"""Tokens that are read again without a word after going back to a checkpoint: up to a batch."""

_SHORTEST_REPLAY: Final = 8
"""Tokens from which on it is better to read them in a pass of their own, once, and to save what
comes of it, than to read them again and again beside the guesses of the next rounds."""

_SEQUENCE: Final = 0
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

    What rewinding takes depends on the kind of memory. Full attention forgets any tail. A sliding
    window forgets one as long as all positions are there that the next token looks back to; with
    `kind.swa_full` off it keeps no others, which spares much memory and makes a longer way back a
    matter of reading again. A recurrent or hybrid model goes back to a checkpoint, and what lies
    between is read again with the next pass: `tokens` then already tells of it. Where all that
    fails the cache is emptied: `tokens` is always what the next pass will have before it.
    """

    def __init__(
        self,
        model: Model,
        *,
        capacity: int,
        max_outputs: int,
        threads: PassThreads,
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
            abort=abort,
        )
        self.model = model
        self.kind = kind
        self._threads = threads
        self._threads_set = 0
        self._watch: AbstractContextManager[None] = watch or nullcontext()
        self._handle: Any = handle
        self._abort = abort  # keeps the callback alive as long as the context
        self._decoding = Lock()
        self._memory = KvMemory(handle, model, key_type=kind.key_type)
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
        return self._memory.can_shift

    def close(self) -> None:
        """Free the cache and buffers; a second call does nothing."""
        if self._handle:
            llama.llama_batch_free(self._batch)
            llama.llama_free(self._handle)
            self._handle = None

    def rewind(self, length: int) -> None:
        """Forget everything from position `length` on.

        Where the memory cannot be brought there, it is brought further back, and `tokens` becomes
        shorter than `length`: the rest must be read again.
        """
        del self._tokens[length:]
        if self._memory.length > length:
            self._roll_back(length)

    def checkpoint(self, *, lasting: bool = False) -> None:
        """Make it cheap to come back to here; does nothing where it always is.

        A lasting one stays for later turns, another only until the next.
        """
        if not self._memory.needs_checkpoints:
            return
        owed = len(self._tokens) - self._memory.length
        if owed and not lasting and owed < _SHORTEST_REPLAY:
            return
        self.decode((), outputs=0)
        self._memory.save(lasting=lasting)

    def drop(self, start: int, end: int) -> None:
        """Forget positions `start` to `end` - 1 and move the rest down, as llama.cpp's shift does.

        The rest is not read anew, so it still remembers what was dropped, and what is said from
        here on differs a little from what a fresh read would say. Only the last token is read
        again: llama.cpp rotates the keys that moved just before the next pass, and half of them
        would stay rotated where that is aborted. Raises `AppError` where it fails; the cache is
        then empty. It is also empty where a sliding window, having moved down, would look back to
        what it had already given up.
        """
        if not self.can_shift or not 0 <= start <= end <= len(self._tokens):
            raise ValueError(f"cannot drop {start} to {end} of {len(self._tokens)}")
        if start == end or end == len(self._tokens):
            self.rewind(start + len(self._tokens) - end)
            return
        self._memory.shift(start, end)
        del self._tokens[start:end]
        left, last = len(self._tokens), self._tokens[-1]
        self.rewind(left - 1)
        if len(self._tokens) == left - 1:
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
        self._memory.length += 1

    def state(self) -> "ctypes.Array[ctypes.c_ubyte]":
        """Return a copy of what the cache holds, for another context of this model and kind.

        Raises as `decode` does.
        """
        self.decode((), outputs=0)
        size = int(llama.llama_state_seq_get_size(self._handle, _SEQUENCE))
        data = (ctypes.c_ubyte * size)()
        if llama.llama_state_seq_get_data(self._handle, data, size, _SEQUENCE) != size:
            raise AppError(ErrorCode.DECODE_FAILED, "llama.cpp could not copy what it had read")
        return data

    def decode(
        self, tokens: Sequence[int], *, outputs: int, progress: ReadProgress | None = None
    ) -> Scores:
        """Append tokens and return the logits of the last `outputs` of them.

        Shape (outputs, vocabulary), a view that is valid until the next decode. Raises
        `Cancelled`, or `AppError`: `DECODE_FAILED` where llama.cpp refuses, `ENGINE_BUSY` beside a
        pass on another thread, which would corrupt both.
        """
        if not self._decoding.acquire(blocking=False):
            raise AppError(ErrorCode.ENGINE_BUSY, "another pass of the same context")
        try:
            return self._decode(tokens, outputs, progress)
        finally:
            self._decoding.release()

    def _decode(
        self, tokens: Sequence[int], outputs: int, progress: ReadProgress | None = None
    ) -> Scores:
        if not 0 <= outputs <= min(self._max_outputs, len(tokens), self._width):
            raise ValueError(f"{outputs} outputs of {len(tokens)} tokens")
        if len(self._tokens) + len(tokens) > self._capacity:
            raise AppError(ErrorCode.DECODE_FAILED, "the context is full")
        owed = self._tokens[self._memory.length :]
        feed = (*owed, *tokens) if owed else tokens
        silent = len(feed) - outputs
        done = 0
        while done < len(feed):
            # A batch forgets the rows of the one before: those wanted share the last one.
            fits = len(feed) - done <= self._width
            end = len(feed) if fits else min(done + self._width, silent)
            self._decode_batch(feed[done:end], silent - done)
            done = end
            if done < silent:
                self._memory.save(lasting=False)
            if progress is not None:
                progress(max(0, done - len(owed)), len(tokens))
        if not outputs:
            return np.empty((0, self.model.vocabulary_size), np.float32)
        rows = llama.llama_get_logits(self._handle)
        return np.ctypeslib.as_array(rows, (outputs, self.model.vocabulary_size))

    def _decode_batch(self, tokens: Sequence[int], first_output: int) -> None:
        """Run one batch; `first_output` is relative to its start and may lie behind its end."""
        if self._abort.is_set:
            raise Cancelled
        start = self._memory.length
        self._fill_batch(tokens, first_output)
        while (code := self._run_batch()) != 0:
            before = self._tokens[:start]
            self._roll_back(start)
            if code != _RC_ABORTED:
                raise self._failure(code)
            if not self._abort.resume():
                raise Cancelled
            # Interrupted only to go on with fewer threads: begin the batch anew.
            self._tokens[:] = before
            self._decode((), outputs=0)
            self._fill_batch(tokens, first_output)
        self._memory.length += len(tokens)
        self._tokens[start : self._memory.length] = tokens

    def _fill_batch(self, tokens: Sequence[int], first_output: int) -> None:
        count, start = len(tokens), self._memory.length
        self._ids[:count] = tokens
        self._positions[:count] = range(start, start + count)
        self._wanted[:count] = 0
        self._wanted[max(0, first_output) : count] = 1
        self._batch.n_tokens = count

    def _run_batch(self) -> int:
        threads = self._threads.begin(int(self._batch.n_tokens))
        if self._threads_set != threads:
            self._threads_set = threads
            llama.llama_set_n_threads(self._handle, threads, threads)
        with self._watch:
            code = int(llama.llama_decode(self._handle, self._batch))
            llama.llama_synchronize(self._handle)
        self._threads.end(completed=code == 0)
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
        self._memory.clear()
        self._tokens.clear()

    def _roll_back(self, length: int) -> None:
        """Bring the memory back; what it then lacks of `tokens` is either read next, or cut."""
        self._memory.roll_back(length)
        if not self._memory.length or len(self._tokens) - self._memory.length > _LONGEST_REPLAY:
            del self._tokens[self._memory.length :]
