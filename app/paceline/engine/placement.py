"""Where the layers of a pair go: arithmetic over sizes, without any native code.

The draft and the target share one budget. Every round runs the draft several times and the target
once, so a byte of the draft in fast memory is worth several of the target's: the draft is placed
first, whole where it fits, and the target's last layers take what is left. Where only a little is
missing for both to fit whole, the draft's context is shortened: that costs guesses late in a long
chat, while a single layer in main memory would slow down every pass.

Nodes, which are other machines, are for the target alone: the draft's many short passes would each
wait for the network. They stand before the graphics processors of this machine, which hold the last
layers, for the output is by far the largest thing that would travel. The layers that remain are
shared out among the nodes by their free memory.

llama.cpp offloads the last layers first and counts the output as one more layer behind the last;
the token embeddings always stay in main memory.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from paceline.loading import (
    MAIN_MEMORY,
    CacheType,
    DeviceLayers,
    FlashAttention,
    MemoryUse,
    ModelPlacement,
)

LARGEST_RESERVE: Final = 1 << 30
"""Bytes of a graphics processor's memory left to the screen and other programs; as llama.cpp's."""

RESERVED_SHARE: Final = 8
"""Small devices keep only one part in this many free."""

SHORTEST_DRAFT_CONTEXT: Final = 1024
"""The draft's context is not shortened further by itself; it holds some pages of chat."""

SHORTENINGS: Final = (1, 2, 4)
"""Parts of the target's context that the draft's is tried with."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Bytes that grow with the length of the context."""

    fixed: float = 0
    per_token: float = 0

    def at(self, length: int) -> int:
        """Return the bytes at this length."""
        return max(0, round(self.fixed + self.per_token * length))

    def plus(self, other: "Growth", share: float) -> "Growth":
        """Return the sum with what grows with a share of the length."""
        return Growth(self.fixed + other.fixed, self.per_token + share * other.per_token)

    @classmethod
    def through(cls, first: tuple[int, int], second: tuple[int, int]) -> "Growth":
        """Return the line through two points (length, bytes)."""
        (start, low), (end, high) = first, second
        if start == end:
            return cls(high)
        slope = (high - low) / (end - start)
        return cls(low - slope * start, slope)


@dataclass(frozen=True, slots=True)
class CacheKind:
    """How a context stores and computes attention."""

    key_type: CacheType = CacheType.F16
    value_type: CacheType = CacheType.F16
    flash_attention: FlashAttention = FlashAttention.AUTO
    swa_full: bool = True


@dataclass(frozen=True, slots=True)
class ModelShape:
    """What a model takes, by layer and by length of context; all sizes in bytes.

    `compute` is needed on each device that holds layers, `host_compute` in main memory besides;
    the last of `layer_bytes` is the output. `tied_bytes` of it are the token embeddings over
    again, which are copied only where the output is offloaded.
    """

    layer_bytes: tuple[int, ...]
    input_bytes: int
    cache: Growth
    compute: Growth
    host_compute: Growth
    other_bytes: int
    tied_bytes: int = 0

    @property
    def layers(self) -> int:
        """Blocks and the output."""
        return len(self.layer_bytes)

    def with_second_context(self, other: "ModelShape", share: float) -> "ModelShape":
        """Return the shape of one model with two contexts, the other's a share of its length."""
        return replace(
            self,
            cache=self.cache.plus(other.cache, share),
            compute=self.compute.plus(other.compute, share),
            host_compute=self.host_compute.plus(other.host_compute, share),
        )

    def bytes_on_device(self, start: int, end: int, length: int) -> int:
        """Return what layers `start` to `end` - 1 take on a graphics processor."""
        if start == end:
            return 0
        use = self._use("", "", start, end, length)
        return use.weights + use.cache + use.compute

    def uses(self, model: str, placement: ModelPlacement) -> tuple[MemoryUse, ...]:
        """Return what the model takes on each device, main memory first."""
        length, start = placement.context_length, self.layers - placement.gpu_layers
        main = self._use(model, MAIN_MEMORY, 0, start, length)
        embeddings = self.input_bytes
        if start == self.layers:
            embeddings -= self.tied_bytes
        main = msgspec.structs.replace(
            main,
            weights=main.weights + embeddings,
            compute=(main.compute if start else 0) + self.host_compute.at(length),
            other=self.other_bytes,
        )
        found = [main]
        for share in placement.offloaded:
            found.append(self._use(model, share.device, start, start + share.layers, length))
            start += share.layers
        return tuple(found)

    def _use(self, model: str, device: str, start: int, end: int, length: int) -> MemoryUse:
        blocks = self.layers - 1
        with_cache = min(end, blocks) - min(start, blocks)
        return MemoryUse(
            model,
            device,
            weights=sum(self.layer_bytes[start:end]),
            cache=self.cache.at(length) * with_cache // max(1, blocks),
            compute=self.compute.at(length),
        )


