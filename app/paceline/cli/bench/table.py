"""A benchmark's report in at most 80 columns of a terminal; the JSON holds the rest."""

from collections.abc import Iterator

from rich import box
from rich.table import Table
from rich.text import Text

from paceline.cli.bench.report import Report, Verdict


def table(report: Report) -> Table:
    """Lay the results out; `loop` is the time outside the models, `of bound` what was reached."""
    title = Text(f"{report.pair} on {report.machine.processor}")
    rows = Table(title=title, box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    for heading in ("kind", "policy"):
        rows.add_column(heading, overflow="fold")
    for heading in ("tok/s", "gain", "range", "accepted", "per pass", "loop", "of bound"):
        rows.add_column(heading, justify="right", overflow="fold")
    for each in report.results:
        gain = each.speedup
        rows.add_row(
            Text(each.kind),
            each.policy,
            f"{each.tokens_per_second.median:.1f}",
            f"{gain.median:.2f}",
            f"{gain.min:.2f}-{gain.max:.2f}",
            "" if each.acceptance is None else f"{each.acceptance:.0%}",
            f"{each.tokens_per_pass:.2f}",
            f"{each.loop_overhead:.1%}",
            "" if each.reached is None else f"{each.reached:.0%}",
        )
    return rows


def curve_table(report: Report) -> Table | None:
    """Lay out the curve of pass costs, None where it was not measured."""
    contexts = sorted({point.context for point in report.curve})
    if not contexts:
        return None
    rows = Table(title="Cost of one pass", box=box.SIMPLE_HEAD, show_edge=False)
    rows.add_column("width", justify="right")
    for context in contexts:
        rows.add_column(f"ms after {context:,}", justify="right")
        rows.add_column("passes", justify="right")
    spent = {(point.context, point.width): point.milliseconds.median for point in report.curve}
    for width in sorted({point.width for point in report.curve}):
        cells = [str(width)]
        for context in contexts:
            cells.append(f"{spent[context, width]:.1f}")
            cells.append(f"{spent[context, width] / spent[context, 1]:.2f}")
        rows.add_row(*cells)
    return rows


def sentences(report: Report) -> Iterator[str]:
    """Say of every kind what came out, and what every kind has in common."""
    for each in report.verdicts:
        yield f"{each.kind}: {_finding(each)}"


def _finding(found: Verdict) -> str:
    best = (
        "plain decoding was the best fixed policy"
        if found.best_speedup <= 1
        else f"{found.best_fixed} was the best fixed policy ({found.best_speedup:.2f}x)"
    )
    parts = [best]
    if found.governor_share is not None and found.governor_speedup is not None:
        share = found.governor_share
        parts.append(
            f"the governor gave {found.governor_speedup:.2f}x, {share.median:.2f} of it "
            f"({share.lower:.2f} to {share.upper:.2f})"
        )
    if found.bound is not None and found.reached is not None:
        parts.append(
            f"at most {found.bound.speedup:.2f}x was possible with "
            f"{found.bound.drafter}:{found.bound.length}, and {found.reached:.0%} of that was "
            "reached"
        )
    return "; ".join(parts) + "."
