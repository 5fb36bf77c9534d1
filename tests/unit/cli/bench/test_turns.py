"""Who writes beside whom."""

from collections import Counter

import pytest

from paceline.cli.bench.turns import turn_order
from paceline.cli.policy_names import GOVERNOR, OFF

TURNS = range(12)


def lengths(count: int) -> list[str]:
    return [f"fixed:{length}" for length in range(1, count + 1)]


@pytest.mark.parametrize("anchors", [[OFF], [OFF, GOVERNOR]])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_every_policy_writes_once_beside_a_plain_reply_and_one_of_the_governor(
    count: int, anchors: list[str]
) -> None:
    others = lengths(count)
    for turn in TURNS:
        groups = turn_order([*anchors, *others], turn)
        written = [name for group in groups for name in group if name not in anchors]
        assert sorted(written) == others
        for group in groups:
            assert all(group.count(anchor) == 1 for anchor in anchors)
            assert len(group) <= 2 + len(anchors)
        assert len(groups) == (count + 1) // 2


@pytest.mark.parametrize("anchors", [[OFF], [OFF, GOVERNOR]])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_over_the_turns_nobody_has_the_better_place(count: int, anchors: list[str]) -> None:
    others = lengths(count)
    before_plain = Counter[str]()
    turns = 4 * count
    for turn in range(turns):
        for group in turn_order([*anchors, *others], turn):
            before_plain.update(group[: group.index(OFF)])
    assert set(before_plain) == {*others, *anchors} - {OFF}
    assert all(0 < before_plain[name] < turns for name in others)
    if GOVERNOR in anchors:
        groups = turns * ((count + 1) // 2)
        assert abs(before_plain[GOVERNOR] - groups / 2) <= groups / 4


def test_without_others_the_anchors_take_turns() -> None:
    assert turn_order([OFF], 5) == [(OFF,)]
    assert turn_order([OFF, GOVERNOR], 0) == [(OFF, GOVERNOR)]
    assert turn_order([OFF, GOVERNOR], 1) == [(GOVERNOR, OFF)]
