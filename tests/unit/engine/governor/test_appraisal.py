import pytest

from paceline.engine.governor.appraisal import Appraisal
from paceline.engine.governor.odds import Odds

FLAT = [0.0] + [1.0 + 0.05 * (width - 1) for width in range(1, 18)]
STEEP = [0.0] + [1.0 + 1.0 * (width - 1) for width in range(1, 18)]


def appraisal(
    chance: float,
    passes: list[float] = FLAT,
    *,
    guess: float = 0.1,
    rate: float = 1.0,
    otherwise: float | None = None,
    limit: int = 16,
) -> Appraisal:
    odds = Odds(chance)
    for _ in range(30):
        odds.observe(0, 0.99, right=True)
        odds.observe(0, 0.01, right=False)
    return Appraisal(
        odds=odds,
        by_place=[chance] * 16,
        passes=passes,
        guess=guess,
        rate=rate,
        otherwise=1 - rate if otherwise is None else otherwise,
        limit=limit,
    )


def test_the_best_length_is_where_another_guess_costs_more_than_it_brings() -> None:
    # The kth guess brings 0.5 ** k tokens and costs 0.15 passes: worth it up to the second.
    value, length = appraisal(0.5).expected()
    assert value == pytest.approx(1 + 0.75 - 1.1 - 0.2)
    assert length == 2


def test_the_speedup_is_tokens_over_cost() -> None:
    assert appraisal(0.5).speedup(2) == pytest.approx(1.75 / (1.1 + 0.2))
    assert appraisal(0.5).speedup(0) == 1


def test_without_a_gain_there_is_no_length() -> None:
    assert appraisal(0.9, STEEP).expected() == (0.0, 0)
    assert appraisal(0.05).expected()[1] == 0


def test_time_that_earns_more_elsewhere_makes_guesses_dearer() -> None:
    slow, fast = appraisal(0.7, rate=1.0).expected()[1], appraisal(0.7, rate=2.5).expected()[1]
    assert fast < slow


def test_drafting_stops_behind_a_doubtful_guess() -> None:
    judge = appraisal(0.8)
    assert judge.go_on([0.99, 0.99])
    assert not judge.go_on([0.99, 0.01])


def test_guesses_that_are_not_worth_their_place_are_left_out() -> None:
    judge = appraisal(0.8, rate=2.5)
    assert judge.keep([0.99, 0.99, 0.01, 0.99]) == 2
    assert judge.keep([0.01]) == 0
    assert judge.keep([]) == 0


def test_guesses_without_a_confidence_are_judged_by_their_place() -> None:
    assert appraisal(0.9).keep([None] * 5) == 5
    assert appraisal(0.02).keep([None] * 5) == 0


def test_a_free_guess_must_be_worth_more_than_what_would_be_done_otherwise() -> None:
    certain = [0.9] * 2
    assert appraisal(0.8, guess=0.0).keep(certain) == 2
    assert appraisal(0.8, guess=0.0, otherwise=5.0).keep(certain) == 0


def test_no_more_is_guessed_than_allowed() -> None:
    judge = appraisal(0.99, limit=3)
    assert judge.expected()[1] == 3
    assert not judge.go_on([0.99] * 3)
