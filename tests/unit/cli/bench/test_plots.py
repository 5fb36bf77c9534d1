"""Plots that any reader of SVG can show."""

from xml.etree import ElementTree as ET

import pytest

from fakes.bench_report import spread
from paceline.cli.bench.plots import WIDTH, Row, Series, dot_plot, line_plot

SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawn: str) -> ET.Element:
    return ET.fromstring(str(drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))


def texts(plot: ET.Element) -> list[str]:
    return [each.text or "" for each in plot.iter(f"{SVG}text")]


def places(plot: ET.Element, kind: str, axis: str) -> list[float]:
    return [
        float(each.attrib[axis]) for each in plot.iter(f"{SVG}line") if each.attrib["class"] == kind
    ]


def test_a_dot_plot_shows_every_row_on_one_scale() -> None:
    rows = [Row("governor", spread(1.5), limit=1.75), Row("<slow>", spread(0.75), style=1)]
    plot = parsed(dot_plot("what & why", rows, reference=1.0))
    assert plot.attrib["aria-label"] == "what & why"
    assert {"governor", "<slow>", "1.50x", "0.75x"} <= set(texts(plot))
    (reference,) = places(plot, "reference", "x1")
    assert places(plot, "whisker", "x1")[0] > reference > places(plot, "whisker", "x2")[1]
    (limit,) = places(plot, "limit", "x1")
    assert places(plot, "whisker", "x2")[0] < limit


@pytest.mark.parametrize("median", [0.01, 0.9, 1.0, 7.5, 120.0])
def test_everything_lies_inside_the_picture(median: float) -> None:
    plot = parsed(dot_plot("", [Row("a", spread(median), limit=2 * median)], reference=1.0))
    for kind in ("grid", "reference", "whisker", "quartiles", "limit"):
        assert all(100 <= x <= WIDTH for x in places(plot, kind, "x1") + places(plot, kind, "x2"))
    ticks = places(plot, "grid", "x1")
    assert 3 <= len(ticks) <= 7


def test_a_line_plot_has_a_line_a_marker_for_each_point_and_a_key() -> None:
    series = [Series("first", [(1, 40), (2, 45), (16, 120)]), Series("second", [(1, 50)])]
    plot = parsed(line_plot("costs", series, x_label="tokens", y_label="ms"))
    lines = [each.attrib["points"].split() for each in plot.iter(f"{SVG}polyline")]
    assert [len(points) for points in lines] == [3, 1]
    assert len(list(plot.iter(f"{SVG}path"))) == 3 + 1 + 2
    assert {"first", "second", "tokens", "ms", "1", "16"} <= set(texts(plot))
    heights = [float(point.split(",")[1]) for point in lines[0]]
    assert heights == sorted(heights, reverse=True)


def test_labels_that_would_touch_are_left_out() -> None:
    series = [Series("costs", [(x, 1.0) for x in range(1, 65)])]
    shown = texts(parsed(line_plot("", series, x_label="", y_label="")))
    assert "1" in shown
    assert "2" not in shown
