import numpy as np
import pytest

from paceline.engine.governor.odds import Odds


def test_without_experience_every_place_is_as_assumed() -> None:
    assert Odds(0.6).by_place() == pytest.approx([0.6] * 16)


def test_places_are_learned_one_by_one() -> None:
    odds = Odds(0.5)
    dice = np.random.default_rng(1)
    for _ in range(200):
        if dice.random() < 0.4:
            odds.observe(0, None, right=True)
            for slot in (1, 2, 3):
                odds.observe(slot, None, right=True)
        else:
            odds.observe(0, None, right=False)
    chances = odds.by_place()
    assert chances[0] == pytest.approx(0.4, abs=0.2)
    assert min(chances[1:4]) > 0.9
    assert chances[9] > 0.9, "a place that was never judged is like the other further ones"


def test_an_overconfident_drafter_is_taken_down() -> None:
    odds = Odds(0.5)
    dice = np.random.default_rng(2)
    for _ in range(300):
        odds.observe(0, 0.99, right=bool(dice.random() < 0.5))
        odds.observe(0, 0.3, right=bool(dice.random() < 0.1))
    assert odds.of(0.99, 0.5) == pytest.approx(0.5, abs=0.2)
    assert odds.of(0.3, 0.5) < 0.25


def test_an_underconfident_drafter_is_believed_more_than_it_believes_itself() -> None:
    odds = Odds(0.5)
    for _ in range(60):
        odds.observe(0, 0.4, right=True)
    assert odds.of(0.4, 0.5) > 0.9


@pytest.mark.parametrize("confidence", [0.0, 1.0, 1e-9, 1 - 1e-12])
def test_any_confidence_has_its_place(confidence: float) -> None:
    odds = Odds(0.5)
    odds.observe(3, confidence, right=True)
    assert 0 < odds.of(confidence, 0.5) < 1


def test_a_change_of_text_is_felt_within_some_dozens_of_guesses() -> None:
    odds = Odds(0.5)
    for _ in range(500):
        odds.observe(0, None, right=True)
    for _ in range(40):
        odds.observe(0, None, right=False)
    assert odds.by_place()[0] < 0.4
