"""How many headers are spoiled, and what reading them came to."""

from collections.abc import Callable
from typing import Final

import pytest

FEW: Final = 4000
"""Mutations where nothing else is asked for: some seconds."""

RESULTS = pytest.StashKey[list[str]]()


@pytest.fixture
def mutations(request: pytest.FixtureRequest) -> int:
    """Headers to spoil."""
    asked: int | None = request.config.getoption("--mutations")
    return asked or FEW


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Note a line for the end of the run: what the full count is made for."""
    return request.config.stash.setdefault(RESULTS, []).append


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the figures."""
    results = config.stash.get(RESULTS, [])
    if results:
        terminalreporter.section("spoiled GGUF headers")
        for line in results:
            terminalreporter.line(line)
