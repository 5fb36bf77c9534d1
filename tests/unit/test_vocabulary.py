from dataclasses import replace

from paceline.vocabulary import Vocabulary, VocabularyRule, find_mismatch

TARGET = Vocabulary(
    kind=2,
    bos=1,
    eos=2,
    adds_bos=True,
    adds_eos=False,
    texts=tuple(f"t{i}".encode() for i in range(300)),
)


def reason(draft: Vocabulary) -> str:
    mismatch = find_mismatch(TARGET, draft)
    assert mismatch is not None
    return mismatch.reason


def test_the_same_vocabulary_fits() -> None:
    assert find_mismatch(TARGET, replace(TARGET)) is None


def test_padding_up_to_128_tokens_fits_and_more_does_not() -> None:
    padded = replace(TARGET, texts=TARGET.texts + (b"pad",) * 128)
    assert find_mismatch(TARGET, padded) is None
    longer = find_mismatch(TARGET, replace(TARGET, texts=TARGET.texts + (b"pad",) * 129))
    assert longer is not None
    assert longer.rule == VocabularyRule.SIZE
    assert "429" in longer.reason


def test_the_first_token_that_differs_is_named() -> None:
    texts = list(TARGET.texts)
    texts[17] = texts[44] = b"other"
    mismatch = find_mismatch(TARGET, replace(TARGET, texts=tuple(texts)))
    assert mismatch is not None
    assert mismatch.token == 17
    assert mismatch.differing == 2
    assert "“t17”" in mismatch.reason
    assert "“other”" in mismatch.reason


def test_the_first_five_tokens_are_not_compared() -> None:
    texts = (b"a", b"b", b"c", b"d", b"e", *TARGET.texts[5:])
    assert find_mismatch(TARGET, replace(TARGET, texts=texts)) is None


def test_kind_and_special_tokens_must_agree() -> None:
    assert "kinds" in reason(replace(TARGET, kind=1))
    assert "begin" in reason(replace(TARGET, bos=7))
    assert "begin" in reason(replace(TARGET, adds_bos=False))
    assert "end" in reason(replace(TARGET, adds_eos=True))


def test_a_special_token_that_is_never_added_does_not_matter() -> None:
    assert find_mismatch(TARGET, replace(TARGET, eos=9)) is None
