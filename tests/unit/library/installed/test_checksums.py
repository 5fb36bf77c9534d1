"""Every byte is read and compared with what its publisher said, where that is known here."""

import hashlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fakes.model_folders import hub_repository, model, ollama_model, put
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.installed.checksums import Verdict, verify
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.installed.records import InstalledModel
from paceline.library.installed.scanning import found
from paceline.library.published_sums import note_sum, published_sum

posix = pytest.mark.skipif(sys.platform == "win32", reason="links as Unix has them")


def only(kind: PlaceKind, folder: Path) -> InstalledModel:
    (one,) = found([Place(kind, folder)])
    return one


def verdict(one: InstalledModel) -> Verdict:
    return verify(one, lambda _done, _size: None, lambda: False).verdict


def spoil(file: Path) -> None:
    """Turn one bit, as disks do."""
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def in_hub_cache(folder: Path) -> InstalledModel:
    hub_repository(folder, "a/b", {"x.gguf": model()})
    return only(PlaceKind.HUB, folder)


def in_ollama(folder: Path) -> InstalledModel:
    ollama_model(folder, "x:1b", model())
    return only(PlaceKind.OLLAMA, folder)


def beside_a_note(folder: Path) -> InstalledModel:
    put(folder / "sub/x.gguf", model())
    lines = f"{'1' * 40}\n{hashlib.sha256(model()).hexdigest()}\n{time.time() + 60}\n"
    put(folder / ".cache/huggingface/download/sub/x.gguf.metadata", lines.encode())
    return only(PlaceKind.OWN, folder)


def in_a_cache_without_links(folder: Path) -> InstalledModel:
    hub_repository(folder, "a/b", {"x.gguf": model()}, links=False)
    one = only(PlaceKind.HUB, folder)
    note_sum(one.path, hashlib.sha256(model()).hexdigest())
    return one


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(in_hub_cache, marks=posix),
        in_ollama,
        beside_a_note,
        in_a_cache_without_links,
    ],
)
def test_an_intact_file_and_a_spoiled_one_are_told_apart(
    tmp_path: Path, place: Callable[[Path], InstalledModel]
) -> None:
    one = place(tmp_path / "models")
    assert verdict(one) is Verdict.INTACT
    spoil(one.path.resolve())
    assert verdict(one) is Verdict.DAMAGED


def test_a_file_of_which_nobody_said_anything_is_not_judged(tmp_path: Path) -> None:
    file = put(tmp_path / "x.gguf")
    verified = verify(only(PlaceKind.OWN, tmp_path), lambda _done, _size: None, lambda: False)
    assert verified.verdict is Verdict.UNKNOWN
    assert verified.files[0].sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


@posix
def test_one_spoiled_shard_spoils_the_model(tmp_path: Path) -> None:
    shards = {f"x-0000{number}-of-00002.gguf": model(f"{number}") for number in (1, 2)}
    snapshot = hub_repository(tmp_path, "a/b", shards)
    assert verdict(only(PlaceKind.HUB, tmp_path)) is Verdict.INTACT
    spoil((snapshot / "x-00002-of-00002.gguf").resolve())
    assert verdict(only(PlaceKind.HUB, tmp_path)) is Verdict.DAMAGED


def test_a_model_that_lacks_a_shard_is_not_called_intact(tmp_path: Path) -> None:
    put(tmp_path / "x-00001-of-00002.gguf")
    with pytest.raises(AppError) as raised:
        verdict(only(PlaceKind.OWN, tmp_path))
    assert raised.value.code is ErrorCode.MODEL_INCOMPLETE


def test_progress_rises_to_the_whole_size(tmp_path: Path) -> None:
    content = model() + bytes(9 * 2**20)
    put(tmp_path / "x.gguf", content)
    seen: list[tuple[int, int]] = []
    verify(
        only(PlaceKind.OWN, tmp_path),
        lambda done, size: seen.append((done, size)),
        lambda: False,
    )
    assert len(seen) >= 3
    assert seen == sorted(seen)
    assert seen[-1] == (len(content), len(content))


def test_the_person_may_stop_it(tmp_path: Path) -> None:
    put(tmp_path / "x.gguf", model() + bytes(20 * 2**20))
    seen: list[int] = []
    with pytest.raises(Cancelled):
        verify(
            only(PlaceKind.OWN, tmp_path), lambda done, _size: seen.append(done), lambda: bool(seen)
        )
    assert len(seen) == 1


def test_a_file_that_vanished_is_named(tmp_path: Path) -> None:
    file = put(tmp_path / "x.gguf")
    one = only(PlaceKind.OWN, tmp_path)
    file.unlink()
    with pytest.raises(AppError) as raised:
        verdict(one)
    assert raised.value.code is ErrorCode.FILE_MISSING
    assert raised.value.detail == str(file)


def test_a_note_about_an_older_file_does_not_judge_a_newer_one(tmp_path: Path) -> None:
    put(tmp_path / "x.gguf")
    note = put(tmp_path / ".cache/huggingface/download/x.gguf.metadata", b"")
    note.write_text(f"{'1' * 40}\n{'a' * 64}\n{time.time() - 3600}\n")
    assert published_sum(tmp_path / "x.gguf") is None


@pytest.mark.parametrize("content", [b"", b"\xff" * 9, b"1\n2\n3\n", b"1\n" + b"a" * 64])
def test_a_note_that_cannot_be_meant_is_passed_over(tmp_path: Path, content: bytes) -> None:
    put(tmp_path / "x.gguf")
    put(tmp_path / ".cache/huggingface/download/x.gguf.metadata", content)
    assert published_sum(tmp_path / "x.gguf") is None


def test_sums_are_only_read_where_names_are_sums(tmp_path: Path) -> None:
    named = "a" * 64
    assert published_sum(put(tmp_path / "other" / named)) is None
    assert published_sum(put(tmp_path / "blobs" / "not-a-sum")) is None
    assert published_sum(put(tmp_path / "blobs" / named)) == named


def test_the_latest_note_counts_and_only_for_its_file(tmp_path: Path) -> None:
    first, second = put(tmp_path / "1.gguf"), put(tmp_path / "2.gguf")
    note_sum(first, "a" * 64)
    note_sum(second, "b" * 64)
    note_sum(first, "c" * 64)
    assert published_sum(first) == "c" * 64
    assert published_sum(second) == "b" * 64
