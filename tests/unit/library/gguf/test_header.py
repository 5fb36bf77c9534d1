import struct
from collections.abc import Mapping

import pytest

from fakes.gguf_bytes import (
    MODEL,
    TENSORS,
    Given,
    Tensor,
    entry,
    gguf_file,
    gguf_header,
    text,
)
from paceline.errors import AppError, ErrorCode
from paceline.library.gguf.header import (
    LARGEST_HEADER,
    TOKENS_KEY,
    GgufHeader,
    HeaderIncomplete,
    HeaderParser,
    Skipped,
    ValueKind,
    parse_header,
)


def parse(data: bytes, file_bytes: int | None = None) -> GgufHeader:
    return parse_header(data, file_bytes=file_bytes)


def code_of(data: bytes, file_bytes: int | None = None) -> ErrorCode:
    with pytest.raises(AppError) as caught:
        parse(data, file_bytes)
    return caught.value.code


def with_entries(*entries: bytes, count: int | None = None) -> bytes:
    """A header whose entries are given as bytes, and no tensors."""
    head = struct.pack("<4sIQQ", b"GGUF", 3, 0, len(entries) if count is None else count)
    return head + b"".join(entries)


def array(key: str, kind: int, count: int, items: bytes = b"") -> bytes:
    return text(key) + struct.pack("<IIQ", ValueKind.ARRAY, kind, count) + items


@pytest.mark.parametrize("version", [2, 3])
def test_a_header_says_what_was_written(version: int) -> None:
    file = gguf_file(version=version)
    header = parse(file, len(file))
    assert header.version == version
    assert header.metadata["general.name"] == "Test"
    assert header.metadata["llama.block_count"] == 2
    assert header.metadata[TOKENS_KEY] == Skipped(ValueKind.STRING, 300)
    assert header.tokens[:2] == (b"token 0", b"token 1")
    assert len(header.tokens) == 300
    assert [(tensor.name, tensor.shape, tensor.size) for tensor in header.tensors] == [
        ("token_embd.weight", (32,), 128),
        ("output_norm.weight", (32,), 128),
    ]
    assert header.tensors[1].offset == 128
    assert header.data_start == len(gguf_header())


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (True, True),
        (7, 7),
        (-7, -7),
        (0.5, 0.5),
        ("text", "text"),
        (b"not \xff text", "not � text"),
        ([1, 2, 3], (1, 2, 3)),
        ([True, False], (True, False)),
        (["en", "de"], ("en", "de")),
        ([], ()),
    ],
)
def test_each_kind_of_value(value: Given, read: object) -> None:
    assert parse(gguf_header({"it": value}, ())).metadata["it"] == read


def test_what_is_large_is_walked_over() -> None:
    header = parse(
        gguf_header(
            {
                "scores": [0.0] * 5000,
                "merges": ["a b"] * 5000,
                "tokenizer.json": "x" * 2_000_000,
                "behind": "them",
            },
            (),
        )
    )
    assert header.metadata["scores"] == Skipped(ValueKind.FLOAT32, 5000)
    assert header.metadata["merges"] == Skipped(ValueKind.STRING, 5000)
    assert header.metadata["tokenizer.json"] == Skipped(ValueKind.STRING, 2_000_000)
    assert header.metadata["behind"] == "them"


def test_another_alignment_moves_the_data() -> None:
    tensors = (Tensor("a"), Tensor("b", offset=4096))
    header = parse(gguf_header({"general.alignment": 4096}, tensors))
    assert header.data_start == 4096
    assert header.tensors[1].offset == 4096


def needed(parser: HeaderParser, data: bytes) -> int:
    """How many bytes the parser asks for, 0 where the header is whole."""
    try:
        parser.feed(data)
    except HeaderIncomplete as incomplete:
        return incomplete.needed
    return 0


def test_every_beginning_asks_for_more_and_never_for_too_much() -> None:
    whole = gguf_header()
    for length in range(len(whole.rstrip(b"\0"))):
        asked = needed(HeaderParser(file_bytes=None), whole[:length])
        assert length < asked <= len(whole), f"after {length} bytes"


@pytest.mark.parametrize("step", [1, 2, 3, 7, 64, 1000])
def test_a_header_that_arrives_in_pieces_is_read_as_one_at_once(step: int) -> None:
    whole = gguf_header()
    parser = HeaderParser(file_bytes=None)
    for start in range(0, len(whole), step):
        asked = needed(parser, whole[start : start + step])
        if not asked:
            break
        assert start + step < asked <= len(whole)
    assert parser.feed(b"") == parse(whole)


def test_every_file_that_was_cut_off_is_called_incomplete() -> None:
    whole = gguf_file()
    codes = {code_of(whole[:length], length) for length in range(4, len(whole))}
    assert codes == {ErrorCode.FILE_TRUNCATED}


def test_a_file_whose_last_tensor_is_cut_off_is_called_incomplete() -> None:
    header = gguf_header()
    assert parse(header, len(header) + 256).tensors
    assert code_of(header, len(header) + 255) is ErrorCode.FILE_TRUNCATED


@pytest.mark.parametrize("data", [b"PK\3\4 and so on", b"GGML", b"GGU!", b"<html>"])
def test_other_files_are_no_models(data: bytes) -> None:
    assert code_of(data, len(data)) is ErrorCode.FILE_NOT_GGUF


def test_an_empty_file_is_called_empty() -> None:
    assert code_of(b"", 0) is ErrorCode.FILE_EMPTY


@pytest.mark.parametrize(("version", "said"), [(1, "version 1"), (4, "version 4"), (0, "0")])
def test_other_versions_are_refused(version: int, said: str) -> None:
    with pytest.raises(AppError, match=said) as caught:
        parse(gguf_header(version=version))
    assert caught.value.code is ErrorCode.MODEL_UNSUPPORTED


