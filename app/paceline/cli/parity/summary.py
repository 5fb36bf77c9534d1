"""What a comparison found, in sentences."""

from collections.abc import Iterator

from paceline.parity import Comparison, Divergence, Record, Saying, Total


def sentences(record: Record) -> Iterator[str]:
    """Say of every reply that differs where and how closely, then the totals."""
    for each in record.comparisons:
        if each.divergence is not None:
            yield f"{_headline(each)}: {_difference(each.divergence)}"
    for total in record.totals:
        yield _total(total)


def _headline(found: Comparison) -> str:
    how = "greedy" if found.seed is None else f"seed {found.seed}"
    prompt = found.prompt if len(found.prompt) <= 40 else f"{found.prompt[:39]}…"
    return f"{found.policy}, {how}, “{' '.join(prompt.split())}”"


def _difference(found: Divergence) -> str:
    plain, speculated = _said(found.plain), _said(found.speculated)
    kind = "near-tie" if found.near_tie else "DIVERGENCE"
    near = "" if found.gap is None else f", {found.gap:.2f} logits between them in the draw"
    return f"{kind} at token {found.position}: plain says {plain}, speculated {speculated}{near}"


def _said(saying: Saying | None) -> str:
    if saying is None:
        return "nothing more"
    return f"{saying.text!r} (lead {saying.margin:.3f})"


def _total(total: Total) -> str:
    how = "seeded" if total.seeded else "greedy"
    share = total.identical / total.replies
    return (
        f"{total.policy}, {how}: {total.identical} of {total.replies} replies identical "
        f"({share:.1%}), {total.near_ties} with a near-tie, {total.divergent} divergent."
    )
