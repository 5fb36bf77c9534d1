"""A benchmark's report as one page that needs nothing else: no script, no font, no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from paceline import paths
from paceline.cli.bench.plots import Row, Series, dot_plot, line_plot
from paceline.cli.bench.report import KindBound, Report, Result
from paceline.cli.bench.table import sentences
from paceline.cli.policy_names import GOVERNOR, OFF
from paceline.errors import AppError, ErrorCode

_MOST_ROWS: Final = 8
"""Policies in a plot; the table holds all of them."""

_GOVERNED, _PINNED, _GIVEN = 0, 1, 2
"""Styles of the dots: the governor, pinned lengths, drafters at the governor's lengths."""


@dataclass(frozen=True, slots=True)
class KindPlots:
    """The plots of one kind of text; `left_out` policies are in the table only."""

    kind: str
    speedups: Markup
    acceptance: Markup | None
    left_out: int


def write_page(file: Path, report: Report) -> None:
    """Write the page; raises `AppError(FILE_UNWRITABLE)`."""
    try:
        file.write_text(page(report), encoding="utf-8")
    except OSError as error:
        raise AppError(ErrorCode.FILE_UNWRITABLE, str(file)) from error


def page(report: Report) -> str:
    """Return the whole page as HTML."""
    environment = Environment(
        loader=FileSystemLoader(paths.resource_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("bench_page.html")
    return template.render(
        report=report,
        sentences=list(sentences(report)),
        plots=[_plots(each.kind, report) for each in report.verdicts],
        costs=_cost_plot(report),
    )


def _plots(kind: str, report: Report) -> KindPlots:
    results = [each for each in report.results if each.kind == kind]
    bound = next((each for each in report.bounds if each.kind == kind), None)
    rows = _rows(results)
    drawn = dot_plot(_described(kind, results, bound), rows, reference=1.0)
    series = [
        Series(drafter, points)
        for drafter in dict.fromkeys(each.drafter for each in report.acceptance)
        if (
            points := [
                (each.slot + 1, 100 * each.acceptance)
                for each in report.acceptance
                if each.kind == kind and each.drafter == drafter and each.acceptance is not None
            ]
        )
    ]
    accepted = line_plot(
        f"{kind}: share of tested guesses that were accepted, by their position in the draft",
        series,
        x_label="position in the draft",
        y_label="% accepted",
        y_most=100.0,
    )
    return KindPlots(
        kind,
        drawn,
        accepted if series else None,
        sum(each.policy != OFF for each in results) - len(rows),
    )


def _rows(results: Sequence[Result]) -> list[Row]:
    """Return the governor first, then the fastest others; plain decoding is the line at 1."""
    others = [each for each in results if each.policy not in (OFF, GOVERNOR)]
    others.sort(key=lambda each: -each.speedup.median)
    governed = [each for each in results if each.policy == GOVERNOR]
    chosen = [*governed, *others][:_MOST_ROWS]
    return [Row(each.policy, each.speedup, each.bound, _style(each)) for each in chosen]


def _style(result: Result) -> int:
    if result.policy == GOVERNOR:
        return _GOVERNED
    return _PINNED if ":" in result.policy else _GIVEN


def _described(kind: str, results: Sequence[Result], bound: KindBound | None) -> str:
    """Say in words what the plot shows, for those who cannot see it."""
    said = [f"{each.policy} {each.speedup.median:.2f} times" for each in results]
    possible = f"; possible at most {bound.speedup:.2f} times" if bound else ""
    return f"{kind}: speed-up over plain decoding: {', '.join(said)}{possible}"


def _cost_plot(report: Report) -> Markup | None:
    """Draw what passes cost by width: the curve where it was measured, else what came up."""
    if report.curve:
        series = [
            Series(
                f"after {context:,} tokens",
                [(p.width, p.milliseconds.median) for p in report.curve if p.context == context],
            )
            for context in sorted({point.context for point in report.curve})
        ]
    else:
        series = [
            Series(
                each.kind,
                [
                    (cost.width, cost.milliseconds.median)
                    for cost in report.pass_costs
                    if cost.kind == each.kind
                ],
            )
            for each in report.verdicts
        ]
    if not any(each.points for each in series):
        return None
    return line_plot(
        "Milliseconds of one pass of the target by its width in tokens",
        series,
        x_label="tokens in the pass",
        y_label="ms",
    )
