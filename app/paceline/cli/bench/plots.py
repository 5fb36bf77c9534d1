"""Plots of a report as inline SVG: narrow enough for a telephone, coloured by the page's style.

Colours and line styles come from classes (`s0`, `s1`, ...), so that the page decides for light and
dark. Every series has a marker of its own shape, so that colour is never the only difference.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from markupsafe import Markup

from paceline.cli.bench.report import Spread

WIDTH: Final = 360
SERIES_STYLES: Final = 6
"""Classes that the page's style knows; further series begin anew."""

_ROW: Final = 26
_LABEL: Final = 108
_VALUE: Final = 44
_BASE: Final = 24
_LEFT: Final = 44
_HEIGHT: Final = 190
_LEGEND_ROW: Final = 20
_MARKERS: Final = (
    "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z",
    "M-3.5 -3.5H3.5V3.5H-3.5Z",
    "M0 -4.5L4.5 3.5H-4.5Z",
    "M0 -5L5 0L0 5L-5 0Z",
    "M-4.5 -3.5H4.5L0 4.5Z",
    "M-4 -1.3H-1.3V-4H1.3V-1.3H4V1.3H1.3V4H-1.3V1.3H-4Z",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a dot plot; `limit` is a mark beside it, as what is possible."""

    label: str
    spread: Spread
    limit: float | None = None
    style: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a line plot: (x, y) from left to right."""

    name: str
    points: Sequence[tuple[float, float]]


def dot_plot(description: str, rows: Sequence[Row], *, reference: float, unit: str = "x") -> Markup:
    """Draw medians with quartiles (thick) and extremes (thin), a line at the reference."""
    values = [reference]
    for row in rows:
        values += [row.spread.min, row.spread.max, *([row.limit] if row.limit else [])]
    ticks = _ticks(min(values), max(values), 4)
    height = len(rows) * _ROW + _BASE + 4

    def across(value: float) -> float:
        share = (value - ticks[0]) / (ticks[-1] - ticks[0])
        return round(_LABEL + share * (WIDTH - _LABEL - _VALUE), 1)

    bottom = height - _BASE
    parts = [_vertical(across(tick), 4, bottom, "grid") for tick in ticks]
    parts += [_text(across(tick), bottom + 16, f"{tick:g}{unit}", "middle") for tick in ticks]
    parts.append(_vertical(across(reference), 4, bottom, "reference"))
    for index, row in enumerate(rows):
        y = index * _ROW + _ROW / 2 + 4
        spread = row.spread
        inner = [
            _horizontal(across(spread.min), across(spread.max), y, "whisker"),
            _horizontal(across(spread.lower), across(spread.upper), y, "quartiles"),
            _marker(across(spread.median), y, row.style),
        ]
        if row.limit is not None:
            inner.append(_vertical(across(row.limit), y - 9, y + 9, "limit"))
        parts.append(f'<g class="s{row.style % SERIES_STYLES}">{"".join(inner)}</g>')
        parts.append(_text(_LABEL - 8, y + 4, row.label, "end"))
        parts.append(_text(WIDTH - 2, y + 4, f"{spread.median:.2f}{unit}", "end", "value"))
    return _svg(description, height, parts)


def line_plot(
    description: str,
    series: Sequence[Series],
    *,
    x_label: str,
    y_label: str,
    y_most: float | None = None,
) -> Markup:
    """Draw lines over shared axes that begin at 0, with a legend below; x has a tick per value."""
    columns = sorted({x for each in series for x, _ in each.points})
    highest = max((y for each in series for _, y in each.points), default=1.0)
    ticks = _ticks(0.0, y_most or highest, 4)
    right = WIDTH - 14
    span = max(columns[-1] - columns[0], 1) if columns else 1
    legend = _LEGEND_ROW * math.ceil(len(series) / 2)

    def across(x: float) -> float:
        return round(_LEFT + 8 + (x - columns[0]) / span * (right - _LEFT - 8), 1)

    def up(y: float) -> float:
        return round(_HEIGHT - (y - ticks[0]) / (ticks[-1] - ticks[0]) * (_HEIGHT - 22), 1)

    parts = [_horizontal(_LEFT, right, up(tick), "grid") for tick in ticks]
    parts += [_text(_LEFT - 6, up(tick) + 4, f"{tick:g}", "end") for tick in ticks]
    parts += [_text(across(x), _HEIGHT + 16, f"{x:g}", "middle") for x in _apart(columns, across)]
    parts.append(_text(_LEFT - 6, 12, y_label, "start"))
    parts.append(_text(right, _HEIGHT + 34, x_label, "end"))
    for index, each in enumerate(series):
        spots = [(across(x), up(y)) for x, y in each.points]
        way = " ".join(f"{x},{y}" for x, y in spots)
        markers = "".join(_marker(x, y, index) for x, y in spots)
        parts.append(
            f'<g class="s{index % SERIES_STYLES}"><polyline class="line" points="{way}"/>'
            f"{markers}</g>"
        )
        key_x = _LEFT + (index % 2) * (WIDTH - _LEFT) / 2
        key_y = _HEIGHT + 52 + (index // 2) * _LEGEND_ROW
        key = _marker(key_x, key_y - 4, index)
        parts.append(f'<g class="s{index % SERIES_STYLES}">{key}</g>')
        parts.append(_text(key_x + 10, key_y, each.name, "start"))
    return _svg(description, _HEIGHT + 44 + legend, parts)


def _ticks(low: float, high: float, wanted: int) -> list[float]:
    """Return round numbers at even distances that enclose both, about as many as wanted."""
    rough = max(high - low, 1e-9) / wanted
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(each * magnitude for each in (1, 2, 2.5, 5, 10) if each * magnitude >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, max(last, first + 1) + 1)]


def _apart(values: Sequence[float], across: Callable[[float], float]) -> list[float]:
    """Return those values whose labels do not touch the one before."""
    chosen: list[float] = []
    for value in values:
        if not chosen or across(value) - across(chosen[-1]) >= 18:
            chosen.append(value)
    return chosen


def _svg(description: str, height: float, parts: Sequence[str]) -> Markup:
    drawn = (
        f'<svg viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{escape(description)}">'
        f"{''.join(parts)}</svg>"
    )
    return Markup(drawn)  # noqa: S704 - every text in it was escaped where it was drawn


def _text(x: float, y: float, text: str, anchor: str, kind: str = "label") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" class="{kind}">{escape(text)}</text>'


def _vertical(x: float, top: float, bottom: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x:g}" x2="{x:g}" y1="{top:g}" y2="{bottom:g}"/>'


def _horizontal(left: float, right: float, y: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{left:g}" x2="{right:g}" y1="{y:g}" y2="{y:g}"/>'


def _marker(x: float, y: float, style: int) -> str:
    shape = _MARKERS[style % len(_MARKERS)]
    return f'<path class="marker" transform="translate({x:g} {y:g})" d="{shape}"/>'
