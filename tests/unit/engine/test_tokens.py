import pytest

from paceline.engine.tokens import find_cut

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
