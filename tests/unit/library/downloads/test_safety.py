"""Nothing that a server says makes a file appear elsewhere or a token go elsewhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from fakes.hub_stub.faults import Headers, Port, Redirect
from fakes.hub_stub.stub import HubStub
from paceline.errors import AppError, ErrorCode
from paceline.library.downloads.cached_file import CachedFile
from paceline.library.downloads.records import Wanted
from paceline.library.hub.records import HubFile

from .conftest import NAME, REPOSITORY, WANTED, Line, way_to

TOKEN = "hf_" + "NeverSeenAnywhereElse" * 2
GOOD = HubFile(REPOSITORY, "c" * 40, NAME, 5, "a" * 64)
ESCAPES = (
    "../outside.gguf",
    "folder/../../outside.gguf",
    "/outside.gguf",
    "C:/outside.gguf",
    "C:outside.gguf",
    "\\\\server\\share\\outside.gguf",
    "folder\\..\\..\\outside.gguf",
    "nul.gguf",
    "folder//outside.gguf",
    "outside.gguf ",
    "",
)


def everything(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@pytest.mark.parametrize("tag", ['"../../outside"', '"x"', '""', f'"{"A" * 64}"', f'"{"a" * 63}/"'])
def test_a_hostile_etag_makes_no_file(line: Line, tmp_path: Path, tag: str) -> None:
    before = everything(tmp_path)
    hostile = Headers({"X-Linked-ETag": tag, "ETag": tag})
    line.stub.faults.add(Port.HUB, hostile, times=None)
    with pytest.raises(AppError):
        line.fetch()
    assert everything(tmp_path) == before


@pytest.mark.parametrize("commit", ["../../../outside", "main", "c" * 39])
def test_a_hostile_commit_makes_no_file(line: Line, tmp_path: Path, commit: str) -> None:
    before = everything(tmp_path)
    line.stub.faults.add(Port.HUB, Headers({"X-Repo-Commit": commit}), times=None)
    with pytest.raises(AppError):
        line.fetch()
    assert everything(tmp_path) == before


@pytest.mark.parametrize("path", ESCAPES)
def test_a_name_that_escapes_is_not_fetched(line: Line, tmp_path: Path, path: str) -> None:
    line.stub.add_repository("someone/hostile-GGUF", {path: b"never wanted"})
    before = everything(tmp_path)
    with pytest.raises(AppError) as error:
        line.fetch(Wanted("someone/hostile-GGUF", path))
    assert error.value.code is ErrorCode.HUB_NAME_UNSAFE
    assert everything(tmp_path) == before
    assert line.stub.journal.bytes_sent() == 0


@pytest.mark.parametrize(
    "hostile",
    [
        *(replace(GOOD, path=path) for path in ESCAPES),
        replace(GOOD, repository="../outside"),
        replace(GOOD, commit="../../outside"),
        replace(GOOD, sha256="../../outside"),
        replace(GOOD, sha256=None),
    ],
)
def test_the_cache_itself_takes_no_hostile_name(hostile: HubFile, tmp_path: Path) -> None:
    with pytest.raises(AppError):
        CachedFile(tmp_path, hostile)


@pytest.mark.parametrize("revision", ["../../outside", "/outside", "a/../../outside"])
def test_a_hostile_revision_leaves_no_reference(line: Line, tmp_path: Path, revision: str) -> None:
    before = everything(tmp_path)
    with pytest.raises(AppError):
        line.fetch(replace(WANTED, revision=revision))
    assert everything(tmp_path) == before


class TestTheToken:
    def test_opens_a_gated_file_once_the_terms_are_accepted(self, line: Line) -> None:
        line.stub.repositories[REPOSITORY].gated = "auto"
        line.stub.allow(TOKEN)
        for hub in (line.hub, way_to(line.stub, TOKEN)):
            line.hub = hub
            with pytest.raises(AppError) as error:
                line.fetch()
            assert error.value.code is ErrorCode.HUB_GATED
        line.stub.allow(TOKEN, REPOSITORY)
        assert line.fetch().read_bytes() == line.content
        line.hub.close()

    def test_goes_to_the_hub_alone(self, line: Line) -> None:
        line.stub.repositories[REPOSITORY].gated = "auto"
        line.stub.allow(TOKEN, REPOSITORY)
        line.hub = way_to(line.stub, TOKEN)
        line.fetch()
        line.hub.close()
        for asked in line.stub.requests:
            assert ("authorization" in asked.headers) == (asked.port is Port.HUB)
        assert TOKEN not in "".join(
            path.read_text("utf-8", "replace")
            for path in line.cache.rglob("*")
            if path.is_file() and path.stat().st_size < 100_000
        )

    def test_does_not_follow_a_redirect_to_another_host(self, line: Line) -> None:
        with HubStub() as elsewhere:
            line.stub.allow(TOKEN, REPOSITORY)
            line.hub = way_to(line.stub, TOKEN)
            target = f"{elsewhere.endpoint}/{REPOSITORY}/resolve/main/{NAME}"
            line.stub.faults.add(Port.HUB, Redirect(target), times=None)
            with pytest.raises(AppError):
                line.fetch()
            line.hub.close()
            assert not [one for one in elsewhere.requests if "authorization" in one.headers]
