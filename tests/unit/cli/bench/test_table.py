"""The report in a terminal."""

from collections.abc import Iterable

import msgspec
from rich.console import Console, RenderableType

from fakes.bench_report import bench_report, spread
from paceline.cli.bench.table import curve_table, sentences, table


def printed(*parts: RenderableType) -> str:
    console = Console(width=80, markup=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    text = captured.get()
    print(text)
    return text


def row(text: str, *cells: str) -> list[str]:
    """Return the cells of the one line that begins so."""
    lines: Iterable[list[str]] = (line.split() for line in text.splitlines())
    (only,) = (line for line in lines if line[: len(cells)] == list(cells))
    return only


def test_the_table_fits_a_terminal_of_eighty_columns() -> None:
    report = bench_report(processor="A Processor of a Long Name [tm] " * 4)
    (wide, *_) = (each for each in report.results if each.policy == "draft-model:12")
    extreme = msgspec.structs.replace(
        wide, policy="ngram-pool:16", speedup=msgspec.structs.replace(spread(10.25), max=12.75)
    )
    text = printed(table(msgspec.structs.replace(report, results=[*report.results, extreme])))
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text
    assert "large[Q4].gguf + small.gguf" in text
    assert row(text, "creative", "draft-model:12") == [
        "creative", "draft-model:12", "1543.1", "1.25", "1.12-1.38", "100%", "16.25", "12.5%",
        "71%",
    ]  # fmt: skip
    assert row(text, "creative", "ngram-pool:16")[3:5] == ["10.25", "9.22-12.75"]


def test_every_kind_is_summed_up_in_a_sentence() -> None:
    creative, code = sentences(bench_report())
    assert creative == (
        "creative: draft-model:12 was the best fixed policy (1.25x); the governor gave 1.50x, "
        "1.20 of it (1.14 to 1.26); at most 1.75x was possible with draft-model:3, and 86% of "
        "that was reached."
    )
    assert code.startswith("code: ")


def test_where_nothing_paid_the_sentence_says_so() -> None:
    report = bench_report()
    plain = msgspec.structs.replace(
        report.verdicts[0],
        best_fixed="off",
        best_speedup=1.0,
        governor_speedup=None,
        governor_share=None,
        bound=None,
        reached=None,
    )
    (only,) = sentences(msgspec.structs.replace(report, verdicts=[plain]))
    assert only == "creative: plain decoding was the best fixed policy."


def test_the_curve_is_shown_in_passes_of_one_token_too() -> None:
    report = bench_report()
    curve = curve_table(report)
    assert curve is not None
    assert row(printed(curve), "8") == ["8", "81.3", "1.97", "90.2", "1.80"]
    assert curve_table(msgspec.structs.replace(report, curve=[])) is None
