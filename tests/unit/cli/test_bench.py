"""Who writes beside whom."""

from collections import Counter

import pytest

from paceline.cli.bench import PLAIN, turn_order

TURNS = range(12)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_every_drafted_reply_has_a_plain_one_right_beside_it(count: int) -> None:
    drafted = [f"fixed:{length}" for length in range(1, count + 1)]
    for turn in TURNS:
        groups = turn_order(drafted, turn)
        assert sorted(name for group in groups for name in group if name != PLAIN) == drafted
        for group in groups:
            assert group.count(PLAIN) == 1
            assert len(group) <= 3
            assert group[1] == PLAIN or len(group) == 2
        assert len(groups) == (count + 1) // 2


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_over_the_turns_nobody_has_the_better_place(count: int) -> None:
    drafted = [f"fixed:{length}" for length in range(1, count + 1)]
    first = Counter[str]()
    before_plain = Counter[str]()
    for turn in range(2 * count):
        groups = turn_order(drafted, turn)
        first.update(name for name in groups[0][:2] if name != PLAIN)
        for group in groups:
            before_plain.update(group[: group.index(PLAIN)])
    assert set(first.values()) == {2}
    assert set(before_plain) == set(drafted)
    assert all(0 < times < 2 * count for times in before_plain.values())


def test_without_drafted_replies_one_plain_reply_is_a_turn() -> None:
    assert turn_order([], 5) == [(PLAIN,)]
