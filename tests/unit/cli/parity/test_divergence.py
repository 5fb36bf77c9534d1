"""Which differences are faults."""

import numpy as np
import pytest

from fakes.scripted_model import seeded_sampler
from paceline.cli.parity.divergence import (
    NEAR_TIE_LOGITS,
    draw_gap,
    first_difference,
    nearly_tied,
    saying,
    totals,
)
from paceline.cli.parity.record import Comparison, Divergence, Saying, Total
from paceline.engine.noise import Noise
from paceline.engine.tokens import Distribution
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


@pytest.mark.parametrize("seed", range(8))
def test_the_gap_is_what_a_logit_must_move_for_the_draw_to_say_the_other(seed: int) -> None:
    logits = np.array([-1, 1, 3, 2], np.float32)
    sampler = seeded_sampler(seed)
    drawn = sampler.warp(logits)
    noise = Noise(seed).exponential(0, drawn.ids)
    said = sampler.foresee(logits)
    gaps = {
        other: draw_gap(logits, drawn, noise, (said, other), 1.0)
        for other in range(4)
        if other != said
    }
    rival = min(gaps, key=gaps.__getitem__)
    for push, winner in ((-0.01, said), (0.01, rival)):
        moved = logits.copy()
        moved[rival] += np.float32(gaps[rival] + push)
        assert sampler.foresee(moved) == winner


def test_a_token_that_was_cut_off_would_first_have_to_come_up_to_the_others() -> None:
    logits = np.array([-1, 1, 3, 2], np.float32)
    drawn = Distribution(np.array([2, 3], np.int32), np.array([0.7, 0.3]))
    assert draw_gap(logits, drawn, np.ones(2), (2, 0), 1.0) == 3
    assert draw_gap(logits, drawn, np.ones(2), (1, 3), 1.0) == 1


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
