"""Where a pair goes and what it takes, in lines of text."""

from collections.abc import Iterator, Sequence

from paceline.engine.plan import PairPlan
from paceline.loading import MAIN_MEMORY, MemoryReport, MemoryUse, ModelPlacement


def placement_lines(plan: PairPlan) -> Iterator[str]:
    """Say of each model where its layers go, and how long and of what kind its context is."""
    for name, placement in (("target", plan.target), ("draft", plan.draft)):
        if placement is not None:
            yield f"{name}: {_layers(placement)}; {_context(placement)}"


def memory_lines(report: MemoryReport) -> Iterator[str]:
    """Say what was expected beside what was taken."""
    expected = sum(use.buffers for use in report.estimated)
    taken = sum(use.buffers for use in report.taken)
    whole = sum(use.total for use in report.estimated)
    yield f"weights, caches and work space: {size(expected)} expected, {size(taken)} taken"
    grown = size(report.process_growth)
    yield f"with all else: {size(whole)} expected, this process grew by {grown}"


def use_rows(uses: Sequence[MemoryUse]) -> Iterator[tuple[str, ...]]:
    """Yield a row of text for each use: model, device, and the sizes of its parts."""
    for use in uses:
        parts = (use.weights, use.cache, use.compute, use.other, use.total)
        yield (use.model, use.device, *(size(part) for part in parts))


def size(count: int) -> str:
    """Return a number of bytes for a person."""
    return f"{count / 1e9:,.2f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"


def _layers(placement: ModelPlacement) -> str:
    parts = [f"{share.layers} layers on {share.device}" for share in placement.offloaded]
    left = placement.layers - placement.gpu_layers
    if left:
        parts.append(f"{left} layers on {MAIN_MEMORY}")
    return ", ".join(parts)


def _context(placement: ModelPlacement) -> str:
    kind = f"keys {placement.key_type}, values {placement.value_type}"
    attention = f"flash attention {placement.flash_attention}"
    return f"{placement.context_length:,} tokens ({kind}, {attention})"