@dataclass(frozen=True, slots=True)
class DeviceMemory:
    """A graphics processor or a node that layers may go to; sizes in bytes.

    `shared` marks one that computes in main memory, as those inside a processor do; `remote` one of
    another machine.
    """

    name: str
    free: int
    total: int
    shared: bool = False
    remote: bool = False

    @property
    def usable(self) -> int:
        """What a pair may take of it."""
        return max(0, self.free - min(LARGEST_RESERVE, self.total // RESERVED_SHARE))


@dataclass(frozen=True, slots=True)
class Placement:
    """Where both models go, and what that will take."""

    target: ModelPlacement
    draft: ModelPlacement | None
    estimate: tuple[MemoryUse, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two models, with what was fixed about it; None lets `place` choose the layers."""

    shape: ModelShape
    kind: CacheKind
    context_length: int
    gpu_layers: int | None = None

    def at(self, length: int) -> "Part":
        """Return the same with another context length."""
        return replace(self, context_length=length)

    def placed(self, offloaded: Sequence[DeviceLayers]) -> ModelPlacement:
        """Return where the model goes with these layers offloaded."""
        return ModelPlacement(
            self.context_length,
            self.shape.layers,
            self.kind.key_type,
            self.kind.value_type,
            self.kind.flash_attention,
            self.kind.swa_full,
            tuple(each for each in offloaded if each.layers),
        )


def place(
    target: Part,
    draft: Part | None,
    devices: Sequence[DeviceMemory],
    *,
    draft_context_fixed: bool = False,
) -> Placement:
    """Decide where the layers go; with no `devices` everything stays in main memory.

    Takes the longest draft context with which both models fit whole, and the whole one where none
    helps. Layers that the person fixed are placed as asked for, fitting or not.
    """
    whole = _place_at(target, draft, devices)
    if draft is None or not devices or draft_context_fixed or _is_whole(whole):
        return whole
    lengths = {max(SHORTEST_DRAFT_CONTEXT, draft.context_length // part) for part in SHORTENINGS}
    for length in sorted(lengths - {draft.context_length}, reverse=True):
        if length < draft.context_length and _is_whole(
            placed := _place_at(target, draft.at(length), devices)
        ):
            return placed
    return whole


def place_shared(target: Part, draft: Part, devices: Sequence[DeviceMemory]) -> Placement:
    """Decide where one model goes that has two contexts, as its own draft."""
    share = draft.context_length / target.context_length
    shape = target.shape.with_second_context(draft.shape, share)
    placed = place(replace(target, shape=shape), None, devices)
    return replace(placed, draft=draft.placed(placed.target.offloaded))


def _place_at(target: Part, draft: Part | None, devices: Sequence[DeviceMemory]) -> Placement:
    budgets = {device.name: device.usable for device in devices if not device.remote}
    nodes = {device.name: device.usable for device in devices if device.remote}
    draft_placement = None
    estimate: tuple[MemoryUse, ...] = ()
    if draft is not None:
        draft_placement = draft.placed(_offload_to_one(draft, budgets))
        estimate = draft.shape.uses("draft", draft_placement)
        for use in estimate:
            if use.device in budgets:
                budgets[use.device] = max(0, budgets[use.device] - use.total)
    offloaded = _offload_with_nodes(target, nodes, budgets) if nodes else _offload(target, budgets)
    target_placement = target.placed(offloaded)
    estimate = (*target.shape.uses("target", target_placement), *estimate)
    return Placement(target_placement, draft_placement, estimate)


def _is_whole(placement: Placement) -> bool:
    """Whether every layer is on a graphics processor."""
    both = (placement.target, placement.draft)
    return all(each.gpu_layers == each.layers for each in both if each is not None)


def _offload_to_one(part: Part, budgets: dict[str, int]) -> list[DeviceLayers]:
    """Put as many layers as fit on the emptiest device: a small model gains nothing from two."""
    if not budgets:
        return []
    name = max(budgets, key=lambda each: budgets[each])
    return _offload(part, {name: budgets[name]})


def _offload_with_nodes(
    part: Part, nodes: dict[str, int], budgets: dict[str, int]
) -> list[DeviceLayers]:
    """Put as many of the last layers as fit on devices here, and of those before them on nodes."""
    most = part.shape.layers if part.gpu_layers is None else min(part.gpu_layers, part.shape.layers)
    here = _offload(replace(part, gpu_layers=None), budgets)
    taken = min(most, sum(share.layers for share in here))
    if taken < sum(share.layers for share in here):
        here = _fill(part, taken, budgets) or []
    end = part.shape.layers - taken

    def shares(count: int) -> list[DeviceLayers] | None:
        return _spread(part, end - count, end, nodes)

    count = most - taken
    if part.gpu_layers is None:
        count = bisect_left(range(1, count + 1), True, key=lambda it: shares(it) is None)
    return [*(shares(count) or _divide(count, nodes)), *here]


def _spread(part: Part, start: int, end: int, budgets: dict[str, int]) -> list[DeviceLayers] | None:
    """Share out layers `start` to `end` - 1 by free memory; None where they do not fit at all."""
    first = start
    shares = _divide(end - start, budgets)
    for share in shares:
        if _room(part, start, budgets[share.device]) < share.layers:
            return _fill(part, end - first, budgets, end=end)
        start += share.layers
    return shares


def _offload(part: Part, budgets: dict[str, int]) -> list[DeviceLayers]:
    """Put as many of the last layers as fit on the devices, filled one after the other."""
    if not budgets:
        return []
    most = part.shape.layers
    if part.gpu_layers is not None:
        count = min(part.gpu_layers, most)
        return _fill(part, count, budgets) or _divide(count, budgets)

    def overflows(count: int) -> bool:
        return _fill(part, count, budgets) is None

    # Up to some number of layers they fit, and from there on they do not.
    return _fill(part, bisect_left(range(1, most + 1), True, key=overflows), budgets) or []


def _fill(
    part: Part, count: int, budgets: dict[str, int], end: int | None = None
) -> list[DeviceLayers] | None:
    """Divide the last `count` layers before `end` among the devices, None where they do not fit."""
    end = part.shape.layers if end is None else end
    start = end - count
    shares = []
    for name, budget in budgets.items():
        room = min(end - start, _room(part, start, budget))
        shares.append(DeviceLayers(name, room))
        start += room
    return shares if start == end else None


def _room(part: Part, start: int, budget: int) -> int:
    """Return how many layers from `start` on fit into this many bytes."""

    def size(count: int) -> int:
        return part.shape.bytes_on_device(start, start + count, part.context_length)

    return bisect_right(range(1, part.shape.layers - start + 1), budget, key=size)


def _divide(count: int, budgets: dict[str, int]) -> list[DeviceLayers]:
    """Share out layers by free memory, whether they fit or not."""
    total = sum(budgets.values()) or 1
    shares = [DeviceLayers(name, count * free // total) for name, free in budgets.items()]
    missing = count - sum(share.layers for share in shares)
    return [DeviceLayers(shares[0].device, shares[0].layers + missing), *shares[1:]]
