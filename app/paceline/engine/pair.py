"""A target and what drafts for it, loaded and ready to chat."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from paceline.engine import model_file
from paceline.engine.chat_template import ChatTemplate
from paceline.engine.compatibility import find_mismatch
from paceline.engine.drafters.base import Panel
from paceline.engine.drafters.cascade import Cascade, Lookup
from paceline.engine.drafters.draft_model import DraftModelDrafter
from paceline.engine.drafters.hierarchy import Hierarchy
from paceline.engine.drafters.ngram import NgramDrafter
from paceline.engine.drafters.ngram_map import NgramMapDrafter
from paceline.engine.drafters.ngram_pool import NgramPoolDrafter
from paceline.engine.llama import native
from paceline.engine.llama.context import LlamaContext, batch_tokens
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag
from paceline.engine.llama.stall_watch import StallWatch
from paceline.engine.memory import MemoryBudget
from paceline.engine.rewind_check import rewinds_faithfully
from paceline.engine.target import Target
from paceline.engine.threads import (
    FixedPairThreads,
    PairThreads,
    PassThreads,
    ThreadCount,
    usable_threads,
)
from paceline.errors import AppError, ErrorCode
from paceline.options import MAX_DRAFT_LENGTH

DEFAULT_CONTEXT_LENGTH: Final = 4096
"""Long enough for a chat of an hour; the KV cache of a large model stays below its weights."""

SHORTEST_CONTEXT: Final = 256
"""llama.cpp rounds shorter ones up to this."""

LoadProgressed = Callable[[str, float], None]
"""Told which part loads, "target" or "draft", and how far it is, 0 to 1."""

_NOT_REWINDABLE: Final = (
    "On this device the model's state cannot be taken back reliably (a recurrent or hybrid "
    "architecture), so its replies are written without speculation."
)

_DRAFT_NOT_REWINDABLE: Final = (
    "On this device the draft's state cannot be taken back reliably (a recurrent or hybrid "
    "architecture), so n-grams draft instead."
)

_LONGER_THAN_TRAINED: Final = (
    "The context is longer than the {:,} tokens that the models were trained on; "
    "far into it replies may lose their thread."
)


@dataclass(frozen=True, slots=True)
class PairSpec:
    """What to load; None leaves context length and threads to this program.

    `threads` is the most that may be used. `fixed_threads`, for target and draft, do not follow
    the load, as for comparisons.
    """

    target: Path
    draft: Path | None = None
    context_length: int | None = None
    threads: int | None = None
    fixed_threads: tuple[int, int] | None = None


class Pair:
    """The loaded models with a context each; free them with `close`."""

    def __init__(
        self,
        spec: PairSpec,
        *,
        abort: AbortFlag,
        progress: LoadProgressed = lambda _part, _fraction: None,
    ) -> None:
        """Load everything or nothing; raises `AppError` with the reason, or `Cancelled`."""
        self.spec = spec
        self.abort = abort
        self.notes: tuple[str, ...] = ()
        self.memory_bytes = 0
        self.draft: Model | None = None
        self.threads = _make_threads(spec)
        self._models: list[Model] = []
        self._contexts: list[LlamaContext] = []
        self._watch: StallWatch | None = None
        files = [spec.target, *([spec.draft] if spec.draft else [])]
        for path in files:
            model_file.check_model_file(path)
        weights = _weights(spec)
        budget = MemoryBudget.now()
        budget.require(weights, "the models' weights")
        try:
            self.model = self._load(spec.target, "target", progress)
            if spec.draft is not None:
                self.draft = self._load_draft(spec.draft, progress)
            self._build(budget, weights)
        except BaseException:
            self.close()
            raise

    def _load(self, path: Path, part: str, progress: LoadProgressed) -> Model:
        model = Model.load(
            path,
            progress=lambda fraction: progress(part, fraction),
            cancelled=lambda: self.abort.is_set,
        )
        self._models.append(model)
        return model

    def _load_draft(self, path: Path, progress: LoadProgressed) -> Model:
        if path.samefile(self.spec.target):
            return self.model
        draft = self._load(path, "draft", progress)
        _require_compatible(self.model, draft)
        return draft

    def _build(self, budget: MemoryBudget, weights: int) -> None:
        model, draft = self.model, self.draft
        wanted = self.spec.context_length or min(
            DEFAULT_CONTEXT_LENGTH, model.context_length_trained
        )
        capacity = max(SHORTEST_CONTEXT, wanted)
        self.memory_bytes = weights + sum(
            each.kv_bytes_per_token() * capacity + each.compute_bytes(batch_tokens(), capacity)
            for each in (model, draft)
            if each is not None
        )
        budget.require(self.memory_bytes, f"models and a context of {capacity:,} tokens")
        if isinstance(self.threads, ThreadCount):
            self._watch = StallWatch(self.abort, self.threads)
        self.context = self._context(
            model, self.threads.target, capacity, max_outputs=1 + MAX_DRAFT_LENGTH
        )
        self.target = Target(self.context)
        self.template = ChatTemplate(model.chat_template, bos=model.bos_text, eos=model.eos_text)
        self.drafters = self._make_panel(capacity)
        if self.template.note:
            self.notes += (self.template.note,)
        shortest = min(each.context_length_trained for each in (model, draft) if each is not None)
        if capacity > shortest:
            self.notes += (_LONGER_THAN_TRAINED.format(shortest),)

    def _make_panel(self, capacity: int) -> Panel:
        """Build what can draft for this target, the preferred first."""
        model, draft = self.model, self.draft
        if not _takes_back(self.context):
            self.notes += (_NOT_REWINDABLE,)
            return Panel(())
        ngram, ngram_map = NgramDrafter(model.is_end), NgramMapDrafter(model.is_end)
        pool = NgramPoolDrafter(model.is_end)
        free = (ngram, ngram_map, pool)
        if draft is None:
            return Panel(free)
        context = self._context(draft, self.threads.draft, capacity, max_outputs=MAX_DRAFT_LENGTH)
        if not _takes_back(context):
            self.notes += (_DRAFT_NOT_REWINDABLE,)
            return Panel(free)
        drafter = DraftModelDrafter(
            context,
            vocabulary_size=draft.vocabulary_size,
            target_vocabulary_size=model.vocabulary_size,
            is_end=model.is_end,
        )
        looked_up = Lookup((ngram_map, pool, ngram))
        combinations = (Cascade((looked_up, drafter)), Hierarchy(looked_up, drafter))
        return Panel((drafter, *free), combinations)

    def _context(
        self, model: Model, threads: PassThreads, capacity: int, *, max_outputs: int
    ) -> LlamaContext:
        context = LlamaContext(
            model,
            capacity=capacity,
            max_outputs=max_outputs,
            threads=threads,
            abort=self.abort,
            watch=self._watch,
        )
        self._contexts.append(context)
        return context

    def take_threads_used(self) -> tuple[int, int]:
        """Return the threads of the last pass of target and draft since this was asked before."""
        return self.threads.target.take_used(), self.threads.draft.take_used()

    def close(self) -> None:
        """Free contexts, then models; a second call does nothing."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        for held in (self._contexts, self._models):
            while held:
                held.pop().close()


