"""Real weights through the real engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from paceline.engine.llama.native import AbortFlag
from paceline.engine.pair import Pair
from paceline.engine.plan import PairSpec
from paceline.engine.session import Session


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder runs real weights."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.model)


@pytest.fixture(scope="session")
def practice_pair(practice_target: Path, starter: Path) -> Iterator[Pair]:
    """The practice pair, loaded once; a test leaves both caches in any state."""
    pair = Pair(PairSpec(practice_target, starter, context_length=1024), abort=AbortFlag())
    yield pair
    pair.close()


@pytest.fixture(scope="session")
def practice(practice_pair: Pair) -> Session:
    """The practice pair's session."""
    return Session(practice_pair)


@pytest.fixture(scope="session")
def starter_alone(starter: Path) -> Iterator[Session]:
    """The starter alone, drafting with n-grams."""
    pair = Pair(PairSpec(starter, context_length=512), abort=AbortFlag())
    yield Session(pair)
    pair.close()
