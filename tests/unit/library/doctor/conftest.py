from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.constructed_pairs import ConstructedPair, constructed_pairs
from fakes.hub_stub.stub import HubStub
from paceline.library.hub.hub import Hub
from paceline.library.hub.tokens import TokenStore


@pytest.fixture(scope="session")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ConstructedPair]:
    """Every constructed pair, by what is the matter with it."""
    return constructed_pairs(tmp_path_factory.mktemp("pairs"))


@pytest.fixture
def same(pairs: dict[str, ConstructedPair]) -> tuple[Path, Path]:
    """A target and a draft that fits."""
    return pairs["same"].target, pairs["same"].draft


@pytest.fixture
def stub() -> Iterator[HubStub]:
    with HubStub() as hub:
        yield hub


@pytest.fixture
def hub(stub: HubStub, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    hub = Hub(stub.endpoint, tokens=TokenStore(ring=lambda: None, environment={}))
    yield hub
    hub.close()
