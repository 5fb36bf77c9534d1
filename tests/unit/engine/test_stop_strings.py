from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from paceline.engine.stop_strings import Match, StopStrings

TEXTS = st.text("ab\n", max_size=40)
STRINGS = st.lists(st.text("ab\n", min_size=1, max_size=5), max_size=5)


def first_match(text: str, strings: list[str]) -> Match | None:
    """The same by trying everything."""
    for end in range(1, len(text) + 1):
        endings = [string for string in strings if text[:end].endswith(string)]
        if endings:
            longest = max(endings, key=len)
            return Match(end - len(longest), longest)
    return None


def longest_beginning(text: str, strings: list[str]) -> int:
    """Length of the longest end of the text that begins one of the strings."""
    return max(
        (length for s in strings for length in range(len(s)) if text.endswith(s[:length])),
        default=0,
    )


@given(text=TEXTS, strings=STRINGS, cuts=st.lists(st.integers(0, 40)))
def test_the_string_that_is_complete_first_is_found_however_the_text_is_cut(
    text: str, strings: list[str], cuts: list[int]
) -> None:
    stops = StopStrings(strings)
    marks = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    found = None
    for start, end in pairwise(marks):
        found = stops.read(text[start:end])
        if found is not None:
            break
        assert stops.held == longest_beginning(text[:end], strings)
    assert found == first_match(text, strings)


def test_without_strings_nothing_is_held() -> None:
    stops = StopStrings([])
    assert not stops
    assert stops.read("abc") is None
    assert stops.held == 0


def test_a_string_inside_another_ends_the_text_first() -> None:
    assert StopStrings(["abcd", "bc"]).read("abcd") == Match(1, "bc")


def test_of_two_that_end_together_the_longer_counts() -> None:
    assert StopStrings(["c", "abc"]).read("xabc") == Match(1, "abc")


def test_every_character_is_looked_at_once_however_many_strings_there_are() -> None:
    """The steps back along an automaton never exceed the steps forward."""

    class Counting(dict[str, int]):
        lookups = 0

        def __contains__(self, key: object) -> bool:
            Counting.lookups += 1
            return super().__contains__(key)

    stops = StopStrings(["a" * n + "b" for n in range(1, 200)])
    stops._children = [Counting(children) for children in stops._children]
    text = ("a" * 150 + "c") * 20
    assert stops.read(text) is None
    assert Counting.lookups <= 2 * len(text)
