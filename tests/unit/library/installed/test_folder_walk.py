"""A walk ends and finds every model, whatever the folders are like."""

import os
import sys
from pathlib import Path

import pytest

from paceline.errors import ErrorCode
from paceline.library.installed.folder_walk import DEEPEST, MOST_ENTRIES, model_files, seen

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as Unix has them")


def put(file: Path, content: bytes = b"GGUF") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def found(
    folder: Path,
    *,
    deepest: int = DEEPEST,
    most_entries: int = MOST_ENTRIES,
    follow_links: bool = True,
) -> list[str]:
    paths = model_files(
        folder, deepest=deepest, most_entries=most_entries, follow_links=follow_links
    )
    return [path.relative_to(folder).as_posix() for path in paths]


def test_models_are_found_in_order_and_nothing_else_is(tmp_path: Path) -> None:
    for name in ("b/deep/er/x.GGUF", "a.gguf", "b/y.gguf", "notes.txt", "gguf", "b/.hidden.gguf"):
        put(tmp_path / name)
    put(tmp_path / ".git/z.gguf")
    assert found(tmp_path) == ["a.gguf", "b/y.gguf", "b/deep/er/x.GGUF"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert found(tmp_path / "nowhere") == []


@posix
def test_links_in_circles_are_gone_round_once(tmp_path: Path) -> None:
    put(tmp_path / "a/x.gguf")
    (tmp_path / "a/again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a/self").symlink_to("self")
    (tmp_path / "b").symlink_to("a", target_is_directory=True)
    assert found(tmp_path) == ["a/x.gguf"]


@posix
def test_a_link_to_a_folder_is_followed_once_and_never_upwards(tmp_path: Path) -> None:
    other = tmp_path / "other disk"
    put(other / "y.gguf")
    put(tmp_path / "third/z.gguf")
    (other / "on").symlink_to(tmp_path / "third", target_is_directory=True)
    models = tmp_path / "models"
    put(models / "x.gguf")
    (models / "disk").symlink_to(other, target_is_directory=True)
    (models / "up").symlink_to(tmp_path, target_is_directory=True)
    (models / "root").symlink_to("/", target_is_directory=True)
    assert found(models) == ["x.gguf", "disk/y.gguf"]
    assert found(models, follow_links=False) == ["x.gguf"]


def test_depth_and_number_of_entries_are_bounded(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(40):
        deep = deep / "d"
    put(deep / "deep.gguf")
    put(tmp_path / "d/d/near.gguf")
    for number in range(50):
        put(tmp_path / f"many/{number:02}.txt")
    assert found(tmp_path) == ["d/d/near.gguf"]
    assert found(tmp_path, most_entries=1) == []


@posix
def test_a_folder_that_may_not_be_read_costs_only_its_own_models(tmp_path: Path) -> None:
    put(tmp_path / "closed/x.gguf")
    put(tmp_path / "open/y.gguf")
    (tmp_path / "closed").chmod(0)
    try:
        kept = ["open/y.gguf"] if os.geteuid() else ["closed/x.gguf", "open/y.gguf"]
        assert found(tmp_path) == kept
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_a_folder_may_vanish_while_it_is_walked(tmp_path: Path) -> None:
    for name in ("a/x.gguf", "b/y.gguf"):
        put(tmp_path / name)
    walk = model_files(tmp_path)
    assert next(walk).name == "x.gguf"
    (tmp_path / "b/y.gguf").unlink()
    (tmp_path / "b").rmdir()
    assert list(walk) == []


def test_names_may_be_long_and_of_any_script(tmp_path: Path) -> None:
    names = ["Ünïcödé 模型 🦙.gguf", "и" * 100 + ".gguf", "x" * 250 + ".gguf"]
    for name in names:
        put(tmp_path / name)
    assert sorted(found(tmp_path)) == sorted(names)


@posix
def test_a_dangling_link_is_found_with_its_trouble(tmp_path: Path) -> None:
    link = tmp_path / "x.gguf"
    link.symlink_to("gone")
    assert found(tmp_path) == ["x.gguf"]
    file = seen(link)
    assert file is not None
    assert file.trouble is not None
    assert file.trouble.code is ErrorCode.FILE_MISSING


@posix
def test_a_pipe_is_found_with_its_trouble_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.gguf")
    file = seen(tmp_path / "x.gguf")
    assert file is not None
    assert file.trouble is not None
    assert file.trouble.code is ErrorCode.FILE_NOT_GGUF


@posix
def test_every_way_to_the_same_bytes_has_the_same_identity(tmp_path: Path) -> None:
    file = put(tmp_path / "x.gguf", b"GGUF and more")
    (tmp_path / "soft.gguf").symlink_to(file)
    os.link(file, tmp_path / "hard.gguf")
    described = [seen(tmp_path / name) for name in ("x.gguf", "soft.gguf", "hard.gguf")]
    assert {one.identity for one in described if one} == {
        described[0].identity if described[0] else 0
    }
    assert {one.size for one in described if one} == {13}


def test_what_is_gone_is_not_seen(tmp_path: Path) -> None:
    assert seen(tmp_path / "x.gguf") is None
