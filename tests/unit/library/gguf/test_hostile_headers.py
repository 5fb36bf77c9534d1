"""Whatever a header holds, reading it ends in facts or in an error that a person is told."""

import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Final

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import tiny_models
from fakes.gguf_bytes import gguf_header, text
from fakes.header_mutations import Mutations
from paceline.errors import AppError, ErrorCode
from paceline.library.gguf.facts import facts_of
from paceline.library.gguf.header import TOKENS_KEY, HeaderIncomplete, ValueKind, parse_header
from paceline.library.gguf.reading import read_header, read_remote_header
from paceline.library.memory_fit import memory_need

CLEAN: Final = {
    ErrorCode.FILE_EMPTY,
    ErrorCode.FILE_NOT_GGUF,
    ErrorCode.FILE_TRUNCATED,
    ErrorCode.MODEL_UNSUPPORTED,
}
SEED: Final = 20

MOST_GROWTH: Final = 1 << 30
"""Bytes: what the objects of the largest header that is read to its end may take, twice."""


def reads(data: bytes, *, in_a_large_file: bool) -> bool:
    """Whether everything can be had of these bytes; an error that is not clean goes through.

    In a large file zeros follow them, and it is read in steps.
    """

    def read(start: int, end: int) -> bytes:
        return data[start:end].ljust(end - start, b"\0")

    try:
        if in_a_large_file:
            header, _ = read_remote_header(read, 1 << 36)
        else:
            header = parse_header(data, file_bytes=None)
        memory_need(facts_of(header), 4096)
    except HeaderIncomplete:
        return False
    except AppError as error:
        if error.code not in CLEAN:
            raise
        return False
    return True


@pytest.fixture(scope="module")
def good(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Real small headers of every kind, and the starter's."""
    folder = tmp_path_factory.mktemp("headers")
    kinds = ("llama", "gemma3", "qwen2_vl", "mamba", "lfm2", "falcon_h1", "yarn", "t5", "bert")
    headers = [gguf_header(), gguf_header(version=2)]
    for file in (*(tiny_models.write(kind, folder) for kind in kinds), starter):
        with file.open("rb") as stream:
            headers.append(stream.read(read_header(file).data_start))
    return headers


def test_spoiled_headers_end_in_facts_or_in_a_clean_error(
    good: list[bytes], mutations: int, report: Callable[[str], None]
) -> None:
    # The starter's header takes a hundred times as long as the others and is as interesting.
    draws = Mutations(good, [1.0] * (len(good) - 1) + [0.2], SEED)
    process = psutil.Process()
    before = most = process.memory_info().rss
    worst, whole = 0.0, 0
    for number in range(mutations):
        data = draws.draw()
        started = process_time()
        whole += reads(data, in_a_large_file=number % 2 == 1)
        worst = max(worst, process_time() - started)
        most = max(most, process.memory_info().rss)
    assert 0 < whole < mutations
    assert most - before < MOST_GROWTH
    report(
        f"{mutations:,} read: {whole:,} still whole, {mutations - whole:,} refused; the worst took "
        f"{worst * 1000:.0f} ms, memory grew by {(most - before) / 1e6:.0f} MB"
    )


@given(st.binary(max_size=400))
@settings(deadline=None, database=None)
def test_any_bytes_behind_the_magic_end_in_a_clean_error(data: bytes) -> None:
    reads(b"GGUF\3\0\0\0" + data, in_a_large_file=False)


@given(st.integers(0, 400), st.binary(min_size=1, max_size=40))
@settings(max_examples=300, deadline=None, database=None)
def test_any_bytes_in_a_header_end_in_facts_or_in_a_clean_error(place: int, data: bytes) -> None:
    whole = gguf_header()
    spoiled = whole[:place] + data + whole[place + len(data) :]
    reads(spoiled, in_a_large_file=False)


@pytest.mark.parametrize(
    ("key", "kind", "count"),
    [
        (TOKENS_KEY, ValueKind.STRING, 1 << 20),
        ("tokenizer.ggml.merges", ValueKind.STRING, 1 << 21),
        ("tokenizer.ggml.scores", ValueKind.FLOAT32, 1 << 23),
        ("it", ValueKind.UINT8, 1 << 25),
    ],
)
def test_a_claim_takes_no_memory_before_it_is_kept(key: str, kind: ValueKind, count: int) -> None:
    data = (
        struct.pack("<4sIQQ", b"GGUF", 3, 0, 1)
        + text(key)
        + struct.pack("<IIQ", ValueKind.ARRAY, kind, count)
        + bytes(80)
    )
    tracemalloc.start()
    try:
        with pytest.raises(HeaderIncomplete):
            parse_header(data, file_bytes=1 << 40)
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()
