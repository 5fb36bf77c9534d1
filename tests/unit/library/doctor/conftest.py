from pathlib import Path

import pytest

from fakes.constructed_pairs import ConstructedPair, constructed_pairs


@pytest.fixture(scope="session")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ConstructedPair]:
    """Every constructed pair, by what is the matter with it."""
    return constructed_pairs(tmp_path_factory.mktemp("pairs"))


@pytest.fixture
def same(pairs: dict[str, ConstructedPair]) -> tuple[Path, Path]:
    """A target and a draft that fits."""
    return pairs["same"].target, pairs["same"].draft
