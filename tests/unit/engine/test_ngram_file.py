"""The file of what was learned: the same content comes back, or nothing does."""

import hashlib
import struct
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.engine import ngram_file
from paceline.engine.ngram_file import Header, NgramFile
from paceline.engine.ngrams import Ngrams
from paceline.errors import AppError, ErrorCode

HEADER = Header(tokenizer="ab" * 16, model="small model", learned_at=1_700_000_000)


def same(one: Ngrams, other: Ngrams) -> bool:
    return (
        np.array_equal(one.keys, other.keys)
        and np.array_equal(one.nexts, other.nexts)
        and np.array_equal(one.weights, other.weights)
    )


@cache
def content() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "file.bin")
        texts = {token: f"t{token}".encode() for token in range(9)}
        ngram_file.write(path, HEADER, Ngrams.of([1, 2, 3, 4, 5, 6]), texts)
        return path.read_bytes()


def read_back(data: bytes) -> NgramFile:
    with TemporaryDirectory() as folder:
        path = Path(folder, "file.bin")
        path.write_bytes(data)
        return ngram_file.read(path)[0]


def refused(data: bytes) -> str:
    with pytest.raises(AppError) as caught:
        read_back(data)
    assert caught.value.code is ErrorCode.LEARNED_UNUSABLE
    return caught.value.detail


@given(
    st.lists(st.integers(0, 2**18), max_size=50), st.dictionaries(st.integers(0, 99), st.binary())
)
def test_what_was_written_is_read(text: list[int], texts: dict[int, bytes]) -> None:
    rows = Ngrams.of(text)
    with TemporaryDirectory() as folder:
        path = Path(folder, "file.bin")
        version = ngram_file.write(path, HEADER, rows, texts)
        file, again = ngram_file.read(path, HEADER.tokenizer)
        assert version == again == ngram_file.read_sum(path)
        assert ngram_file.read_header(path) == file.header
    assert same(file.rows, rows)
    assert file.texts == {token: texts[token] for token in rows.tokens() if token in texts}
    assert (file.header.model, file.header.learned_at) == (HEADER.model, HEADER.learned_at)


@given(st.data())
def test_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(content()) - 1))
    changed = bytearray(content())
    changed[place] ^= data.draw(st.integers(1, 255))
    assert refused(bytes(changed))


def test_every_truncation_is_noticed() -> None:
    for length in range(len(content())):
        assert refused(content()[:length])


@given(st.binary(min_size=1, max_size=64))
def test_anything_behind_the_end_is_noticed(more: bytes) -> None:
    assert refused(content() + more)


@given(st.binary(max_size=300))
def test_noise_is_refused(noise: bytes) -> None:
    assert refused(noise)


def resealed(data: bytes) -> bytes:
    """Return what somebody would write who knows the format and means harm."""
    return data + hashlib.blake2b(data, digest_size=ngram_file.SUM_BYTES).digest()


@pytest.mark.parametrize(
    ("said", "hostile"),
    [
        (b'"rows":', b'"rows":9'),
        (b'"texts":', b'"texts":1'),
        (b'"text_bytes":', b'"text_bytes":3'),
        (b'"rows":', b'"rows":-'),
        (b'"rows":', b'"rows":9999999999999'),
        (b'"model":', b'"other":'),
        (b'"tokenizer":"ab', b'"tokenizer":"..'),
    ],
)
def test_a_header_that_lies_is_refused_though_its_sum_is_right(said: bytes, hostile: bytes) -> None:
    data = content()[: -ngram_file.SUM_BYTES]
    magic, version, length = struct.unpack_from("<16sHI", data)
    header = data[22 : 22 + length].replace(said, hostile)
    assert header != data[22 : 22 + length]
    forged = struct.pack("<16sHI", magic, version, len(header)) + header + data[22 + length :]
    assert refused(resealed(forged))


def test_lengths_of_texts_that_do_not_add_up_are_refused() -> None:
    data = bytearray(content()[: -ngram_file.SUM_BYTES])
    place = data.index(b"t1t2") - 2
    data[place] ^= 1
    assert refused(resealed(bytes(data))) == "its texts are damaged"


def test_a_newer_version_is_named() -> None:
    newer = bytearray(content()[: -ngram_file.SUM_BYTES])
    newer[16] += 1
    assert "newer version" in refused(resealed(bytes(newer)))


def test_another_tokenizers_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file.bin"
    path.write_bytes(content())
    with pytest.raises(AppError) as caught:
        ngram_file.read(path, "cd" * 16)
    assert "another tokenizer" in caught.value.detail


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "file.bin"
    with path.open("wb") as file:
        file.write(content())
        file.truncate(2**40)
    with pytest.raises(AppError) as caught:
        ngram_file.read(path)
    assert f"{2**40:,} bytes" in caught.value.detail


def test_an_absent_file_is_absent(tmp_path: Path) -> None:
    assert ngram_file.read_sum(tmp_path / "absent") is None
    with pytest.raises(FileNotFoundError):
        ngram_file.read(tmp_path / "absent")
    with pytest.raises(AppError) as caught:
        ngram_file.read(tmp_path)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
