"""What loading a pair will come to, worked out from headers before any weights are read.

Everything that can be refused is refused here, in a second and with nothing to undo: a bad file, a
draft that does not fit the target, settings that a model cannot have, memory that is short.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import msgspec

from paceline.engine import model_file
from paceline.engine.llama.branches import branching_kind
from paceline.engine.llama.devices import compute_devices, offload_devices
from paceline.engine.llama.model import Model
from paceline.engine.llama.native_context import batch_tokens, default_kind
from paceline.engine.llama.rpc import connected
from paceline.engine.llama.survey import (
    SHORTEST_CONTEXT,
    header_of,
    repacks,
    survey,
    survey_branches,
)
from paceline.engine.llama.tensor_sizes import shards
from paceline.engine.memory import MemoryBudget
from paceline.engine.placement import (
    CacheKind,
    DeviceMemory,
    Part,
    place,
    place_shared,
)
from paceline.errors import AppError, ErrorCode
from paceline.loading import (
    MAIN_MEMORY,
    CacheType,
    FlashAttention,
    LoadingWishes,
    MemoryUse,
    ModelPlacement,
)
from paceline.options import MAX_DRAFT_LENGTH
from paceline.vocabulary import find_mismatch

DEFAULT_CONTEXT_LENGTH: Final = 4096
"""Long enough for a chat of an hour; the KV cache of a large model stays below its weights."""

TARGET_OUTPUTS: Final = 1 + MAX_DRAFT_LENGTH
DRAFT_OUTPUTS: Final = MAX_DRAFT_LENGTH
"""Rows of logits that one pass may ask for: a draft may be checked by the draft model too."""

_NO_GRAPHICS: Final = "There is no graphics processor here, so every layer stays in main memory."

_ONE_AT_A_TIME: Final = (
    "These models keep a state that several replies cannot share (a recurrent or hybrid "
    "architecture), so replies are written one after the other."
)

_NEEDS_FLASH_ATTENTION: Final = "a cache with quantized values needs flash attention"


@dataclass(frozen=True, slots=True)
class PairSpec:
    """What to load; None leaves context length and threads to this program.

    `threads` is the most that may be used. `fixed_threads`, for target and draft, do not follow
    the load, as for comparisons. `learned` is the folder for what the engine learns from chats;
    without it nothing is learned, nor is anything read that was. `seats` is how many replies are to
    be written at once, each with `context_length` for itself.
    """

    target: Path
    draft: Path | None = None
    context_length: int | None = None
    threads: int | None = None
    fixed_threads: tuple[int, int] | None = None
    wishes: LoadingWishes = field(default_factory=LoadingWishes)
    learned: Path | None = None
    seats: int = 1

    @property
    def shares_model(self) -> bool:
        """Whether one file is both target and draft; it is then loaded once."""
        return self.draft is not None and self.draft.samefile(self.target)


@dataclass(frozen=True, slots=True)
class PairPlan:
    """Where both models go, what that takes, and how their files are read.

    `draft` is None without one. `target_mapped` and `draft_mapped` say whether the file is mapped
    into memory; otherwise it is read, so that weights which are rearranged are held only once.
    `seats` is how many replies can be written at once; they share the placements' contexts.
    """

    target: ModelPlacement
    draft: ModelPlacement | None
    estimate: tuple[MemoryUse, ...]
    budget: MemoryBudget
    target_mapped: bool
    draft_mapped: bool
    notes: tuple[str, ...]
    seats: int = 1

    def require_memory(self) -> None:
        """Raise `MemoryShort` where there is too little."""
        length = self.target.context_length // self.seats
        contexts = "a context" if self.seats == 1 else f"{self.seats} contexts"
        self.budget.require(self.estimate, f"models and {contexts} of {length:,} tokens")


def plan_pair(spec: PairSpec) -> PairPlan:
    """Work out the plan; raises the `AppError` that says why the pair cannot be loaded."""
    for path in (spec.target, spec.draft):
        if path is not None:
            model_file.check_model_file(path)
    _require_smaller_draft(spec)
    wishes = spec.wishes
    wants_layers = bool(wishes.gpu_layers or wishes.draft_gpu_layers)
    local = _chosen_devices(wishes)
    with ExitStack() as held:
        devices = (*held.enter_context(connected(wishes.nodes)), *local)
        budget = MemoryBudget.now(devices)
        target = held.enter_context(header_of(spec.target, devices))
        length = spec.context_length or min(DEFAULT_CONTEXT_LENGTH, target.context_length_trained)
        draft_devices = devices if spec.shares_model else local
        draft = _open_draft(spec, target, draft_devices, held)
        seats = spec.seats if all(each.rewinds for each in (target, draft or target)) else 1
        part = _part(
            target,
            _target_kind(target, wishes, on_gpu=bool(devices)),
            max(SHORTEST_CONTEXT, length),
            wishes.gpu_layers,
            TARGET_OUTPUTS,
            devices,
            seats,
        )
        draft_part = (
            None
            if draft is None
            else _part(
                draft,
                _draft_kind(draft, wishes, on_gpu=bool(draft_devices)),
                max(
                    SHORTEST_CONTEXT,
                    min(part.context_length // seats, wishes.draft_context_length or length),
                ),
                wishes.draft_gpu_layers,
                DRAFT_OUTPUTS,
                draft_devices,
                seats,
            )
        )
        if draft_part is not None and draft is target:
            placement = place_shared(part, draft_part, devices)
        else:
            fixed = wishes.draft_context_length is not None
            placement = place(part, draft_part, devices, draft_context_fixed=fixed)
        return PairPlan(
            placement.target,
            placement.draft,
            placement.estimate,
            budget,
            target_mapped=not repacks(target),
            draft_mapped=draft is None or not repacks(draft),
            notes=(
                *((_NO_GRAPHICS,) if wants_layers and not devices else ()),
                *((_ONE_AT_A_TIME,) if seats < spec.seats else ()),
            ),
            seats=seats,
        )


def require_branches(
    spec: PairSpec, placement: ModelPlacement, kind: CacheKind, capacity: int, count: int
) -> None:
    """Raise `MemoryShort` where there is too little for so many branches of a target's context.

    Layers on a graphics processor or a node have their part of the cache there.
    """
    with header_of(spec.target) as header:
        whole = survey_branches(header, branching_kind(kind), capacity=capacity, count=count)
    shares = {each.device: each.layers / placement.layers for each in placement.offloaded}
    shares[MAIN_MEMORY] = 1 - sum(shares.values())
    uses = [
        msgspec.structs.replace(whole, device=device, cache=round(whole.cache * share))
        for device, share in shares.items()
    ]
    devices = offload_devices(compute_devices()) if placement.offloaded else ()
    with connected(spec.wishes.nodes) as nodes:
        budget = MemoryBudget.now((*nodes, *devices))
    budget.require(uses, f"{count} answers of such a length")


def _open_draft(
    spec: PairSpec, target: Model, devices: tuple[DeviceMemory, ...], held: ExitStack
) -> Model | None:
    """Return the draft where there is one; raises `AppError` where it cannot serve this target."""
    if spec.draft is None:
        return None
    if spec.shares_model:
        return target
    draft = held.enter_context(header_of(spec.draft, devices))
    _require_compatible(target, draft)
    return draft


def _part(
    model: Model,
    kind: CacheKind,
    length: int,
    gpu_layers: int | None,
    max_outputs: int,
    devices: tuple[DeviceMemory, ...],
    seats: int,
) -> Part:
    if seats > 1:
        kind = branching_kind(kind)
        length *= seats
        max_outputs = batch_tokens(on_gpu=model.on_gpu)
    shape = survey(
        model, kind, length=length, max_outputs=max_outputs, devices=devices, sequences=seats
    )
    return Part(shape, kind, length, gpu_layers)


def _chosen_devices(wishes: LoadingWishes) -> tuple[DeviceMemory, ...]:
    """Return the graphics processors that may be used."""
    found = offload_devices(compute_devices())
    if wishes.device is None:
        return found
    names = [MAIN_MEMORY, *(device.name for device in found)]
    if wishes.device not in names:
        raise AppError(
            ErrorCode.PLACEMENT_IMPOSSIBLE,
            f"there is no device “{wishes.device}” here, only {', '.join(names)}",
        )
    return tuple(device for device in found if device.name == wishes.device)


def _target_kind(model: Model, wishes: LoadingWishes, *, on_gpu: bool) -> CacheKind:
    return _kind(model, wishes, wishes.key_type, wishes.value_type, on_gpu=on_gpu)


def _draft_kind(model: Model, wishes: LoadingWishes, *, on_gpu: bool) -> CacheKind:
    chosen = wishes.draft_cache_type
    return _kind(model, wishes, chosen, chosen, on_gpu=on_gpu)


def _kind(
    model: Model,
    wishes: LoadingWishes,
    key: CacheType | None,
    value: CacheType | None,
    *,
    on_gpu: bool,
) -> CacheKind:
    usual = default_kind(on_gpu=on_gpu, flash_attention=wishes.flash_attention)
    if model.one_cache_type:
        key = key or value or usual.key_type
        value = value or key
    kind = replace(
        usual,
        key_type=key or usual.key_type,
        value_type=value or usual.value_type,
        swa_full=wishes.swa_full,
    )
    if kind.value_type.quantized and kind.flash_attention == FlashAttention.OFF:
        raise AppError(ErrorCode.PLACEMENT_IMPOSSIBLE, _NEEDS_FLASH_ATTENTION)
    return kind


def _require_smaller_draft(spec: PairSpec) -> None:
    """Raise `AppError(DRAFT_LARGER)` where the files seem to be swapped."""
    if spec.draft is None or spec.shares_model:
        return
    target, draft = (
        sum(shard.stat().st_size for shard in shards(path) if shard.exists())
        for path in (spec.target, spec.draft)
    )
    if draft > target:
        raise AppError(
            ErrorCode.DRAFT_LARGER, f"{draft / 1e9:,.2f} GB against {target / 1e9:,.2f} GB"
        )


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
