"""Which differences are faults."""

import pytest

from paceline.parity import (
    NEAR_TIE_LOGITS,
    Comparison,
    Divergence,
    Saying,
    Total,
    first_difference,
    nearly_tied,
    saying,
    totals,
)
from paceline.provenance import Origin, Token


def tokens(*ids: int) -> list[Token]:
    return [Token(each, f"<{each}>", Origin.PLAIN, 0.5, 0.25) for each in ids]


@pytest.mark.parametrize(
    ("one", "other", "position"),
    [
        ((1, 2, 3), (1, 2, 3), None),
        ((), (), None),
        ((1, 2, 3), (1, 4, 3), 1),
        ((1, 2), (1, 2, 3), 2),
        ((1, 2, 3), (), 0),
    ],
)
def test_the_first_difference(
    one: tuple[int, ...], other: tuple[int, ...], position: int | None
) -> None:
    assert first_difference(tokens(*one), tokens(*other)) == position
    assert first_difference(tokens(*other), tokens(*one)) == position


def test_what_was_said_there() -> None:
    assert saying(tokens(4, 5), 1) == Saying(5, "<5>", 0.5, 0.25)
    assert saying(tokens(4, 5), 2) is None


def led_by(margin: float) -> Saying:
    return Saying(1, "a", 0.5, margin)


def test_two_greedy_choices_are_nearly_tied_only_where_both_leads_are_small() -> None:
    small, large = led_by(NEAR_TIE_LOGITS / 2), led_by(NEAR_TIE_LOGITS * 2)
    assert nearly_tied(small, small)
    assert not nearly_tied(small, large)
    assert not nearly_tied(large, small)
    assert not nearly_tied(small, None)
    assert not nearly_tied(None, small)


def compared(policy: str, seed: int | None, *, near_tie: bool | None) -> Comparison:
    divergence = None if near_tie is None else Divergence(0, None, None, None, near_tie)
    return Comparison("chat", "Hi", policy, seed, 1, "a", "b", divergence)


def test_totals_by_policy_and_way_of_sampling() -> None:
    assert totals(
        [
            compared("governor", None, near_tie=None),
            compared("governor", 1, near_tie=True),
            compared("governor", 2, near_tie=None),
            compared("fixed:3", None, near_tie=False),
        ]
    ) == [
        Total("governor", seeded=False, replies=1, identical=1, near_ties=0, divergent=0),
        Total("governor", seeded=True, replies=2, identical=1, near_ties=1, divergent=0),
        Total("fixed:3", seeded=False, replies=1, identical=0, near_ties=0, divergent=1),
    ]


def test_a_difference_that_was_not_judged_counts_as_neither() -> None:
    open_ = Comparison(
        "chat", "Hi", "governor", 1, 1, "a", "b", Divergence(0, None, None, None, None)
    )
    (total,) = totals([open_])
    assert (total.identical, total.near_ties, total.divergent) == (0, 0, 0)
