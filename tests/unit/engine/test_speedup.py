"""The arithmetic of what speculation could gain."""

import pytest

from paceline.engine.speedup import Position, bound, pass_cost, possible_speedup

ROUNDS = 1000


def always_speaking(acceptance: float, length: int) -> list[Position]:
    """A drafter that never stops early and is right with this probability in every slot."""
    positions = []
    for slot in range(length):
        tested = round(ROUNDS * acceptance**slot)
        positions.append(Position(ROUNDS, ROUNDS, tested, round(ROUNDS * acceptance ** (slot + 1))))
    return positions


def test_with_free_width_it_is_the_theorem_of_leviathan() -> None:
    acceptance, cost = 0.8, 0.05
    for length in (1, 2, 3, 5):
        theorem = (1 - acceptance ** (length + 1)) / ((1 - acceptance) * (length * cost + 1))
        found = possible_speedup(
            length, always_speaking(acceptance, length), cost, {1: 1.0, length + 1: 1.0}
        )
        assert found == pytest.approx(theorem, rel=0.001)


def test_wide_passes_are_charged() -> None:
    found = possible_speedup(3, always_speaking(1.0, 3), 2.0, {1: 10.0, 4: 14.0})
    assert found == pytest.approx(4 * 10 / (3 * 2 + 14))


def test_a_silent_drafter_costs_plain_passes() -> None:
    half = [Position(asked=100, drafted=50, tested=50, accepted=50)]
    assert possible_speedup(1, half, 0, {1: 10.0, 2: 10.0}) == pytest.approx(1.5)
    silent = [Position(asked=100, drafted=0, tested=0, accepted=0)]
    assert possible_speedup(1, silent, 0, {1: 10.0}) == 1


def test_drafts_that_stop_early_are_charged_for_the_width_they_have() -> None:
    positions = [Position(10, 10, 10, 10), Position(10, 5, 5, 0)]
    cost = 0.5 * 20 + 0.5 * 30
    assert possible_speedup(2, positions, 0, {1: 10.0, 2: 20.0, 3: 30.0}) == pytest.approx(
        2 * 10 / cost
    )


def test_the_bound_is_the_best_length() -> None:
    costs = {1: 10.0, 2: 11.0, 3: 12.0, 4: 40.0}
    found = bound(always_speaking(0.9, 3), 0, costs)
    assert found is not None
    assert found.length == 2
    assert found.speedup == pytest.approx((1 + 0.9 + 0.81) * 10 / 12)


def test_what_was_not_measured_bounds_nothing() -> None:
    positions = always_speaking(0.9, 3)
    assert bound([], 0, {1: 10.0}) is None
    assert bound(positions, 0, {1: 10.0}) is None
    assert bound(positions, 0, {4: 10.0}) is None
    assert possible_speedup(4, positions, 0, {1: 1.0, 5: 1.0}) is None
    assert possible_speedup(1, [Position(0, 0, 0, 0)], 0, {1: 1.0, 2: 1.0}) is None
    only_long = bound(positions, 0, {1: 10.0, 4: 10.0})
    assert only_long is not None
    assert only_long.length == 3


def test_costs_between_two_widths_are_interpolated_and_never_beyond() -> None:
    costs = {1: 10.0, 4: 16.0, 8: 40.0}
    assert pass_cost(costs, 4) == 16
    assert pass_cost(costs, 2) == pytest.approx(12)
    assert pass_cost(costs, 7) == pytest.approx(34)
    assert pass_cost(costs, 9) is None
    assert pass_cost({}, 1) is None


def test_the_acceptance_of_a_position() -> None:
    assert Position(10, 10, 8, 6).acceptance == 0.75
    assert Position(10, 0, 0, 0).acceptance is None
