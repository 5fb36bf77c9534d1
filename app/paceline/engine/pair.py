"""A target and what drafts for it, loaded and ready to chat."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from paceline.engine import model_file
from paceline.engine.chat_template import ChatTemplate
from paceline.engine.compatibility import find_mismatch
from paceline.engine.drafters.base import Drafter, Panel
from paceline.engine.drafters.draft_model import DraftModelDrafter
from paceline.engine.drafters.ngram import NgramDrafter
from paceline.engine.llama import native
from paceline.engine.llama.context import LlamaContext
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag
from paceline.engine.llama.stall_watch import StallWatch
from paceline.engine.target import Target
from paceline.engine.threads import ThreadCount, usable_threads
from paceline.errors import AppError, ErrorCode
from paceline.options import MAX_DRAFT_LENGTH

DEFAULT_CONTEXT_LENGTH: Final = 4096
"""Long enough for a chat of an hour; the KV cache of a large model stays below its weights."""

SHORTEST_CONTEXT: Final = 64

LoadProgressed = Callable[[str, float], None]
"""Told which part loads, "target" or "draft", and how far it is, 0 to 1."""

_NOT_REWINDABLE: Final = (
    "This model's state cannot be rewound (a recurrent or hybrid architecture), so its replies "
    "are written without speculation."
)

_LONGER_THAN_TRAINED: Final = (
    "The context is longer than the {:,} tokens that the model was trained on; "
    "far into it replies may lose their thread."
)


@dataclass(frozen=True, slots=True)
class PairSpec:
    """What to load; None leaves context length and threads to this program."""

    target: Path
    draft: Path | None = None
    context_length: int | None = None
    threads: int | None = None


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
        self.thread_count = ThreadCount(spec.threads or usable_threads())
        self.draft: Model | None = None
        self._contexts: list[LlamaContext] = []
        self._watch: StallWatch | None = None
        for path in (spec.target, *([spec.draft] if spec.draft else [])):
            model_file.check_model_file(path)
        _require_memory(
            sum(p.stat().st_size for p in (spec.target, spec.draft) if p), "the models' weights"
        )
        self.model = Model.load(
            spec.target,
            progress=lambda fraction: progress("target", fraction),
            cancelled=lambda: abort.is_set,
        )
        try:
            if spec.draft is not None:
                self.draft = Model.load(
                    spec.draft,
                    progress=lambda fraction: progress("draft", fraction),
                    cancelled=lambda: abort.is_set,
                )
                _require_compatible(self.model, self.draft)
            self._build()
        except BaseException:
            self.close()
            raise

    def _build(self) -> None:
        model, spec = self.model, self.spec
        # A graphics processor's work is not seen in processor time, nor can it be interrupted.
        if not native.computes_on_gpu() and model.rewinds:
            self._watch = StallWatch(self.abort, self.thread_count)
        wanted = spec.context_length or min(DEFAULT_CONTEXT_LENGTH, model.context_length_trained)
        capacity = max(SHORTEST_CONTEXT, wanted)
        models = [model, *([self.draft] if self.draft else [])]
        _require_memory(
            sum(each.kv_bytes_per_token() for each in models) * capacity,
            f"the KV cache of a context of {capacity:,} tokens",
        )
        self.context = self._context(model, capacity, max_outputs=1 + MAX_DRAFT_LENGTH)
        self.target = Target(self.context)
        self.template = ChatTemplate(model.chat_template, bos=model.bos_text, eos=model.eos_text)
        if self.template.note:
            self.notes += (self.template.note,)
        if capacity > model.context_length_trained:
            self.notes += (_LONGER_THAN_TRAINED.format(model.context_length_trained),)
        drafters: list[Drafter] = []
        if not model.rewinds:
            self.notes += (_NOT_REWINDABLE,)
        else:
            if self.draft is not None and self.draft.rewinds:
                drafters.append(
                    DraftModelDrafter(
                        self._context(self.draft, capacity, max_outputs=1),
                        vocabulary_size=self.draft.vocabulary_size,
                        target_vocabulary_size=model.vocabulary_size,
                        is_end=model.is_end,
                    )
                )
            elif self.draft is not None:
                self.notes += ("The draft's state cannot be rewound, so n-grams draft instead.",)
            drafters.append(NgramDrafter())
        self.drafters = Panel(drafters)

    def _context(self, model: Model, capacity: int, *, max_outputs: int) -> LlamaContext:
        context = LlamaContext(
            model,
            capacity=capacity,
            max_outputs=max_outputs,
            threads=self.thread_count,
            abort=self.abort,
            watch=self._watch,
        )
        self._contexts.append(context)
        return context

    def follow_load(self, computing_seconds: float) -> None:
        """Tell how long the last pass took, so that the next one uses fitting threads."""
        if self._watch is not None:
            self.thread_count.observe(computing_seconds)

    def close(self) -> None:
        """Free contexts, then models; a second call does nothing."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        while self._contexts:
            self._contexts.pop().close()
        if self.draft is not None:
            self.draft.close()
        self.model.close()


def _require_compatible(target: Model, draft: Model) -> None:
    """Raise the `AppError` that says why the draft cannot serve the target."""
    if draft.parameters > target.parameters:
        raise AppError(
            ErrorCode.DRAFT_LARGER,
            f"{draft.parameters:,} parameters against the target's {target.parameters:,}",
        )
    mismatch = find_mismatch(target.vocabulary(), draft.vocabulary())
    if mismatch is not None:
        raise AppError(ErrorCode.PAIR_INCOMPATIBLE, mismatch.reason)


def _require_memory(needed: int, purpose: str) -> None:
    """Raise `AppError(MEMORY_SHORT)` where `needed` bytes cannot be had now."""
    available = psutil.virtual_memory().available
    if needed > available:
        raise AppError(
            ErrorCode.MEMORY_SHORT,
            f"{purpose} need {needed / 1e9:,.1f} GB and {available / 1e9:,.1f} GB are free",
        )
