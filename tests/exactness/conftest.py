"""How many samples are drawn, and the table of what they came to."""

from collections.abc import Callable

import pytest

Report = Callable[[str, str, float], None]

FEW = 1_500
"""Replies per test where nothing else is asked for: all tests together take half a minute."""

RESULTS = pytest.StashKey[list[tuple[str, str, float]]]()


@pytest.fixture
def replies(request: pytest.FixtureRequest) -> int:
    """Replies to draw per test."""
    asked: int | None = request.config.getoption("--replies")
    return asked or FEW


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Report:
    """Note the p-value of a test for the table at the end of the run."""
    results = request.config.stash.setdefault(RESULTS, [])
    return lambda test, statistic, p: results.append((test, statistic, p))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print all p-values; by chance alone one in a hundred is below 0.01."""
    results = config.stash.get(RESULTS, [])
    if results:
        terminalreporter.section("chi-square against the exact probabilities")
        width = max(len(test) for test, _, _ in results)
        for test, statistic, p in results:
            terminalreporter.line(f"{test:<{width}}  {statistic:<42}  p = {p:.3g}")
