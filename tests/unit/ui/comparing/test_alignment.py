"""Aligned passages are the two texts, cut where they begin to differ or agree again."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from paceline.provenance import Origin, Token
from paceline.ui.comparing.alignment import Passage, align


def said(*words: str) -> list[Token]:
    return [Token(hash(word) % 1000, word, Origin.PLAIN, 0.5, 1.0) for word in words]


WORDS = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=30)


def test_the_same_text_is_one_passage() -> None:
    assert align(said("a", "b"), said("a", "b")) == (Passage("ab", "ab", same=True),)


def test_nothing_is_no_passage() -> None:
    assert align((), ()) == ()
    assert align(said(""), said("")) == ()


def test_what_differs_stands_between_what_does_not() -> None:
    assert align(said("The ", "cat", " sat"), said("The ", "black ", "dog", " sat")) == (
        Passage("The ", "The ", same=True),
        Passage("cat", "black dog", same=False),
        Passage(" sat", " sat", same=True),
    )


def test_one_may_go_on_where_the_other_ended() -> None:
    assert align(said("a"), said("a", "b", "c")) == (
        Passage("a", "a", same=True),
        Passage("", "bc", same=False),
    )


@given(WORDS, WORDS)
def test_passages_are_the_texts_and_alternate(left: list[str], right: list[str]) -> None:
    passages = align(said(*left), said(*right))
    assert "".join(passage.left for passage in passages) == "".join(left)
    assert "".join(passage.right for passage in passages) == "".join(right)
    assert all(one.same != other.same for one, other in itertools.pairwise(passages))
    assert all(passage.left == passage.right for passage in passages if passage.same)
