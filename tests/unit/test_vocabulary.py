from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

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


TEXTS = st.lists(st.sampled_from([b"a", b"b", "ä".encode(), b"\xff"]), max_size=12)
VOCABULARIES = st.builds(
    lambda kind, bos, eos, adds_bos, adds_eos, padding, texts: Vocabulary(
        kind, bos, eos, adds_bos, adds_eos, (b"x",) * padding + tuple(texts)
    ),
    st.integers(1, 2),
    st.integers(1, 2),
    st.integers(1, 2),
    st.booleans(),
    st.booleans(),
    st.sampled_from([0, 3, 150]),
    TEXTS,
)


def as_llama_cpp(target: Vocabulary, draft: Vocabulary) -> bool:
    """The rule as llama.cpp writes it, line by line."""
    if target.kind != draft.kind:
        return False
    if target.adds_bos != draft.adds_bos or (target.adds_bos and target.bos != draft.bos):
        return False
    if target.adds_eos != draft.adds_eos or (target.adds_eos and target.eos != draft.eos):
        return False
    if abs(len(target.texts) - len(draft.texts)) > 128:
        return False
    shared = min(len(target.texts), len(draft.texts))
    return all(target.texts[i] == draft.texts[i] for i in range(5, shared))


@given(VOCABULARIES, VOCABULARIES)
@settings(max_examples=300)
def test_the_rule_is_llama_cpps(target: Vocabulary, draft: Vocabulary) -> None:
    mismatch = find_mismatch(target, draft)
    assert (mismatch is None) == as_llama_cpp(target, draft)
    if mismatch is not None and mismatch.token is not None:
        pairs = list(zip(target.texts, draft.texts, strict=False))
        assert pairs[mismatch.token][0] != pairs[mismatch.token][1]
        assert all(a == b for a, b in pairs[5 : mismatch.token])
        assert mismatch.differing == sum(a != b for a, b in pairs[5:])
