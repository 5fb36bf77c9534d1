import pytest

from paceline.engine.drafters.base import Request
from paceline.engine.drafters.ngram import NgramDrafter
from paceline.engine.tokens import Outcome

END = 0


def is_end(token: int) -> bool:
    return token == END


def guesses(prompt: list[int], limit: int = 4) -> tuple[int, ...]:
    drafter = NgramDrafter(is_end)
    drafter.begin(prompt)
    return drafter.propose(Request(limit)).tokens


def test_it_copies_what_followed_the_latest_match() -> None:
    assert guesses([1, 2, 3, 9, 1, 2, 4, 9, 1, 2], 2) == (4, 9)


def test_a_longer_match_wins_over_a_later_one() -> None:
    assert guesses([7, 1, 2, 3, 8, 8, 2, 3, 5, 7, 1, 2, 3], 1) == (8,)


def test_without_a_match_it_is_silent() -> None:
    assert guesses([1, 2, 3, 4, 5]) == ()
    assert guesses([1]) == ()
    assert guesses([]) == ()


def test_one_repeated_token_is_too_little_to_guess_from() -> None:
    assert guesses([5, 1, 2, 5]) == ()


def test_what_was_said_is_found_too() -> None:
    drafter = NgramDrafter(is_end)
    drafter.begin([1, 2])
    drafter.observe(Outcome((3, 4, 1)))
    drafter.observe(Outcome((2,)))
    assert drafter.propose(Request(3)).tokens == (3, 4, 1)


def test_a_new_reply_forgets_the_old_text() -> None:
    drafter = NgramDrafter(is_end)
    drafter.begin([1, 2, 3, 1, 2])
    drafter.begin([1, 2])
    assert drafter.propose(Request(3)).tokens == ()


def test_the_longer_two_places_agree_the_surer_is_the_guess() -> None:
    drafter = NgramDrafter(is_end)
    drafter.begin([1, 2, 3, 1, 2])
    assert drafter.propose(Request(3)).confidences == pytest.approx((2 / 4, 3 / 5, 4 / 6))
    drafter.begin([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5])
    assert drafter.propose(Request(1)).confidences == pytest.approx((5 / 7,))


def test_a_guess_stops_at_an_end_token() -> None:
    assert guesses([1, 2, 3, END, 7, 8, 1, 2], 5) == (3, END)