def _takes_back(context: LlamaContext) -> bool:
    """Whether guesses that were wrong leave no trace."""
    return context.model.rewinds or rewinds_faithfully(context)


def _make_threads(spec: PairSpec) -> PairThreads:
    """Return what says how many threads to use; llama.cpp aborts where they cannot be made."""
    makeable = max(usable_threads(), os.cpu_count() or 1)
    if spec.fixed_threads is not None:
        target, draft = spec.fixed_threads
        return FixedPairThreads(min(target, makeable), min(draft, makeable))
    most = min(spec.threads or usable_threads(), makeable)
    # A graphics processor's work is not seen in processor time, nor can it be interrupted.
    return FixedPairThreads(most, most) if native.computes_on_gpu() else ThreadCount(most)


def _weights(spec: PairSpec) -> int:
    """Return the bytes of both files; raises `AppError(DRAFT_LARGER)` where they are swapped."""
    target = spec.target.stat().st_size
    if spec.draft is None or spec.draft.samefile(spec.target):
        return target
    draft = spec.draft.stat().st_size
    if draft > target:
        raise AppError(
            ErrorCode.DRAFT_LARGER, f"{draft / 1e9:,.2f} GB against {target / 1e9:,.2f} GB"
        )
    return target + draft


def _require_compatible(target: Model, draft: Model) -> None:
    """Raise the `AppError` that says why the draft cannot serve the target."""
    if draft.parameters > target.parameters:
        raise AppError(
            ErrorCode.DRAFT_LARGER,
            f"{draft.parameters:,} parameters against {target.parameters:,}",
        )
    mismatch = find_mismatch(target.vocabulary(), draft.vocabulary())
    if mismatch is not None:
        raise AppError(ErrorCode.PAIR_INCOMPATIBLE, mismatch.reason)
