"""Counts of n-grams: what follows what, how surely, and what goes when there is too much."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.engine.ngram_table import MOST_WEIGHT, NgramTable
from paceline.engine.ngrams import KEY_LENGTHS, LONGEST_KEY, NO_TOKEN, ONCE, Ngrams

WIDE = 10_000
"""A cap that no test of other things reaches."""


def table_of(*texts: Sequence[int], cap: int = WIDE) -> NgramTable:
    table = NgramTable.of(Ngrams.none(), cap=cap)
    for text in texts:
        table = table.with_rows(Ngrams.of(text))
    return table


def followers(table: NgramTable, before: Sequence[int]) -> int | None:
    found = table.continuation(before)
    return None if found is None else found.token


def as_counts(rows: Ngrams) -> dict[tuple[tuple[int, ...], int], int]:
    return {
        (tuple(token for token in key if token != NO_TOKEN), int(token)): int(weight)
        for key, token, weight in zip(rows.keys.tolist(), rows.nexts, rows.weights, strict=True)
    }


def test_what_followed_most_often_is_expected() -> None:
    table = table_of([1, 2, 3], [1, 2, 4], [1, 2, 4])
    assert followers(table, [1, 2]) == 4
    assert followers(table, [9, 1, 2]) == 4
    assert followers(table, [2, 1]) is None
    assert followers(table, [2]) is None
    assert followers(table, []) is None


def test_the_longest_known_key_decides() -> None:
    table = table_of([5, 1, 2, 3], [6, 1, 2, 4], [7, 1, 2, 4], [8, 1, 2, 4])
    assert followers(table, [5, 1, 2]) == 3
    assert followers(table, [9, 1, 2]) == 4


def test_a_share_grows_with_observations_and_with_the_length_of_the_key() -> None:
    once = table_of([0, 1, 2, 3, 4])
    twice = table_of([0, 1, 2, 3, 4], [0, 1, 2, 3, 4])
    shares = [
        table.continuation(key)
        for table, key in (
            (once, [9, 9, 2, 3]),
            (once, [9, 1, 2, 3]),
            (once, [0, 1, 2, 3]),
            (twice, [0, 1, 2, 3]),
        )
    ]
    values = [found.share for found in shares if found is not None]
    assert len(values) == 4
    assert values == sorted(values)
    assert 0 < values[0] < values[-1] < 1


def test_a_contradicted_continuation_is_less_sure() -> None:
    agreed = table_of([1, 2, 3], [1, 2, 3]).continuation([1, 2])
    disputed = table_of([1, 2, 3], [1, 2, 3], [1, 2, 4]).continuation([1, 2])
    assert agreed is not None
    assert disputed is not None
    assert disputed.token == 3
    assert disputed.share < agreed.share


@given(
    st.lists(st.lists(st.integers(0, 3), max_size=30), max_size=6),
    st.lists(st.integers(0, 3), min_size=LONGEST_KEY, max_size=LONGEST_KEY),
)
def test_it_counts_what_counting_by_hand_counts(texts: list[list[int]], key: list[int]) -> None:
    counts: dict[tuple[tuple[int, ...], int], int] = {}
    for text in texts:
        for length in KEY_LENGTHS:
            for end in range(length, len(text)):
                row = (tuple(text[end - length : end]), text[end])
                counts[row] = counts.get(row, 0) + ONCE
    table = table_of(*texts)
    assert as_counts(table.rows) == counts
    assert len(table) == len(counts)
    assert as_counts(NgramTable.of(table.rows, cap=WIDE).rows) == counts
    for length in reversed(KEY_LENGTHS):
        known = {token: count for (k, token), count in counts.items() if k == tuple(key[-length:])}
        if known:
            found = table.continuation(key)
            assert found is not None
            assert known[found.token] == max(known.values())
            break
    else:
        assert table.continuation(key) is None


def test_a_reply_is_learned_from_its_first_token_on_and_its_lead_is_not() -> None:
    rows = Ngrams.of([1, 2, 3, 4, 5, 6], first=4)
    assert {int(token) for token in rows.nexts} == {5, 6}
    assert as_counts(rows)[(1, 2, 3, 4), 5] == ONCE


def test_beyond_the_cap_old_rows_lose_weight_and_the_lightest_go() -> None:
    cap = 300
    table = NgramTable.of(Ngrams.none(), cap=cap)
    dice = np.random.default_rng(1)
    favourite = [900, 901, 902, 903, 904]
    for _ in range(40):
        text = dice.integers(0, 800, 20).tolist()
        table = table.with_rows(Ngrams.of([*favourite, *text]))
        assert len(table) <= cap
        latest = [followers(table, text[place - 4 : place]) for place in range(4, 20)]
        assert latest == text[4:], "what came last is known"
        assert followers(table, favourite[:-1]) == favourite[-1], "what comes often is known"
    assert int(table.rows.weights.max()) < 40 * ONCE, "nothing counts for ever"


def test_more_than_fits_at_once_keeps_what_fits() -> None:
    table = table_of(list(range(1000)), cap=50)
    assert 0 < len(table) <= 50
    assert len(NgramTable.of(Ngrams.of(list(range(1000))), cap=50)) == 50


def test_a_weight_stays_within_the_file_formats_bounds() -> None:
    rows = Ngrams.of([1, 2, 3])
    heavy = Ngrams(rows.keys, rows.nexts, np.full(1, MOST_WEIGHT, np.uint32))
    assert NgramTable.of(heavy.and_also(heavy), cap=WIDE).rows.weights.tolist() == [MOST_WEIGHT]
    assert NgramTable.of(heavy, cap=WIDE).with_rows(rows).rows.weights.tolist() == [MOST_WEIGHT]


@pytest.mark.parametrize(
    ("key", "token", "weight"),
    [
        ([NO_TOKEN, NO_TOKEN, NO_TOKEN, 1], 2, 4),
        ([NO_TOKEN, NO_TOKEN, NO_TOKEN, NO_TOKEN], 2, 4),
        ([1, NO_TOKEN, 1, 1], 2, 4),
        ([1, 1, 1, NO_TOKEN], 2, 4),
        ([-2, 1, 1, 1], 2, 4),
        ([1, 1, 1, 10], 2, 4),
        ([2**31 - 1, 1, 1, 1], 2, 4),
        ([1, 1, 1, 1], 10, 4),
        ([1, 1, 1, 1], -1, 4),
        ([1, 1, 1, 1], 2, 0),
    ],
)
def test_a_row_without_meaning_is_left_out(key: list[int], token: int, weight: int) -> None:
    row = Ngrams(
        np.array([key], np.int32), np.array([token], np.int32), np.array([weight], np.uint32)
    )
    good = Ngrams.of([1, 2, 3, 4, 5])
    assert as_counts(good.and_also(row).valid(10)) == as_counts(good)
    assert good.valid(10).tokens() == [1, 2, 3, 4, 5]
    assert Ngrams.none().tokens() == []
