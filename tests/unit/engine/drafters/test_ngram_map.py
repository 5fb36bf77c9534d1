import pytest

from paceline.engine.drafters.base import Request
from paceline.engine.drafters.ngram_map import NgramMapDrafter
from paceline.engine.tokens import Draft, Outcome

END = 0


def is_end(token: int) -> bool:
    return token == END


def draft(prompt: list[int], limit: int = 4) -> Draft:
    drafter = NgramMapDrafter(is_end)
    drafter.begin(prompt)
    return drafter.propose(Request(limit))


def test_the_majority_wins_over_the_latest() -> None:
    assert draft([1, 2, 3, 1, 2, 3, 1, 2, 4, 1, 2], 1).tokens == (3,)


def test_without_a_clear_majority_it_is_silent() -> None:
    assert draft([1, 2, 3, 1, 2, 4, 1, 2]) == Draft()


def test_without_an_occurrence_it_is_silent() -> None:
    assert draft([1, 2, 3, 4]) == Draft()
    assert draft([1]) == Draft()
    assert draft([]) == Draft()


def test_it_goes_on_with_those_that_were_right_so_far_and_stops_where_they_part() -> None:
    prompt = [1, 2, 3, 4, 5, 1, 2, 3, 4, 6, 1, 2, 9, 9, 1, 2]
    assert draft(prompt).tokens == (3, 4), "two against one, then two alike, then one against one"


def test_a_longer_key_wins_over_more_votes() -> None:
    assert draft([8, 5, 1, 2, 3, 7, 1, 2, 4, 7, 1, 2, 4, 8, 5, 1, 2], 1).tokens == (3,)


def test_confidence_is_the_share_of_votes_less_a_doubt_that_falls_with_agreement() -> None:
    guesses = draft([1, 2, 3, 4, 1, 2, 3, 5, 1, 2], 2)
    assert guesses.tokens == (3,), "all for 3, then one against one"
    assert guesses.confidences == pytest.approx((2 / 3,))
    longer = draft([1, 2, 3, 4, 9, 1, 2], 2)
    assert longer.confidences == pytest.approx((1 / 2, 3 / 5))


def test_what_was_said_votes_too() -> None:
    drafter = NgramMapDrafter(is_end)
    drafter.begin([1, 2])
    drafter.observe(Outcome((3, 1)))
    drafter.observe(Outcome((2,)))
    assert drafter.propose(Request(3)).tokens == (3, 1, 2)


def test_a_guess_stops_at_an_end_token() -> None:
    assert draft([1, 2, 3, END, 7, 8, 1, 2], 5).tokens == (3, END)
