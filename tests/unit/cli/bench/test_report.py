"""The figures of a report."""

from paceline.cli.bench.report import Spread


def test_a_spread_is_the_median_with_quartiles_and_extremes() -> None:
    assert Spread.of([3, 1, 8]) == Spread(3, 1, 8, lower=2, upper=5.5)
    assert Spread.of([4, 1]) == Spread(2.5, 1, 4, lower=1.75, upper=3.25)
    assert Spread.of([2]) == Spread(2, 2, 2, 2, 2)
