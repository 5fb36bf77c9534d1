"""A file at the Hub on loopback, a bad line to it, and a cache to bring it into."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fakes.hub_stub.faults import Port
from fakes.hub_stub.stub import HubStub
from paceline.library.downloads.fetching import fetch
from paceline.library.downloads.patience import Manners
from paceline.library.downloads.records import FileProgress, Phase, Wanted
from paceline.library.downloads.speed_limit import SpeedLimit
from paceline.library.hub.hub import Hub
from paceline.library.hub.session import Patience
from paceline.library.hub.tokens import Secret, TokenStore

REPOSITORY = "someone/model-GGUF"
NAME = "model-Q4_K_M.gguf"
WANTED = Wanted(REPOSITORY, NAME)
HURRY = Patience(connect=5.0, silence=0.3, answer=5.0, polite_wait=0.05)
SHORT_WAITS = Manners(tries=5, first_wait=0.01, longest_wait=0.05)


def nothing(_: FileProgress) -> None:
    """Look away."""


@dataclass
class Line:
    """What a test fetches over."""

    stub: HubStub
    hub: Hub
    cache: Path
    content: bytes
    seen: list[FileProgress] = field(default_factory=list)

    def fetch(
        self,
        wanted: Wanted = WANTED,
        *,
        progress: Callable[[FileProgress], None] = nothing,
        cancelled: Callable[[], bool] = lambda: False,
        connections: int = 3,
        limit: SpeedLimit | None = None,
        manners: Manners = SHORT_WAITS,
    ) -> Path:
        def both(now: FileProgress) -> None:
            self.seen.append(now)
            progress(now)

        return fetch(
            self.hub,
            wanted,
            cache=self.cache,
            progress=both,
            cancelled=cancelled,
            limit=limit,
            manners=manners,
            connections=connections,
        )

    def begin(self, share: float = 0.5) -> None:
        """Leave a part of the file in the cache, as a run does that is cancelled."""
        from paceline.errors import Cancelled

        enough = int(self.stub.journal.bytes_sent() + share * len(self.content))
        with pytest.raises(Cancelled):
            self.fetch(
                cancelled=lambda: self.stub.journal.bytes_sent() >= enough,
                limit=SpeedLimit(20 * len(self.content) // 10),
            )

    @property
    def fetched_twice(self) -> float:
        """Bytes that came more than once, as a share of the file."""
        return self.stub.journal.bytes_sent(Port.CDN) / len(self.content) - 1

    @property
    def phases(self) -> set[Phase]:
        return {now.phase for now in self.seen}

    def left_behind(self) -> list[str]:
        """Everything in the cache that holds bytes, locks aside."""
        return sorted(
            str(path.relative_to(self.cache))
            for path in self.cache.rglob("*")
            if path.is_file() and path.suffix != ".lock"
        )


@pytest.fixture(scope="session")
def content(pytestconfig: pytest.Config) -> bytes:
    megabytes = int(pytestconfig.getoption("--download-mb") or 2)
    return random.Random(megabytes).randbytes(megabytes * 1_000_000)


@pytest.fixture
def stub(content: bytes) -> Iterator[HubStub]:
    with HubStub() as stub:
        stub.add_repository(REPOSITORY, {NAME: content})
        yield stub


def way_to(stub: HubStub, token: str | None = None, patience: Patience = HURRY) -> Hub:
    tokens = TokenStore(ring=lambda: None, environment={})
    if token is not None:
        tokens.keep(stub.endpoint, Secret(token))
    return Hub(stub.endpoint, tokens=tokens, patience=patience)


@pytest.fixture
def line(
    stub: HubStub, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Line]:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    hub = way_to(stub)
    yield Line(stub, hub, tmp_path / "hub", content)
    hub.close()
