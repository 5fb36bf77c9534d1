from itertools import pairwise
from pathlib import Path

import pytest

from fakes.gguf_bytes import gguf_file, gguf_header
from paceline.errors import AppError, ErrorCode
from paceline.library.gguf.header import LARGEST_HEADER
from paceline.library.gguf.reading import STEP, read_header, read_remote_header


class Remote:
    """A file far away that counts what is asked of it."""

    def __init__(self, data: bytes, file_bytes: int | None = None) -> None:
        self.data = data
        self.file_bytes = len(data) if file_bytes is None else file_bytes
        self.ranges: list[tuple[int, int]] = []

    def read(self, start: int, end: int) -> bytes:
        assert start < end <= self.file_bytes
        self.ranges.append((start, end))
        return self.data[start:end]


def with_merges(count: int) -> bytes:
    """A header with so many merges of 20 bytes, and what llama.cpp must know behind them."""
    return gguf_header(
        {
            "general.architecture": "llama",
            "tokenizer.ggml.merges": ["xxxxx yyyyyy"] * count,
            "behind": "them",
        }
    )


def code_of(file: Path) -> ErrorCode:
    with pytest.raises(AppError) as caught:
        read_header(file)
    return caught.value.code


def test_the_starter_is_read_from_its_file(starter: Path) -> None:
    header = read_header(starter)
    assert len(header.tokens) == 49_152
    assert len(header.tensors) == 272
    last = header.tensors[-1]
    assert header.data_start + last.offset + last.size == starter.stat().st_size


def test_files_without_a_header_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    assert code_of(file) is ErrorCode.FILE_MISSING
    assert code_of(tmp_path) is ErrorCode.FILE_IS_FOLDER
    file.write_bytes(b"")
    assert code_of(file) is ErrorCode.FILE_EMPTY
    assert code_of(file / "below") is ErrorCode.FILE_MISSING
    file.write_bytes(b"PK" * 100)
    assert code_of(file) is ErrorCode.FILE_NOT_GGUF
    file.write_bytes(gguf_file()[:-1])
    assert code_of(file) is ErrorCode.FILE_TRUNCATED
    file.write_bytes(gguf_file())
    assert len(read_header(file).tensors) == 2


@pytest.mark.parametrize("merges", [0, 50_000, 104_000, 300_000, 1_000_000])
def test_little_more_is_read_than_the_header_has(merges: int) -> None:
    header = with_merges(merges)
    remote = Remote(header + bytes(30 << 20))
    parsed, read = read_remote_header(remote.read, remote.file_bytes)
    assert parsed.metadata["behind"] == "them"
    assert parsed.data_start == len(header)
    assert read == remote.ranges[-1][1] <= len(header) + STEP
    assert all(end == start for (_, end), (start, _) in pairwise(remote.ranges))
    assert len(remote.ranges) <= 2 + len(header) // (2 * STEP)


def test_a_small_file_is_not_read_beyond_its_end() -> None:
    remote = Remote(gguf_file())
    assert read_remote_header(remote.read, remote.file_bytes)[1] == len(remote.data)


def test_a_line_that_ends_early_is_an_incomplete_file() -> None:
    remote = Remote(with_merges(300_000), file_bytes=1 << 30)
    with pytest.raises(AppError) as caught:
        read_remote_header(remote.read, remote.file_bytes)
    assert caught.value.code is ErrorCode.FILE_TRUNCATED


def test_a_header_without_end_is_given_up() -> None:
    endless = gguf_header({}, keys=4096)[:24] + bytes(80 << 20)
    remote = Remote(endless, file_bytes=1 << 40)
    with pytest.raises(AppError) as caught:
        read_remote_header(remote.read, remote.file_bytes)
    assert caught.value.code is ErrorCode.FILE_NOT_GGUF
    assert remote.ranges[-1][1] <= LARGEST_HEADER


def test_what_reading_raises_goes_through() -> None:
    def refuse(_start: int, _end: int) -> bytes:
        raise AppError(ErrorCode.MEMORY_SHORT)

    with pytest.raises(AppError) as caught:
        read_remote_header(refuse, 1 << 30)
    assert caught.value.code is ErrorCode.MEMORY_SHORT
