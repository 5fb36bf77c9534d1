"""The Hub on loopback, and the way to it that a test takes."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from fakes.hub_stub.faults import Faults
from fakes.hub_stub.stub import HubStub
from paceline.library.hub.hub import Hub
from paceline.library.hub.session import Patience
from paceline.library.hub.tokens import Secret, TokenStore

TOKEN = "hf_" + "NeverSeenAnywhereElse" * 2
HURRY = Patience(connect=5.0, silence=0.3, answer=1.0, polite_wait=0.2)


class Ways:
    """Makes ways to a stub, and closes them."""

    def __init__(self, closing: ExitStack) -> None:
        self._closing = closing

    def to(
        self,
        address: str,
        *,
        token: str | None = None,
        offline: bool = False,
        patience: Patience | None = None,
    ) -> Hub:
        tokens = TokenStore(ring=lambda: None, environment={})
        if token is not None:
            tokens.keep(address, Secret(token))
        hub = Hub(address, tokens=tokens, offline=offline, patience=patience)
        self._closing.callback(hub.close)
        return hub


@pytest.fixture(scope="module")
def running_stub() -> Iterator[HubStub]:
    with HubStub() as hub:
        yield hub


@pytest.fixture
def stub(running_stub: HubStub) -> Iterator[HubStub]:
    """An empty Hub, where everything goes well."""
    running_stub.faults.release()
    running_stub.faults = Faults()
    running_stub.repositories.clear()
    running_stub.tokens.clear()
    running_stub.journal.clear()
    yield running_stub
    running_stub.faults.release()


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ways]:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    with ExitStack() as closing:
        yield Ways(closing)


@pytest.fixture
def hub(stub: HubStub, ways: Ways) -> Hub:
    return ways.to(stub.endpoint)