def test_files_for_big_endian_machines_are_refused_with_a_sentence() -> None:
    with pytest.raises(AppError, match="big-endian") as caught:
        parse(gguf_header(order=">"))
    assert caught.value.code is ErrorCode.MODEL_UNSUPPORTED


HUGE = (1 << 63, (1 << 64) - 1, 1 << 40, 1 << 27)


@pytest.mark.parametrize("count", HUGE)
@pytest.mark.parametrize("kind", [ValueKind.UINT8, ValueKind.STRING, ValueKind.FLOAT64])
def test_an_array_that_claims_too_much_is_refused_at_once(kind: ValueKind, count: int) -> None:
    data = with_entries(array("it", kind, count))
    assert code_of(data) is ErrorCode.FILE_NOT_GGUF
    assert code_of(data, len(data)) in {ErrorCode.FILE_NOT_GGUF, ErrorCode.FILE_TRUNCATED}


@pytest.mark.parametrize("length", HUGE)
def test_a_text_that_claims_too_much_is_refused_at_once(length: int) -> None:
    value = text("it") + struct.pack("<IQ", ValueKind.STRING, length)
    item = array("it", ValueKind.STRING, 3, struct.pack("<Q", length) + bytes(16))
    key = struct.pack("<Q", length) + b"it"
    for data in map(with_entries, (value, item, key)):
        assert code_of(data) is ErrorCode.FILE_NOT_GGUF


@pytest.mark.parametrize("count", HUGE)
def test_counts_that_claim_too_much_are_refused_at_once(count: int) -> None:
    assert code_of(struct.pack("<4sIQQ", b"GGUF", 3, 0, count)) is ErrorCode.FILE_NOT_GGUF
    assert code_of(struct.pack("<4sIQQ", b"GGUF", 3, count, 0)) is ErrorCode.FILE_NOT_GGUF


def test_many_arrays_of_texts_together_are_refused() -> None:
    half = array("", ValueKind.STRING, 1 << 20, bytes(8 << 20))[8:]
    entries = [text(f"array {number}") + half for number in range(3)]
    assert code_of(with_entries(*entries)) is ErrorCode.FILE_NOT_GGUF


DAMAGED: Mapping[str, bytes] = {
    "an array of arrays": with_entries(array("it", ValueKind.ARRAY, 1, bytes(12))),
    "an unknown kind": with_entries(text("it") + struct.pack("<I", 13)),
    "an array of an unknown kind": with_entries(array("it", 99, 1)),
    "the same entry twice": with_entries(entry("it", 1), entry("it", 2)),
    "an entry without a name": with_entries(entry("", 1)),
    "a name that does not show": with_entries(
        struct.pack("<Q", 2) + b"\x1bc" + struct.pack("<I", 4) + bytes(4)
    ),
    "a name that is not text": with_entries(
        struct.pack("<Q", 2) + b"\xff\xfe" + struct.pack("<II", ValueKind.UINT32, 1)
    ),
    "no alignment": gguf_header({"general.alignment": 0}),
    "an odd alignment": gguf_header({"general.alignment": 33}),
    "a large alignment": gguf_header({"general.alignment": 1 << 30}),
    "an alignment that is a text": gguf_header({"general.alignment": "32"}),
    "the same tensor twice": gguf_header(tensors=(TENSORS[0], TENSORS[0])),
    "five dimensions": gguf_header(tensors=(Tensor("it", shape=(1, 1, 1, 1, 1)),)),
    "a dimension beyond reason": gguf_header(tensors=(Tensor("it", shape=(1 << 63, 0)),)),
    "dimensions beyond reason": gguf_header(tensors=(Tensor("it", shape=(1 << 30,) * 4),)),
    "half a block": gguf_header(tensors=(Tensor("it", shape=(33,), type=2),)),
    "a long tensor's name": gguf_header(tensors=(Tensor("x" * 64),)),
    "a tensor out of place": gguf_header(tensors=(Tensor("it", offset=64),)),
    "a tensor out of line": gguf_header(tensors=(Tensor("it", offset=1),)),
    "tensors on one another": gguf_header(tensors=(Tensor("a"), Tensor("b", offset=0))),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED.keys())
def test_what_breaks_the_format_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(AppError, match=r"The file \(.+\) is not a GGUF model") as caught:
        parse(data)
    assert caught.value.code is ErrorCode.FILE_NOT_GGUF


def test_a_type_of_numbers_that_nobody_knows_is_named() -> None:
    with pytest.raises(AppError, match=r"“it” has numbers of type 777") as caught:
        parse(gguf_header(tensors=(Tensor("it", type=777),)))
    assert caught.value.code is ErrorCode.MODEL_UNSUPPORTED


def test_a_vocabulary_beyond_reason_is_refused() -> None:
    data = with_entries(array(TOKENS_KEY, ValueKind.STRING, (1 << 20) + 1))
    assert code_of(data) is ErrorCode.FILE_NOT_GGUF


def test_a_header_beyond_reason_is_refused_instead_of_awaited() -> None:
    data = with_entries(array("it", ValueKind.UINT8, LARGEST_HEADER))
    assert code_of(data, 1 << 40) is ErrorCode.FILE_NOT_GGUF


def test_errors_name_the_file() -> None:
    with pytest.raises(AppError, match=r"here\.gguf \(its header has"):
        parse_header(DAMAGED["an array of arrays"], file_bytes=None, name="here.gguf")


def test_views_of_memory_are_read_as_bytes() -> None:
    assert parse_header(memoryview(gguf_header(MODEL)), file_bytes=None) == parse(gguf_header())
