"""What is thought aloud is told from the answer, wherever the text is cut."""

from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.remote.thoughts import Thoughts

TEXT = "\n<think>Hm, <b>air</b>.</think>\nBlue </think> it is."
THOUGHT = "\n<think>Hm, <b>air</b>.</think>"


def told(pieces: list[str]) -> list[tuple[str, bool]]:
    """Stretches of one kind, joined."""
    thoughts = Thoughts()
    stretches = [found for piece in pieces for found in thoughts.answer(piece)]
    stretches += thoughts.end()
    return [
        ("".join(text for text, _ in group), thought)
        for thought, group in groupby(stretches, lambda stretch: stretch[1])
    ]


@given(st.lists(st.integers(0, len(TEXT)), max_size=12).map(sorted))
def test_tags_in_the_text_are_found_wherever_it_is_cut(cuts: list[int]) -> None:
    edges = [0, *cuts, len(TEXT)]
    pieces = [TEXT[start:end] for start, end in pairwise(edges)]
    assert told(pieces) == [(THOUGHT, True), (TEXT[len(THOUGHT) :], False)]


@pytest.mark.parametrize("text", ["<th", "<table>", "no tags", " <", "a <think> b"])
def test_a_text_that_begins_otherwise_is_all_answer(text: str) -> None:
    assert told(list(text)) == [(text, False)]


def test_a_thought_that_nothing_followed_is_closed() -> None:
    thoughts = Thoughts()
    stretches = [*thoughts.thought("Hm"), *thoughts.thought("…"), *thoughts.end()]
    assert "".join(text for text, _ in stretches) == "<think>\nHm…\n</think>\n"
    assert all(thought for _, thought in stretches)
