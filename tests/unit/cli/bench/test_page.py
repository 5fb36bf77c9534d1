"""The report as a page."""

from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from fakes.bench_report import KINDS, bench_report
from paceline.cli.bench.page import page, write_page
from paceline.errors import AppError, ErrorCode

VOID = {"meta", "line", "path", "polyline"}


class _Reader(HTMLParser):
    """Checks that elements are closed, and collects what a page holds."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attributes if name in {"href", "src"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def test_the_page_stands_alone() -> None:
    text = page(bench_report())
    reader = read(text)
    assert reader.addresses == []
    assert not {"script", "link", "img", "iframe"} & set(reader.tags)
    assert "url(" not in text
    assert "@import" not in text


def test_the_page_shows_plots_and_their_figures() -> None:
    report = bench_report()
    reader = read(page(report))
    assert reader.tags.count("svg") == 2 * len(KINDS) + 1
    assert reader.tags.count("table") == 5
    for each in (
        "draft-model:12",
        "1.25",
        report.machine.engine,
        "paceline bench --policy 'a & b'",
    ):
        assert each in reader.text


def test_names_are_text_and_no_markup() -> None:
    reader = read(page(bench_report(pair="<b>bold</b> & co", processor="</main>")))
    assert "<b>bold</b> & co" in reader.text
    assert "b" not in reader.tags


def test_a_bare_measurement_makes_a_page_too() -> None:
    report = bench_report()
    bare = msgspec.structs.replace(
        report, acceptance=[], pass_costs=[], guess_costs=[], bounds=[], curve=[]
    )
    assert read(page(bare)).tags.count("svg") == len(KINDS)


def test_without_a_curve_the_costs_are_those_of_the_replies() -> None:
    report = msgspec.structs.replace(bench_report(), curve=[])
    assert read(page(report)).tags.count("svg") == 2 * len(KINDS) + 1


def test_a_page_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    write_page(file, bench_report())
    assert file.read_text("utf-8").startswith("<!doctype html>")
    with pytest.raises(AppError) as caught:
        write_page(tmp_path / "none" / "page.html", bench_report())
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
