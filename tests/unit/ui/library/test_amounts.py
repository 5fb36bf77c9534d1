"""Counts and dates as people read them."""

from datetime import UTC, datetime, timedelta

import pytest

from paceline.ui.library.amounts import ago_text, count_text, parameters_text

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "text"),
    [(None, "—"), (0, "0"), (9_999, "9,999"), (12_345, "12.3 k"), (999_700, "1.0 M")],
)
def test_counts(count: int | None, text: str) -> None:
    assert count_text(count) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(None, "—"), (134_515_008, "135M"), (1_711_376_384, "1.7B"), (671_026_404_352, "671B")],
)
def test_parameters(count: int | None, text: str) -> None:
    assert parameters_text(count) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "today"),
        (1, "yesterday"),
        (30, "30 days ago"),
        (31, "1 mo. ago"),
        (364, "12 mo. ago"),
        (800, "2 y. ago"),
    ],
)
def test_days(days: int, text: str) -> None:
    assert ago_text(NOW - timedelta(days=days), NOW) == text


def test_no_day() -> None:
    assert ago_text(None, NOW) == "—"
