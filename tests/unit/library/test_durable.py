"""A large file is whole or absent, whatever interrupts its making."""

import errno
import hashlib
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library import durable
from paceline.library.durable import Piece

MIB = 2**20
PIECES = 96
IDENTITY = "the one recipe"


def content(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest() * (MIB // 32)


def pieces(made: list[int] | None = None) -> list[Piece]:
    def make(number: int) -> bytes:
        if made is not None:
            made.append(number)
        return content(number)

    return [Piece(MIB, partial(make, number)) for number in range(PIECES)]


WHOLE = hashlib.sha256(b"".join(map(content, range(PIECES)))).hexdigest()


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write(
    file: Path,
    *,
    made: list[int] | None = None,
    progress: Callable[[float], None] = lambda _fraction: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    durable.write(file, IDENTITY, pieces(made), progress=progress, cancelled=cancelled)


def cancel_after(calls: int) -> Callable[[], bool]:
    answers = iter([False] * calls)
    return lambda: next(answers, True)


def test_a_finished_file_holds_every_piece_and_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "model"
    seen: list[float] = []
    write(file, progress=seen.append)
    assert digest(file) == WHOLE
    assert durable.is_whole(file, IDENTITY)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model", "model.json"]


def test_a_file_of_another_identity_is_not_taken_for_this_one(tmp_path: Path) -> None:
    file = tmp_path / "model"
    write(file)
    assert not durable.is_whole(file, "another recipe")


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.write_bytes(file.read_bytes() + b"\0"),
        lambda file: file.write_bytes(bytes(MIB) + file.read_bytes()[MIB:]),
        lambda file: file.write_bytes(file.read_bytes()[:-MIB] + bytes(MIB)),
        lambda file: file.with_name("model.json").unlink(),
        lambda file: file.with_name("model.json").write_bytes(b""),
        lambda file: file.with_name("model.json").write_text('{"identity": "the one recipe"}'),
    ],
    ids=[
        "gone", "empty", "cut", "longer", "head overwritten", "tail overwritten",
        "no record", "empty record", "torn record",
    ],
)  # fmt: skip
def test_a_harmed_file_is_not_whole_and_is_made_again(
    tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    file = tmp_path / "model"
    write(file)
    harm(file)
    assert not durable.is_whole(file, IDENTITY)
    write(file)
    assert digest(file) == WHOLE
    assert durable.is_whole(file, IDENTITY)


def test_cancelling_leaves_no_file_and_the_next_writing_goes_on_from_there(tmp_path: Path) -> None:
    file = tmp_path / "model"
    with pytest.raises(Cancelled):
        write(file, cancelled=cancel_after(50))
    assert not file.exists()
    made: list[int] = []
    write(file, made=made)
    assert made[0] > 0
    assert made[-1] == PIECES - 1
    assert digest(file) == WHOLE


@pytest.mark.parametrize("place", [0, 20 * MIB, 30 * MIB])
def test_a_damaged_part_is_thrown_away(tmp_path: Path, place: int) -> None:
    file, part = tmp_path / "model", tmp_path / "model.part"
    with pytest.raises(Cancelled):
        write(file, cancelled=cancel_after(50))
    with part.open("r+b") as out:
        out.seek(place)
        out.write(b"damage")
    made: list[int] = []
    write(file, made=made)
    assert made == list(range(PIECES))
    assert digest(file) == WHOLE


def test_a_part_that_is_shorter_than_its_record_is_thrown_away(tmp_path: Path) -> None:
    file, part = tmp_path / "model", tmp_path / "model.part"
    with pytest.raises(Cancelled):
        write(file, cancelled=cancel_after(50))
    with part.open("r+b") as out:
        out.truncate(10 * MIB)
    write(file)
    assert digest(file) == WHOLE


def test_bytes_behind_the_record_are_not_trusted(tmp_path: Path) -> None:
    file, part = tmp_path / "model", tmp_path / "model.part"
    with pytest.raises(Cancelled):
        write(file, cancelled=cancel_after(50))
    with part.open("ab") as out:
        out.write(b"written, but never counted")
    write(file)
    assert digest(file) == WHOLE


def test_too_little_space_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 10_000_000

    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage)
    with pytest.raises(AppError) as refusal:
        write(tmp_path / "model")
    assert refusal.value.code is ErrorCode.DISK_FULL
    assert refusal.value.detail == "0.13 GB are needed and 0.01 GB are free"
    assert list(tmp_path.iterdir()) == []


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The kernel refuses to let any file grow beyond this, in the middle of a write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fills_up_meanwhile_gets_its_space_back(tmp_path: Path) -> None:
    file = tmp_path / "model"
    with largest_file(40 * MIB), pytest.raises(AppError) as refusal:
        write(file)
    assert refusal.value.code is ErrorCode.DISK_FULL
    assert list(tmp_path.iterdir()) == []
    write(file)
    assert digest(file) == WHOLE


def test_another_fault_of_the_disk_is_not_called_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(errno.EIO, "the disk is broken")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="the disk is broken"):
        write(tmp_path / "model")


BUILDER = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
import test_durable as these
file = Path(sys.argv[1])
made = []
with these.durable.sole_builder(file, lambda: False):
    if not these.durable.is_whole(file, these.IDENTITY):
        these.write(file, made=made)
print(len(made))
"""


def builder(file: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BUILDER, str(file)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_builder_killed_at_any_moment_never_leaves_a_false_file(tmp_path: Path) -> None:
    file, part = tmp_path / "model", tmp_path / "model.part"
    dice = random.Random(20)
    for _ in range(8):
        with builder(file) as process:
            deadline = time.monotonic() + 20
            while process.poll() is None and not part.exists() and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(dice.random() * 0.3)
            process.kill()
        assert not file.exists() or (digest(file) == WHOLE and durable.is_whole(file, IDENTITY))
        if file.exists():
            file.unlink()
    write(file)
    assert digest(file) == WHOLE
    assert durable.is_whole(file, IDENTITY)


def test_of_two_builders_one_builds_and_both_have_the_file(tmp_path: Path) -> None:
    file = tmp_path / "model"
    with builder(file) as first, builder(file) as second:
        made = sorted(int(process.communicate()[0]) for process in (first, second))
    assert made == [0, PIECES]
    assert digest(file) == WHOLE


def test_waiting_for_another_builder_can_be_cancelled(tmp_path: Path) -> None:
    file = tmp_path / "model"
    with (
        durable.sole_builder(file, lambda: False),
        pytest.raises(Cancelled),
        durable.sole_builder(file, cancel_after(2)),
    ):
        pytest.fail("two builders at once")
