import msgspec
import numpy as np
import pytest

from paceline.engine.governor.costs import ASSUMED_GUESS, WIDEST, Costs

CURVE = {1: 1.0, 2: 1.25, 4: 1.35, 8: 2.1, 16: 3.0}


def learned(noise: float, *, drift: float = 1.0, passes: int = 300) -> Costs:
    """Costs after passes of mixed widths on a machine that gets slower by `drift` in all."""
    dice = np.random.default_rng(5)
    costs = Costs()
    for index in range(passes):
        width = list(CURVE)[index % len(CURVE)]
        speed = 75 * drift ** (index / passes)
        costs.observe_pass(width, 100, CURVE[width] * speed * dice.lognormal(0, noise))
    return costs


def test_before_anything_was_measured_wider_passes_are_assumed_to_cost_more() -> None:
    passes = Costs().passes(100)
    assert passes[1] == 1
    assert passes[1:] == sorted(passes[1:])
    assert len(passes) == WIDEST + 1
    assert Costs().guess("draft-model", free=False) == ASSUMED_GUESS
    assert Costs().guess("ngram", free=True) == 0


@pytest.mark.parametrize("drift", [1.0, 3.0, 0.4])
def test_the_curve_is_learned_through_noise_and_drift(drift: float) -> None:
    passes = learned(0.1, drift=drift).passes(100)
    for width, cost in CURVE.items():
        assert passes[width] == pytest.approx(cost, rel=0.12)
    assert learned(0.1, drift=drift).plain_ms(100) == pytest.approx(75 * drift, rel=0.25)


def test_widths_between_measured_ones_cost_something_between() -> None:
    passes = learned(0.0).passes(100)
    assert passes[4] < passes[6] < passes[8]
    assert passes[16] < passes[17]


@pytest.mark.parametrize("switch", [0.0, 0.12])
def test_what_a_change_of_width_costs_is_learned_apart_from_the_widths(switch: float) -> None:
    dice = np.random.default_rng(6)
    costs = Costs()
    before = 1
    for _ in range(400):
        width = int(dice.choice([1, 1, 1, 2, 8]))
        took = 75 * (CURVE[width] + (switch if width != before else 0.0))
        costs.observe_pass(width, 100, took * dice.lognormal(0, 0.05), before=before)
        before = width
    assert costs.switch == pytest.approx(switch, abs=0.04)
    for width in (1, 2, 8):
        assert costs.passes(100)[width] == pytest.approx(CURVE[width], rel=0.1)


def test_leaving_plain_passes_is_charged_for_coming_back_too() -> None:
    costs = Costs(switch_cost=0.1)
    plain, after_plain, after_four = (
        costs.passes(100),
        costs.passes_after(1, 100),
        costs.passes_after(4, 100),
    )
    assert after_plain[1] == after_four[1] == plain[1]
    assert after_plain[4] == pytest.approx(plain[4] + 0.2)
    assert after_four[4] == plain[4]
    assert after_four[3] == pytest.approx(plain[3] + 0.1)


def test_one_stalled_pass_does_not_condemn_a_width() -> None:
    costs = learned(0.05)
    before = costs.passes(100)[4]
    costs.observe_pass(4, 100, 75 * 60)
    assert costs.passes(100)[4] < 1.25 * before


def test_a_longer_context_starts_from_what_is_known_and_learns_its_own() -> None:
    costs = learned(0.0)
    assert costs.passes(5000) == pytest.approx(costs.passes(100), rel=0.01)
    for _ in range(30):
        costs.observe_pass(1, 5000, 150)
        costs.observe_pass(8, 5000, 600)
    assert costs.passes(5000)[8] == pytest.approx(4.0, rel=0.05)
    assert costs.passes(100)[8] == pytest.approx(CURVE[8], rel=0.05)


def test_what_was_learned_survives_being_written_down() -> None:
    costs = learned(0.1)
    costs.observe_draft("draft-model", 3, 0.4)
    costs.observe_read("draft-model", 10, 0.5)
    again = msgspec.json.decode(msgspec.json.encode(costs), type=Costs)
    assert again == costs


def test_after_a_new_start_another_machine_is_learned_quickly() -> None:
    costs = learned(0.05)
    costs.age()
    for _ in range(12):
        for width in (1, 4):
            costs.observe_pass(width, 100, 30 * (1 if width == 1 else 3))
    assert costs.passes(100)[4] == pytest.approx(3, rel=0.15)
