"""Tables that all deeds of `paceline models` print alike."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from rich import box
from rich.table import Table
from rich.text import Text

from paceline.cli.terminal import screen

_AT_THE_RIGHT: Final = frozenset({"size", "downloads", "likes", "files", "weights", "needs"})
_ELASTIC: Final = frozenset({"what it is", "repository", "quantizations", "model", "file", "path"})
"""Columns that may be cut where a screen is narrow; of the others every sign counts."""
_SHORTEST: Final = 24
"""What must be left of an elastic column."""
_GAP: Final = 3
"""Between two columns."""
_ENDLESS: Final = 10_000
"""Columns of a table that is read by a program, as behind a pipe: nothing is cut there."""


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, dispensable: Sequence[str] = ()
) -> None:
    """Print a table; what strangers wrote is shown as it is.

    On a narrow screen the `dispensable` columns go first, the first of them before the others.
    """
    console = screen()
    if not console.is_terminal:
        console.width = _ENDLESS
    columns = {
        heading: [Text(cell, no_wrap=True, overflow="ellipsis") for cell in cells]
        for heading, cells in zip(headings, zip(*rows, strict=True), strict=True)
    }
    for heading in dispensable:
        if _width(columns) > console.width:
            del columns[heading]
    table = Table(box=box.SIMPLE_HEAD)
    for heading in columns:
        table.add_column(
            heading,
            justify="right" if heading in _AT_THE_RIGHT else "left",
            no_wrap=heading not in _ELASTIC,
        )
    for line in zip(*columns.values(), strict=True):
        table.add_row(*line)
    console.print(table)


def _width(columns: Mapping[str, Sequence[Text]]) -> int:
    """What a table takes at the least."""
    widths = 1
    for heading, cells in columns.items():
        widest = max(len(heading), *(cell.cell_len for cell in cells))
        widths += _GAP + (min(widest, _SHORTEST) if heading in _ELASTIC else widest)
    return widths


def print_facts(facts: Iterable[tuple[str, str]]) -> None:
    """Print what is known of one thing, a line for each, leaving out what is empty."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts:
        if value:
            table.add_row(Text(name, style="dim"), Text(value))
    screen().print(table)


def day(moment: datetime | None) -> str:
    """Return the day of a moment, here; empty for none."""
    return f"{moment.astimezone():%Y-%m-%d}" if moment else ""


def count(number: int | None) -> str:
    """Return a count as a person reads it: 812, 3.2k, 4.5M, 7B; empty for none."""
    if number is None:
        return ""
    for unit, letter in ((10**9, "B"), (10**6, "M"), (10**3, "k")):
        if number >= unit:
            return f"{number / unit:.3g}{letter}"
    return str(number)
