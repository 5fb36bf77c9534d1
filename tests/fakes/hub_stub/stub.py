"""The Hub on loopback, for tests and benchmarks.

with HubStub() as hub:
    hub.add_repository("someone/model-GGUF", {"model-Q4_K_M.gguf": content})
    hub.faults.add(Port.CDN, Reset(after=300_000), times=10)
    ... hub.endpoint ...
    hub.requests
"""

import hmac
import itertools
import threading
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote, urlencode

from fakes.hub_stub.contents import StubFile, StubRepository, stub_file
from fakes.hub_stub.faults import Faults, Port
from fakes.hub_stub.journal import Asked, Journal
from fakes.hub_stub.serving import StubServer

_SECRET: Final = b"nobody else signs"


class HubStub:
    """Two ports on loopback, from entering to leaving."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.journal = Journal()
        self.closing = threading.Event()
        self.repositories: dict[str, StubRepository] = {}
        self.tokens: dict[str, set[str]] = {}
        """Which gated or private repositories each known token opens."""
        self._signed: dict[str, tuple[StubFile, int]] = {}
        self._serials = itertools.count()
        self._lock = threading.Lock()
        self._servers = {port: StubServer(self, port) for port in Port}

    def __enter__(self) -> Self:
        for server in self._servers.values():
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self.faults.release()
        for server in self._servers.values():
            server.shutdown()
            server.server_close()

    @property
    def endpoint(self) -> str:
        """What stands for https://huggingface.co."""
        return self._servers[Port.HUB].address

    @property
    def cdn(self) -> str:
        """Where large files are delivered: another origin."""
        return self._servers[Port.CDN].address

    @property
    def requests(self) -> list[Asked]:
        """Everything that was asked until now."""
        return self.journal.all()

    def add_repository(
        self,
        identifier: str,
        files: Mapping[str, bytes | Path],
        *,
        gated: str | None = None,
        private: bool = False,
        licence: str | None = None,
        card: str | None = None,
    ) -> StubRepository:
        """Publish a repository; names of files may be as hostile as a test wants."""
        made = StubRepository(
            identifier,
            {path: stub_file(path, content) for path, content in files.items()},
            gated=gated,
            private=private,
            licence=licence,
            card=card,
        )
        if card is not None:
            made.files["README.md"] = stub_file("README.md", card.encode())
        self.repositories[identifier] = made
        return made

    def replace(self, identifier: str, path: str, content: bytes | Path) -> None:
        """Change a file: a new commit, another SHA-256, and old signed locations are void."""
        self.repositories[identifier].put({path: stub_file(path, content)})
        self.expire_signatures()

    def allow(self, token: str, *repositories: str) -> None:
        """Make a token known that opens these gated or private repositories."""
        self.tokens.setdefault(token, set()).update(repositories)

    # -- signed locations

    def signed(self, file: StubFile, name: str) -> str:
        """Return a location at the CDN that is good until it expires."""
        serial = str(next(self._serials))
        with self._lock:
            self._signed[serial] = (file, 0)
        query = {
            "response-content-disposition": f'inline; filename="{name}"',
            "Expires": serial,
            "Signature": _signature(file.sha256, serial),
        }
        return f"{self.cdn}/repos/{file.sha256[:2]}/{quote(file.sha256)}?{urlencode(query)}"

    def signed_file(self, path: str, query: Mapping[str, str]) -> StubFile | None:
        """Return what a signed location stands for, None where it has expired or is forged."""
        serial = query.get("Expires", "")
        with self._lock:
            file, used = self._signed.get(serial, (None, 0))
            if file is None or not path.endswith(file.sha256):
                return None
            last = self.faults.signatures_last
            if last is not None and used >= last:
                return None
            self._signed[serial] = (file, used + 1)
        genuine = _signature(file.sha256, serial)
        return file if hmac.compare_digest(genuine, query.get("Signature", "")) else None

    def expire_signatures(self) -> None:
        """Let all signed locations that were given out be void."""
        with self._lock:
            self._signed.clear()

    # -- gates

    def refusal(
        self, repository: StubRepository | None, asked: Asked
    ) -> tuple[int, str | None, str] | None:
        """Return status, error code and message where the repository may not be read."""
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if token and token not in self.tokens:
            return HTTPStatus.UNAUTHORIZED, None, "Invalid credentials in Authorization header"
        allowed = self.tokens.get(token, set())
        if repository is None or (repository.private and repository.id not in allowed):
            # The real Hub does not tell a stranger what is private and what does not exist.
            status = HTTPStatus.NOT_FOUND if token else HTTPStatus.UNAUTHORIZED
            return status, "RepoNotFound", "Repository not found"
        if repository.gated and repository.id not in allowed:
            status = HTTPStatus.FORBIDDEN if token else HTTPStatus.UNAUTHORIZED
            return status, "GatedRepo", f"Access to model {repository.id} is restricted."
        return None


def _signature(sha256: str, serial: str) -> str:
    return hmac.new(_SECRET, f"{sha256} {serial}".encode(), "sha256").hexdigest()
