"""Where the messages of a column begin, whatever is measured in whichever order."""

from hypothesis import given
from hypothesis import strategies as st

from paceline.ui.transcript.heights import Heights

HEIGHTS = st.lists(st.integers(1, 5000), min_size=1, max_size=40)


def filled(heights: list[int]) -> Heights:
    column = Heights()
    column.replace(0, heights)
    return column


@given(HEIGHTS, st.data())
def test_places_follow_from_the_heights(heights: list[int], data: st.DataObject) -> None:
    column = filled(heights)
    index = data.draw(st.integers(0, len(heights) - 1))
    heights[index] = data.draw(st.integers(1, 5000))
    column.put(index, heights[index])
    assert column.total == sum(heights)
    for place in range(len(heights)):
        assert column.top(place) == sum(heights[:place])
        assert column.bottom(place) == sum(heights[: place + 1])


@given(HEIGHTS, st.data())
def test_the_message_at_a_place_covers_it(heights: list[int], data: st.DataObject) -> None:
    column = filled(heights)
    place = data.draw(st.integers(0, column.total - 1))
    found = column.at(place)
    assert column.top(found) <= place < column.bottom(found)


def test_beyond_the_ends_are_the_first_and_the_last_message() -> None:
    column = filled([10, 20, 30])
    assert (column.at(-5), column.at(60), column.at(1000)) == (0, 2, 2)


def test_a_stretch_names_every_message_that_reaches_into_it() -> None:
    column = filled([10, 20, 30])
    assert list(column.between(9, 11)) == [0, 1]
    assert list(column.between(10, 30)) == [1]
    assert list(column.between(30, 30)) == []
    assert list(Heights().between(0, 100)) == []


def test_from_a_message_on_all_can_be_others() -> None:
    column = filled([10, 20, 30])
    column.replace(1, [5])
    assert (len(column), column.total) == (2, 15)
    column.replace(0, [])
    assert (len(column), column.total) == (0, 0)
