"""What Paceline removes is gone, the Hub's tools see a sound cache, and nothing else is touched."""

import os
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from huggingface_hub import hf_hub_download

from fakes.hub_stub.stub import HubStub
from fakes.model_folders import MAIN, hub_repository, model, ollama_model, put
from paceline.errors import AppError, ErrorCode
from paceline.library.downloads.fetching import fetch
from paceline.library.downloads.records import Wanted
from paceline.library.hub.hub import Hub
from paceline.library.hub.huggingface import HFCacheInfo, scan_cache_dir
from paceline.library.hub.tokens import TokenStore
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.removal import remove
from paceline.library.installed.scanning import found

posix = pytest.mark.skipif(sys.platform == "win32", reason="links as Unix has them")

OLDER = "0" * 40


def find(folder: Path, title: str, kind: PlaceKind = PlaceKind.HUB) -> InstalledModel:
    (one,) = [one for one in found([Place(kind, folder)]) if one.title == title]
    return one


def sound(cache: Path) -> HFCacheInfo:
    """The cache as the Hub's own tools see it, which must have nothing to complain of."""
    info = scan_cache_dir(cache)
    assert info.warnings == []
    return info


def content(folder: Path) -> Mapping[str, bytes]:
    """Everything below a folder but locks, by path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".locks" not in path.parts
    }


@pytest.mark.parametrize("links", [pytest.param(True, marks=posix), False])
def test_the_last_file_of_a_repository_takes_the_repository_along(
    tmp_path: Path, *, links: bool
) -> None:
    weights = model()
    hub_repository(tmp_path, "a/b", {"x.gguf": weights}, links=links)
    hub_repository(tmp_path, "c/d", {"y.gguf": model("y")}, links=links)
    assert remove(find(tmp_path, "x")) == len(weights)
    (left,) = sound(tmp_path).repos
    assert left.repo_id == "c/d"
    assert not (tmp_path / "models--a--b").exists()


@pytest.mark.parametrize("links", [pytest.param(True, marks=posix), False])
def test_other_files_of_the_repository_stay(tmp_path: Path, *, links: bool) -> None:
    kept = {"y.gguf": model("y"), "mmproj-x.gguf": model("see"), "README.md": b"words"}
    weights = model()
    hub_repository(tmp_path, "a/b", {"x.gguf": weights, **kept}, links=links)
    assert remove(find(tmp_path, "x")) == len(weights)
    (repository,) = sound(tmp_path).repos
    (revision,) = repository.revisions
    assert {file.file_name: file.file_path.read_bytes() for file in revision.files} == kept
    assert revision.refs == {"main"}
    assert weights not in content(tmp_path).values()


@posix
def test_the_content_goes_with_every_name_that_it_has(tmp_path: Path) -> None:
    weights = model()
    hub_repository(tmp_path, "a/b", {"x.gguf": weights}, commit=OLDER, refs=())
    hub_repository(tmp_path, "a/b", {"x.gguf": weights, "sub/z.gguf": weights, "k": b"kept"})
    assert remove(find(tmp_path, "x")) == len(weights)
    (repository,) = sound(tmp_path).repos
    (revision,) = repository.revisions
    assert revision.commit_hash == MAIN
    assert {file.file_name for file in revision.files} == {"k"}


@posix
def test_another_version_of_the_same_file_stays(tmp_path: Path) -> None:
    hub_repository(tmp_path, "a/b", {"x.gguf": model("older")}, commit=OLDER, refs=("v1",))
    hub_repository(tmp_path, "a/b", {"x.gguf": model("newer")})
    newer = next(one for one in found([Place(PlaceKind.HUB, tmp_path)]) if MAIN in str(one.path))
    remove(newer)
    (repository,) = sound(tmp_path).repos
    (revision,) = repository.revisions
    assert revision.commit_hash == OLDER
    assert revision.refs == {"v1"}


def test_a_copy_of_the_repository_with_the_same_commits_stays(tmp_path: Path) -> None:
    for repository in ("a/b", "copy/of-b", "z/b"):
        hub_repository(tmp_path, repository, {"x.gguf": model()})
    chosen = next(one for one in found([Place(PlaceKind.HUB, tmp_path)]) if one.repository == "z/b")
    remove(chosen)
    assert {repository.repo_id for repository in sound(tmp_path).repos} == {"a/b", "copy/of-b"}


def test_all_shards_go(tmp_path: Path) -> None:
    shards = {f"x-0000{number}-of-00003.gguf": model(f"{number}") for number in (1, 2, 3)}
    hub_repository(tmp_path, "a/b", {**shards, "k.gguf": model("kept")})
    assert remove(find(tmp_path, "x")) == sum(map(len, shards.values()))
    assert {one.title for one in found([Place(PlaceKind.HUB, tmp_path)])} == {"k"}


@posix
def test_a_link_to_nothing_is_cleared_away(tmp_path: Path) -> None:
    snapshot = hub_repository(tmp_path, "a/b", {"x.gguf": model(), "k": b"kept"})
    (snapshot / "x.gguf").resolve().unlink()
    assert scan_cache_dir(tmp_path).warnings
    assert remove(find(tmp_path, "x")) == 0
    assert sound(tmp_path).repos


@posix
def test_the_cache_may_be_on_another_disk(tmp_path: Path) -> None:
    hub_repository(tmp_path / "disk/hub", "a/b", {"x.gguf": model(), "k": b"kept"})
    (tmp_path / "hub").symlink_to(tmp_path / "disk/hub", target_is_directory=True)
    assert remove(find(tmp_path / "hub", "x")) == len(model())
    (repository,) = sound(tmp_path / "hub").repos
    assert repository.nb_files == 1


@posix
def test_what_a_link_leads_to_outside_the_cache_stays(tmp_path: Path) -> None:
    treasure = put(tmp_path / "home/treasure.gguf")
    cache = tmp_path / "cache"
    snapshot = hub_repository(cache, "a/b", {"k": b"kept"})
    (snapshot / "x.gguf").symlink_to(treasure)
    remove(find(cache, "x"))
    assert treasure.read_bytes() == model("treasure")
    assert not os.path.lexists(snapshot / "x.gguf")
    sound(cache)


@posix
@pytest.mark.parametrize("linked", ["models--a--b", "models--a--b/blobs"])
def test_what_a_linked_folder_leads_to_outside_the_cache_stays(tmp_path: Path, linked: str) -> None:
    cache, elsewhere = tmp_path / "cache", tmp_path / "elsewhere"
    hub_repository(cache, "a/b", {"x.gguf": model()})
    (cache / linked).rename(elsewhere)
    (cache / linked).symlink_to(elsewhere, target_is_directory=True)
    chosen, before = find(cache, "x"), content(elsewhere)
    with pytest.raises(AppError) as raised:
        remove(chosen)
    assert raised.value.code is ErrorCode.FILE_UNWRITABLE
    assert content(elsewhere) == before
    assert chosen.path.exists()


@posix
def test_what_a_linked_snapshot_leads_to_outside_the_cache_stays(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    snapshot = hub_repository(cache, "a/b", {"x.gguf": model()})
    (tmp_path / "elsewhere").mkdir()
    for name, other in (("treasure.gguf", tmp_path / "treasure"), ("x.gguf", snapshot / "x.gguf")):
        (tmp_path / "elsewhere" / name).symlink_to(other.resolve())
    put(tmp_path / "treasure", model("treasure"))
    (snapshot.parent / OLDER).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    before = content(tmp_path / "elsewhere")
    chosen = find(cache, "x")
    treasure = replace(chosen, files=(snapshot.parent / OLDER / "treasure.gguf",))
    with pytest.raises(AppError) as raised:
        remove(treasure)
    assert raised.value.code is ErrorCode.FILE_UNWRITABLE
    remove(chosen)
    assert content(tmp_path / "elsewhere") == before
    assert (tmp_path / "treasure").read_bytes() == model("treasure")


@posix
def test_what_somebody_else_is_fetching_stays(tmp_path: Path) -> None:
    snapshot = hub_repository(tmp_path, "a/b", {"x.gguf": model()})
    other = put(snapshot.parents[1] / "blobs/abc.incomplete", b"half")
    remove(find(tmp_path, "x"))
    assert other.read_bytes() == b"half"
    sound(tmp_path)


@posix
def test_a_file_that_is_being_fetched_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paceline.library.hub.cache_removal._LOCK_WAIT_S", 0.01)
    snapshot = hub_repository(tmp_path, "a/b", {"x.gguf": model()})
    name = (snapshot / "x.gguf").resolve().name
    lock = put(tmp_path / f".locks/models--a--b/{name}.lock", b"")
    with FileLock(lock), pytest.raises(AppError) as raised:
        remove(find(tmp_path, "x"))
    assert raised.value.code is ErrorCode.FILE_UNWRITABLE
    assert (snapshot / "x.gguf").exists()


@posix
@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() == 0, reason="root may do everything")
def test_a_cache_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    snapshot = hub_repository(tmp_path, "a/b", {"x.gguf": model()})
    snapshot.chmod(0o500)
    try:
        with pytest.raises(AppError) as raised:
            remove(find(tmp_path, "x"))
    finally:
        snapshot.chmod(0o700)
    assert raised.value.code is ErrorCode.FILE_UNWRITABLE
    assert (snapshot / "x.gguf").exists()


def test_a_repository_that_the_hub_s_tools_cannot_read_is_left_alone(tmp_path: Path) -> None:
    hub_repository(tmp_path, "a/b", {"x.gguf": model()})
    put(tmp_path / "models--a--b/refs/lost", b"9" * 40)
    before = content(tmp_path)
    with pytest.raises(AppError) as raised:
        remove(find(tmp_path, "x"))
    assert raised.value.code is ErrorCode.CACHE_DAMAGED
    assert content(tmp_path) == before


def test_what_is_gone_already_says_so(tmp_path: Path) -> None:
    hub_repository(tmp_path, "a/b", {"x.gguf": model()})
    chosen = find(tmp_path, "x")
    remove(chosen)
    with pytest.raises(AppError) as raised:
        remove(chosen)
    assert raised.value.code is ErrorCode.FILE_MISSING


def test_a_practice_model_goes_with_its_record(tmp_path: Path) -> None:
    put(tmp_path / "x.gguf", model())
    for suffix in (".json", ".lock"):
        put(tmp_path / f"x.gguf{suffix}", b"{}")
    kept = put(tmp_path / "y.gguf")
    assert remove(find(tmp_path, "x", PlaceKind.PRACTICE)) == len(model())
    assert list(tmp_path.glob("*.gguf*")) == [kept]


@posix
def test_what_a_link_in_the_practice_folder_leads_to_is_not_ours(tmp_path: Path) -> None:
    treasure = put(tmp_path / "home/treasure.gguf")
    folder = tmp_path / "practice"
    put(folder / "x.gguf")
    (folder / "linked").symlink_to(treasure.parent, target_is_directory=True)
    with pytest.raises(AppError) as raised:
        remove(find(folder, "treasure", PlaceKind.PRACTICE))
    assert raised.value.code is ErrorCode.MODEL_NOT_OURS
    assert treasure.exists()


@pytest.mark.parametrize(
    "kind",
    [
        PlaceKind.OWN,
        PlaceKind.LM_STUDIO,
        PlaceKind.JAN,
        PlaceKind.GPT4ALL,
        PlaceKind.LLAMA_CPP,
        PlaceKind.STARTER,
        PlaceKind.OLLAMA,
    ],
)
def test_files_of_others_are_never_removed(tmp_path: Path, kind: PlaceKind) -> None:
    ollama_model(tmp_path, "x:1b", model())
    hub_repository(tmp_path, "a/b", {"y.gguf": model("y")})
    put(tmp_path / "a/b/z.gguf")
    before = content(tmp_path)
    models = found([Place(kind, tmp_path)])
    assert models
    for one in models:
        assert not one.deletable
        with pytest.raises(AppError) as raised:
            remove(one)
        assert raised.value.code is ErrorCode.MODEL_NOT_OURS
    assert content(tmp_path) == before


def test_a_loose_file_in_the_hub_s_cache_is_not_ours(tmp_path: Path) -> None:
    put(tmp_path / "loose.gguf")
    assert not find(tmp_path, "loose").deletable


@posix
def test_what_was_downloaded_and_removed_leaves_the_cache_as_the_hub_s_tools_want_it(
    tmp_path: Path,
) -> None:
    with HubStub() as stub:
        stub.add_repository("a/b", {"x.gguf": model(), "y.gguf": model("y")})
        hub = Hub(stub.endpoint, tokens=TokenStore(ring=lambda: None, environment={}))
        with closing(hub):
            for name in ("x.gguf", "y.gguf"):
                fetch(
                    hub,
                    Wanted("a/b", name),
                    cache=tmp_path,
                    progress=lambda _progress: None,
                    cancelled=lambda: False,
                )
            remove(find(tmp_path, "x"))
            (repository,) = sound(tmp_path).repos
            (revision,) = repository.revisions
            assert {file.file_name for file in revision.files} == {"y.gguf"}
            before = len(stub.requests)
            again = hf_hub_download("a/b", "y.gguf", cache_dir=tmp_path, endpoint=stub.endpoint)
            assert Path(again).read_bytes() == model("y")
            assert [asked.method for asked in stub.requests[before:]] == ["HEAD"]
            remove(find(tmp_path, "y"))
    assert sound(tmp_path).repos == frozenset()
    assert content(tmp_path) == {}
