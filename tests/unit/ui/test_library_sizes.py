"""Bytes, speeds and times in words."""

import pytest

from paceline.ui.library.sizes import size_text, speed_text, time_text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0.0 kB"),
        (512, "0.5 kB"),
        (98_362_432, "98.4 MB"),
        (639_446_688, "639 MB"),
        (999_900_000, "1.0 GB"),
        (4_920_739_232, "4.9 GB"),
        (405_000_000_000, "405 GB"),
        (1_500_000_000_000, "1.5 TB"),
        (4_000_000_000_000_000, "4000 TB"),
    ],
)
def test_a_size_has_the_unit_that_fits(size: int, text: str) -> None:
    assert size_text(size) == text


def test_a_speed_is_a_size_per_second() -> None:
    assert speed_text(12_400_000) == "12.4 MB/s"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "less than a minute"),
        (59.9, "less than a minute"),
        (61.0, "about 1 min"),
        (3_540.0, "about 59 min"),
        (5_400.0, "about 1.5 h"),
        (100_000.0, "more than a day"),
    ],
)
def test_a_time_is_no_more_exact_than_it_can_be(seconds: float, text: str) -> None:
    assert time_text(seconds) == text
