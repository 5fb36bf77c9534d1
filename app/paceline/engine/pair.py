"""A target and what drafts for it, loaded and ready to chat."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from paceline.engine.batching.conductor import Conductor, Line
from paceline.engine.batching.seat import Seat
from paceline.engine.batching.seat_context import SeatContext
from paceline.engine.chat_template import ChatTemplate
from paceline.engine.drafters.base import Panel
from paceline.engine.drafters.ngram_pool import NgramPool
from paceline.engine.governor.memory import GovernorMemory
from paceline.engine.llama.branches import LlamaBranches
from paceline.engine.llama.buffers import memory_taken
from paceline.engine.llama.context import LlamaContext
from paceline.engine.llama.devices import compute_devices
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import ENGINE_VERSION, AbortFlag
from paceline.engine.llama.rpc import are_lost, connected, is_node
from paceline.engine.llama.shared_context import SharedContext
from paceline.engine.llama.stall_watch import StallWatch
from paceline.engine.memory import process_memory
from paceline.engine.panels import make_panel
from paceline.engine.personal_cache import PersonalCache, Tokenizer
from paceline.engine.placement import CacheKind
from paceline.engine.plan import (
    DRAFT_OUTPUTS,
    TARGET_OUTPUTS,
    PairPlan,
    PairSpec,
    plan_pair,
    require_branches,
)
from paceline.engine.rewind_check import rewinds_faithfully
from paceline.engine.target import Target
from paceline.engine.threads import (
    FixedPairThreads,
    NodePairThreads,
    PairThreads,
    PassThreads,
    ThreadCount,
    usable_threads,
)
from paceline.engine.tokens import KvContext
from paceline.errors import AppError, ErrorCode
from paceline.loading import MemoryReport, MemoryUse, ModelPlacement

_lost: Final[list[object]] = []
"""Targets whose nodes are gone, never to be freed."""

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


class Pair:
    """The loaded models with a context each; free them with `close`.

    With several seats the contexts are shared: `seats` are then pairs for one reply each, whose
    passes `conductor` brings together, and the pair itself stands for the first of them.
    """

    sharing: Final = 1

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
        self.personal: PersonalCache | None = None
        self._models: list[Model] = []
        self._contexts: list[LlamaContext | SharedContext] = []
        self._watch: StallWatch | None = None
        self.context: KvContext
        self.draft_context: KvContext | None = None
        self.seats: tuple[Seat, ...] = ()
        self.conductor: Conductor | None = None
        held_before = process_memory()
        self._connections = ExitStack()
        nodes = self._connections.enter_context(connected(spec.wishes.nodes))
        self._node_devices = tuple(device.name for device in nodes)
        try:
            self.plan = plan_pair(spec)
            self.notes = self.plan.notes
            self.plan.require_memory()
            self.threads = _make_threads(spec, self.plan)
            self._load_models(progress)
            self._build()
        except BaseException:
            self.close()
            raise
        self.memory = self._report(held_before)

    @property
    def on_gpu(self) -> bool:
        """Whether any layer is on a graphics processor."""
        return any(it.gpu_layers for it in (self.plan.target, self.plan.draft) if it is not None)

    @property
    def memory_bytes(self) -> int:
        """What freeing this pair gives back, as it was estimated."""
        return sum(use.total for use in self.plan.estimate)

    def _load_models(self, progress: LoadProgressed) -> None:
        plan, spec = self.plan, self.spec
        self.model = self._load(
            spec.target, "target", plan.target, progress, mapped=plan.target_mapped
        )
        self.draft: Model | None = None
        if spec.draft is not None and plan.draft is not None:
            self.draft = (
                self.model
                if spec.shares_model
                else self._load(spec.draft, "draft", plan.draft, progress, mapped=plan.draft_mapped)
            )

    def _load(
        self,
        path: Path,
        part: str,
        placement: ModelPlacement,
        progress: LoadProgressed,
        *,
        mapped: bool,
    ) -> Model:
        model = Model.load(
            path,
            offloaded=placement.offloaded,
            mapped=mapped,
            progress=lambda fraction: progress(part, fraction),
            cancelled=lambda: self.abort.is_set,
        )
        self._models.append(model)
        return model

    def _build(self) -> None:
        model, draft = self.model, self.draft
        match self.threads:
            case ThreadCount() as following:
                self._watch = StallWatch(self.abort, following)
            case NodePairThreads(following=following):
                self._watch = StallWatch(self.abort, following)
            case _:
                pass  # nothing follows the load
        self.template = ChatTemplate(model.chat_template, bos=model.bos_text, eos=model.eos_text)
        if self.plan.seats > 1:
            self._share_contexts()
        else:
            self._make_contexts()
        if self.template.note:
            self.notes += (self.template.note,)
        shortest = min(each.context_length_trained for each in (model, draft) if each is not None)
        if self.context.capacity > shortest:
            self.notes += (_LONGER_THAN_TRAINED.format(shortest),)

    def _make_contexts(self) -> None:
        """Make the contexts of a pair that writes one reply at a time."""
        model, draft = self.model, self.draft
        context = self._context(
            model, self.plan.target, self.threads.target, max_outputs=TARGET_OUTPUTS
        )
        self.context = context
        self.target = Target(context)
        if not _takes_back(context):
            self.notes += (_NOT_REWINDABLE,)
            self.drafters = Panel(())
            return
        self._learn()
        if draft is not None and self.plan.draft is not None:
            guessing = self._context(
                draft, self.plan.draft, self.threads.draft, max_outputs=DRAFT_OUTPUTS
            )
            if _takes_back(guessing):
                self.draft_context = guessing
            else:
                self.notes += (_DRAFT_NOT_REWINDABLE,)
        self.drafters = self._panel(self.draft_context, NgramPool())

    def _share_contexts(self) -> None:
        """Make contexts that several replies share, and what each of them needs for itself."""
        target = Line(self._shared(self.model, self.plan.target, self.threads.target))
        draft: Line | None = None
        if self.draft is not None and self.plan.draft is not None:
            cache = self._shared(self.draft, self.plan.draft, self.threads.draft)
            draft = Line(cache, guesses=True)
        self._learn()
        conductor = self.conductor = Conductor(target, draft)
        pool = NgramPool()
        seats: list[Seat] = []
        for number in range(self.plan.seats):
            context = SeatContext(conductor, target, number)
            guessing = SeatContext(conductor, draft, number) if draft is not None else None
            panel = self._panel(guessing, pool)
            seats.append(Seat(self.model, self.template, context, guessing, panel, self.personal))
        self.seats = tuple(seats)
        first = seats[0]
        self.context, self.draft_context = first.context, first.draft_context
        self.target, self.drafters = first.target, first.drafters

    def _panel(self, draft_context: KvContext | None, pool: NgramPool) -> Panel:
        vocabulary = None if self.draft is None else self.draft.vocabulary_size
        return make_panel(self.model, draft_context, vocabulary, pool, self.personal)

    def _learn(self) -> None:
        if self.spec.learned is not None:
            self.personal = self._open_personal(self.spec.learned)

    def _open_personal(self, folder: Path) -> PersonalCache:
        model = self.model
        tokenizer = Tokenizer(
            fingerprint=model.vocabulary().fingerprint(),
            vocabulary_size=model.vocabulary_size,
            model=model.name,
            tokenize=lambda text: model.tokenize(text, add_special=False),
            text=model.piece,
        )
        cache = PersonalCache(folder, tokenizer)
        if cache.note is not None:
            self.notes += (cache.note,)
        return cache

    def _context(
        self, model: Model, placement: ModelPlacement, threads: PassThreads, *, max_outputs: int
    ) -> LlamaContext:
        context = LlamaContext(
            model,
            capacity=placement.context_length,
            max_outputs=max_outputs,
            threads=threads,
            abort=self.abort,
            watch=self._watch,
            kind=_kind(placement),
        )
        self._contexts.append(context)
        return context

    def _shared(
        self, model: Model, placement: ModelPlacement, threads: PassThreads
    ) -> SharedContext:
        context = SharedContext(
            model,
            sequences=self.plan.seats,
            capacity=placement.context_length,
            threads=threads,
            abort=self.abort,
            kind=_kind(placement),
            watch=self._watch,
        )
        self._contexts.append(context)
        return context

    def memory_in(self, folder: Path) -> GovernorMemory:
        """Return where the governor keeps in `folder` what it learns about this pair, so placed."""
        spec, plan = self.spec, self.plan
        models = [spec.target, *([spec.draft] if spec.draft else [])]
        devices = [device.description for device in compute_devices()]
        placements = [repr(plan.target), repr(plan.draft)]
        return GovernorMemory.of(folder, models, (ENGINE_VERSION, *devices, *placements))

    def branch(self, count: int, length: int) -> LlamaBranches:
        """Let what the target's context holds go on in `count` ways, each `length` tokens long.

        Raises `MemoryShort` before anything is taken where there is too little, or `AppError`.
        """
        context = self._contexts[0]
        if isinstance(context, SharedContext):
            raise AppError(ErrorCode.ENGINE_BUSY, "replies that are written at the same time")
        capacity = len(context.tokens) + 1 + count * length
        require_branches(self.spec, self.plan.target, context.kind, capacity, count)
        return LlamaBranches(
            context,
            count,
            capacity=capacity,
            threads=self.threads.target,
            abort=self.abort,
        )

    def take_threads_used(self) -> tuple[int, int]:
        """Return the threads of the last pass of target and draft since this was asked before."""
        return self.threads.target.take_used(), self.threads.draft.take_used()

    def _report(self, held_before: int) -> MemoryReport:
        """Put what was expected beside what was taken."""
        parts = ("target", "draft")
        placements = [it for it in (self.plan.target, self.plan.draft) if it is not None]
        devices = sorted({share.device for it in placements for share in it.offloaded})
        taken: list[MemoryUse] = []
        for index, (part, context) in enumerate(zip(parts, self._contexts, strict=False)):
            weights = self._models[index].buffers if index < len(self._models) else ()
            taken += memory_taken(part, (*weights, *context.buffers), devices)
        growth = process_memory() - held_before
        return MemoryReport(self.plan.estimate, tuple(taken), max(0, growth))

    def close(self) -> None:
        """Save what was learned, free contexts, then models; a second call does nothing."""
        if self.personal is not None:
            self.personal.close()
            self.personal = None
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        if self._models and are_lost(self._node_devices):
            self._leave_target(self._models[0])
        for held in (self._contexts, self._models):
            while held:
                held.pop().close()
        self._connections.close()

    def _leave_target(self, target: Model) -> None:
        """Free what is here alone: llama.cpp ends the process where it cannot tell a node."""
        contexts = [each for each in self._contexts if each.model is target]
        _lost.append((self._connections.pop_all(), contexts, target))
        self._contexts = [each for each in self._contexts if each.model is not target]
        self._models.remove(target)


def _takes_back(context: LlamaContext) -> bool:
    """Whether guesses that were wrong leave no trace."""
    return context.model.rewinds or rewinds_faithfully(context)


def _kind(placement: ModelPlacement) -> CacheKind:
    return CacheKind(
        placement.key_type,
        placement.value_type,
        placement.flash_attention,
        placement.swa_full,
    )


def _make_threads(spec: PairSpec, plan: PairPlan) -> PairThreads:
    """Return what says how many threads to use; llama.cpp aborts where they cannot be made."""
    makeable = max(usable_threads(), os.cpu_count() or 1)
    if spec.fixed_threads is not None:
        target, draft = spec.fixed_threads
        return FixedPairThreads(min(target, makeable), min(draft, makeable))
    most = min(spec.threads or usable_threads(), makeable)
    here = plan.draft.offloaded if plan.draft is not None else ()
    if not plan.target.offloaded and not here:
        return ThreadCount(most)
    if not here and all(is_node(share.device) for share in plan.target.offloaded):
        return NodePairThreads(most, 1 if plan.target.gpu_layers == plan.target.layers else most)
    # A graphics processor's work is not seen in processor time, nor can it be interrupted.
    return FixedPairThreads(most, most)
