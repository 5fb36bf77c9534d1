"""A full disk is noticed before anything is fetched, and what came before it got full is kept."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fakes.hub_stub.faults import Port, Slow
from paceline.errors import AppError, ErrorCode
from paceline.library.downloads import disk_room
from paceline.library.downloads.records import FileProgress

from .conftest import Line

if sys.platform != "win32":
    import resource

Resize = Callable[[int], None]


@pytest.fixture
def disk(line: Line) -> Iterator[Resize]:
    """Lay the cache on a disk of its own, whose size can be changed."""

    def mount(size: int, *more: str) -> bool:
        options = ",".join((f"size={size}", *more))
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(line.cache)]
        try:
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            return False

    line.cache.mkdir()
    if not mount(len(line.content) // 2):
        pytest.skip("only a superuser of Linux may mount a small disk")

    def resize(size: int) -> None:
        assert mount(size, "remount")

    yield resize
    subprocess.run(["umount", str(line.cache)], check=True)


def refusal(line: Line, progress: Callable[[FileProgress], None] = lambda _: None) -> AppError:
    with pytest.raises(AppError) as refused:
        line.fetch(progress=progress)
    assert refused.value.code is ErrorCode.DISK_FULL
    return refused.value


@pytest.mark.skipif(sys.platform == "win32", reason="limits sizes of files as POSIX does")
def test_a_file_that_may_not_become_so_large_is_not_begun(line: Line) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(line.content) // 2, before[1]))
    try:
        error = refusal(line)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert f"{len(line.content) / 1e6:.1f} MB" in str(error)
    assert line.stub.journal.bytes_sent() == 0
    assert line.left_behind() == []
    assert line.fetch().read_bytes() == line.content


def test_a_disk_that_is_too_small_is_noticed_before_anything_is_fetched(
    line: Line, disk: Resize
) -> None:
    refusal(line)
    assert line.stub.journal.bytes_sent() == 0
    assert line.left_behind() == []
    disk(len(line.content) * 2)
    assert line.fetch().read_bytes() == line.content


def test_room_that_was_taken_at_the_beginning_stays_taken(line: Line, disk: Resize) -> None:
    disk(len(line.content) * 2)
    filler = Filler(line.cache / "filler")
    line.stub.faults.add(Port.CDN, Slow(len(line.content)), times=None)
    assert line.fetch(progress=filler).read_bytes() == line.content
    assert filler.full


def test_a_disk_that_fills_up_meanwhile_costs_nothing_that_came(
    line: Line, disk: Resize, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on systems that cannot take a file's room at once."""
    monkeypatch.setattr(disk_room, "TAKEN_AT_ONCE", False)
    disk(len(line.content) * 2)
    filler = Filler(line.cache / "filler")
    line.stub.faults.add(Port.CDN, Slow(len(line.content)), times=None)
    refusal(line, filler)
    filler.path.unlink()
    assert line.fetch().read_bytes() == line.content
    assert line.fetched_twice <= 0.05


class Filler:
    """Fills the disk in the middle of a download."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.full = False

    def __call__(self, now: FileProgress) -> None:
        if self.full or not now.size or now.done < now.size // 4:
            return
        with self.path.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(1 << 14)):
                    pass
            except OSError:
                self.full = True
