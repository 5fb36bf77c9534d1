"""How much replies guess among others: what common passes cost decides it for all."""

from collections.abc import Callable

import pytest

from paceline.engine.batching.crowd import Crowd, WidthCosts
from paceline.engine.governor.costs import Costs, Measured
from paceline.engine.governor.knowledge import Knowledge
from paceline.options import DrafterChoice

LIKELY = [0.9] * 8


def crowd_of(size: int, passes: Callable[[int], float], guess: float = 0.1) -> Crowd:
    """Replies whose passes take so many seconds by width, and a guess this part of a pass."""
    costs = Costs(guesses={DrafterChoice.DRAFT_MODEL.value: Measured(guess)})
    crowd = Crowd(Knowledge(costs=costs))
    for _ in range(60):
        for width in (*range(1, 18), 24, 32, 48, 64):
            crowd.observe(width, 0.07 * passes(width), drafting=False)
    crowd.size = size
    return crowd


def test_where_wide_passes_are_cheap_all_guess() -> None:
    rate, length = crowd_of(4, lambda width: 1 + 0.01 * width).rate(LIKELY)
    assert length >= 3
    assert rate > 8


def test_where_passes_cost_by_the_token_nobody_guesses() -> None:
    assert crowd_of(8, lambda width: 0.3 * width).rate(LIKELY)[1] == 0


def test_a_few_guess_where_many_do_not() -> None:
    """Passes up to four tokens cost little more than one, as with rows taken by fours."""

    def passes(width: int) -> float:
        return 1 + 0.15 * (width - 1) if width <= 4 else 1.45 + 0.27 * (width - 4)

    lengths = [crowd_of(size, passes, guess=0.14).rate([0.8] * 8)[1] for size in (1, 2, 8)]
    assert lengths[0] >= lengths[1] >= lengths[2] == 0
    assert lengths[0] > 0


def test_nobody_guesses_for_a_gain_that_is_hardly_one() -> None:
    flat = crowd_of(2, lambda width: 1 + 0.3 * (width - 1), guess=0.1)
    plain, none = flat.rate(())
    assert none == 0
    rate, length = flat.rate([0.7] * 8)
    assert (rate, length) == (plain, 0)


def test_a_guess_costs_what_the_same_time_brings_where_passes_cost_by_the_token() -> None:
    crowd = crowd_of(4, lambda width: 0.25 * width)
    rate, _ = crowd.rate(())
    passes = crowd.passes(3)
    assert passes[1] == 1
    assert rate * (passes[2] - passes[1]) == pytest.approx(1, rel=0.2)
    assert rate * (passes[3] - passes[2]) == pytest.approx(1, rel=0.2)


def test_costs_follow_what_is_measured_and_not_the_speed_of_the_machine() -> None:
    costs = WidthCosts([1.0, 1.2])
    assert costs.at(4) == pytest.approx(1.6)
    for speed in (1.0, 3.0):
        for _ in range(80):
            for width, cost in ((1, 1.0), (4, 2.0), (8, 3.0)):
                costs.observe(width, speed * cost)
        assert costs.at(4) / costs.at(1) == pytest.approx(2.0, rel=0.1)
        assert costs.at(6) / costs.at(1) == pytest.approx(2.5, rel=0.1)
        assert costs.at(16) > costs.at(8)
