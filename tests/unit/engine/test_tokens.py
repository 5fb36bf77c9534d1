import pytest

from paceline.engine.tokens import common_prefix, find_cut

LONG = list(range(100))


@pytest.mark.parametrize(("start", "end"), [(0, 30), (20, 21), (20, 60), (10, 84)])
def test_a_missing_middle_is_found(start: int, end: int) -> None:
    assert find_cut(LONG, [*LONG[:start], *LONG[end:], 200, 201]) == (start, end)


@pytest.mark.parametrize(
    "wanted",
    [
        LONG,
        LONG[:50],
        [*LONG, 200],
        [*LONG[:20], *range(200, 300)],
        [*LONG[:20], *LONG[90:]],
        [],
    ],
)
def test_none_is_found_where_nothing_was_cut_or_too_little_follows(wanted: list[int]) -> None:
    assert find_cut(LONG, wanted) is None


@pytest.mark.parametrize("length", [0, 1, 511, 512, 513, 1024, 2000])
@pytest.mark.parametrize("start", [0, 1, 512, 2000])
def test_the_common_prefix_ends_at_the_first_difference(length: int, start: int) -> None:
    same = list(range(length))
    known = min(start, length)
    assert common_prefix([*same, 1, 5], [*same, 2, 5], known) == length
    assert common_prefix(same, [*same, 2], known) == length
    assert common_prefix([*same, 2], tuple(same), known) == length
    assert common_prefix(same, same, known) == length
