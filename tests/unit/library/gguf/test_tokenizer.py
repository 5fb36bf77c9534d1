import pytest

from fakes.gguf_bytes import Given, gguf_header
from paceline.errors import AppError, ErrorCode
from paceline.library.gguf.header import parse_header
from paceline.library.gguf.tokenizer import vocabulary_of
from paceline.vocabulary import Vocabulary


def vocabulary(size: int = 300, **given: Given) -> Vocabulary:
    """The vocabulary of a header that says this of its tokenizer."""
    metadata = {f"tokenizer.ggml.{key}": value for key, value in given.items()}
    if size:
        metadata["tokenizer.ggml.tokens"] = [f"t{number}" for number in range(size)]
    return vocabulary_of(parse_header(gguf_header(metadata, ()), file_bytes=None))


def ends(found: Vocabulary) -> tuple[int, int, bool, bool]:
    return found.bos, found.eos, found.adds_bos, found.adds_eos


@pytest.mark.parametrize(
    ("model", "kind", "expected"),
    [
        ("llama", 1, (1, 2, True, False)),
        ("gpt2", 2, (11, 11, False, False)),
        ("bert", 3, (101, -1, True, False)),
        ("t5", 4, (-1, 1, False, True)),
        ("rwkv", 5, (-1, -1, False, False)),
        ("plamo2", 6, (1, 2, False, False)),
        ("gemma4", 2, (-1, -1, True, False)),
    ],
)
def test_where_the_file_is_silent_its_kind_of_tokenizer_decides(
    model: str, kind: int, expected: tuple[int, int, bool, bool]
) -> None:
    found = vocabulary(model=model)
    assert found.kind == kind
    assert ends(found) == expected


@pytest.mark.parametrize(
    ("pre", "expected"),
    [
        ("smollm", (11, 11, False, False)),
        ("llama-bpe", (11, 11, True, False)),
        ("tekken", (11, 11, True, False)),
        ("glm4", (-1, 11, False, False)),
        ("gemma4", (11, 11, True, False)),
    ],
)
def test_byte_level_tokenizers_differ_by_what_splits_the_text(
    pre: str, expected: tuple[int, int, bool, bool]
) -> None:
    assert ends(vocabulary(model="gpt2", pre=pre)) == expected


def test_what_the_file_says_holds() -> None:
    found = vocabulary(
        model="gpt2",
        pre="llama-bpe",
        bos_token_id=7,
        eos_token_id=8,
        add_bos_token=False,
        add_eos_token=True,
    )
    assert ends(found) == (7, 8, False, True)


def test_gemma_4_begins_with_its_token_whatever_the_file_says() -> None:
    assert vocabulary(model="gemma4", add_bos_token=False).adds_bos


def test_ids_beyond_the_vocabulary_are_not_believed() -> None:
    assert ends(vocabulary(5, model="gpt2", bos_token_id=5)) == (-1, -1, False, False)
    assert ends(vocabulary(5, model="llama", bos_token_id=99, eos_token_id=4))[:2] == (1, 4)


def test_texts_are_those_that_llama_cpp_compares() -> None:
    tokens = ["<unk>", "", "▁a", "cut\0off", "\0"]
    found = vocabulary(0, model="llama", tokens=tokens)
    assert found.texts == (b"<unk>", b"[EMPTY_1]", "▁a".encode(), b"cut", b"")


def test_a_file_without_tokenizer_has_no_vocabulary() -> None:
    assert vocabulary(0) == Vocabulary(0, -1, -1, adds_bos=False, adds_eos=False, texts=())
    assert vocabulary(0, model="none").texts == ()


def test_an_unknown_tokenizer_is_named() -> None:
    with pytest.raises(AppError, match="“wordsmith”") as caught:
        vocabulary(model="wordsmith")
    assert caught.value.code is ErrorCode.MODEL_UNSUPPORTED
