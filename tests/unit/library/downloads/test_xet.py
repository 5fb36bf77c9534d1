"""What plain HTTP refuses comes by Xet, if it is there, and is checked like everything else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from fakes.hub_stub.faults import Headers, Port, Status
from paceline.errors import AppError, ErrorCode
from paceline.library.downloads.fetching import fetch
from paceline.library.hub.failures import HubError
from paceline.library.hub.hub import Hub
from paceline.library.hub.records import HubFile
from paceline.library.hub.streams import ByteStream

from .conftest import NAME, REPOSITORY, SHORT_WAITS, WANTED, Line, nothing, way_to

TOKEN = "hf_" + "NeverSeenAnywhereElse" * 2


class HubWithXet:
    """The way to the stub, with a store of its own in place of Xet's servers."""

    def __init__(self, hub: Hub, stored: bytes, failures: int = 0) -> None:
        self._hub = hub
        self._stored = stored
        self._failures = failures
        self.asked = 0

    def file(self, repository: str, revision: str, path: str) -> HubFile:
        return self._hub.file(repository, revision, path)

    def open_range(
        self, file: HubFile, start: int, end: int | None = None
    ) -> AbstractContextManager[ByteStream]:
        return self._hub.open_range(file, start, end)

    def fetch_by_xet(self, file: HubFile, target: Path, cancelled: Callable[[], bool]) -> None:
        assert file.xet_hash
        assert not cancelled()
        self.asked += 1
        if self.asked <= self._failures:
            target.write_bytes(self._stored[:1000])
            raise HubError(ErrorCode.HUB_UNREACHABLE, "Xet failed", passing=True)
        target.write_bytes(self._stored)


@pytest.fixture(params=[400, 403, 413])
def refusing(line: Line, request: pytest.FixtureRequest) -> Line:
    line.stub.faults.add(Port.CDN, Status(request.param), times=None)
    return line


def in_xet(line: Line) -> None:
    line.stub.faults.add(Port.HUB, Headers({"X-Xet-Hash": "d" * 64}), times=None)


def fetched(line: Line, hub: HubWithXet) -> Path:
    return fetch(
        hub,
        WANTED,
        cache=line.cache,
        progress=nothing,
        cancelled=lambda: False,
        manners=SHORT_WAITS,
    )


def test_it_comes_by_xet(refusing: Line) -> None:
    in_xet(refusing)
    hub = HubWithXet(refusing.hub, refusing.content)
    assert fetched(refusing, hub).read_bytes() == refusing.content
    assert hub.asked == 1


def test_it_is_tried_again_where_the_pause_of_another_download_ended_it(line: Line) -> None:
    line.stub.faults.add(Port.CDN, Status(403), times=None)
    in_xet(line)
    hub = HubWithXet(line.hub, line.content, failures=2)
    assert fetched(line, hub).read_bytes() == line.content


def test_a_store_that_always_fails_becomes_a_sentence(line: Line) -> None:
    line.stub.faults.add(Port.CDN, Status(403), times=None)
    in_xet(line)
    hub = HubWithXet(line.hub, line.content, failures=99)
    with pytest.raises(HubError) as error:
        fetched(line, hub)
    assert error.value.code is ErrorCode.HUB_UNREACHABLE
    assert 1 < hub.asked < 10


def test_it_is_not_taken_for_whole_where_xet_brings_something_else(refusing: Line) -> None:
    in_xet(refusing)
    with pytest.raises(AppError) as error:
        fetched(refusing, HubWithXet(refusing.hub, refusing.content[::-1]))
    assert error.value.code is ErrorCode.DOWNLOAD_CORRUPT
    assert refusing.left_behind() == []


def test_a_sentence_says_so_where_there_is_no_xet(refusing: Line) -> None:
    hub = HubWithXet(refusing.hub, refusing.content)
    with pytest.raises(AppError):
        fetched(refusing, hub)
    assert not hub.asked


def test_xet_is_left_alone_where_http_does(line: Line) -> None:
    in_xet(line)
    hub = HubWithXet(line.hub, b"")
    assert fetched(line, hub).read_bytes() == line.content
    assert not hub.asked


@pytest.mark.parametrize("said", ["../../x", "", "d" * 63])
def test_a_hostile_name_of_the_content_is_not_believed(line: Line, said: str) -> None:
    line.stub.faults.add(Port.HUB, Headers({"X-Xet-Hash": said}))
    assert line.hub.file(REPOSITORY, "main", NAME).xet_hash is None


def test_the_pass_is_asked_of_the_hub_alone_and_its_refusal_is_a_sentence(line: Line) -> None:
    """Through the client's real function: of Xet's own servers there is no stub."""
    line.stub.allow(TOKEN)
    hub = way_to(line.stub, TOKEN)
    elsewhere = '<http://127.0.0.1:9/steal>; rel="xet-auth"'
    line.stub.faults.add(Port.HUB, Headers({"X-Xet-Hash": "d" * 64, "Link": elsewhere}))
    file = hub.file(REPOSITORY, "main", NAME)
    line.stub.journal.clear()
    with pytest.raises(AppError) as error:
        hub.fetch_by_xet(file, line.cache, lambda: False)
    hub.close()
    assert "127.0.0.1" not in str(error.value)
    (asked,) = line.stub.requests
    assert asked.path.endswith(f"/xet-read-token/{file.commit}")
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
