import numpy as np
import pytest

from paceline.engine.drafters.base import Request
from paceline.engine.drafters.ngram_pool import KEY_LENGTHS, NgramPool, NgramPoolDrafter
from paceline.engine.tokens import Draft, Outcome

END = 0
KEY = (7, 8, 9)


def is_end(token: int) -> bool:
    return token == END


def test_it_remembers_across_chats() -> None:
    drafter = NgramPoolDrafter(is_end)
    drafter.begin([1, 2, 3, 4, 5, 6])
    drafter.observe(Outcome((7, 8)))
    drafter.begin([9, 9, 9, 1, 2, 3])
    assert drafter.propose(Request(9)).tokens == (4, 5, 6, 7, 8)


def test_it_is_silent_about_what_it_never_read() -> None:
    drafter = NgramPoolDrafter(is_end)
    drafter.begin([1, 2, 3, 4])
    drafter.begin([4, 3, 2])
    assert drafter.propose(Request(4)) == Draft()
    drafter.begin([])
    assert drafter.propose(Request(4)) == Draft()


def test_a_guess_stops_at_an_end_token() -> None:
    drafter = NgramPoolDrafter(is_end)
    drafter.begin([1, 2, 3, END, 5, 1, 2, 3])
    assert drafter.propose(Request(4)).tokens == (END,)


def test_the_longer_key_wins() -> None:
    drafter = NgramPoolDrafter(is_end)
    drafter.begin([1, 2, 3, 4, 5, 6, 7])
    drafter.begin([4, 5, 6, 8, 4, 5, 6, 8])
    drafter.begin([1, 2, 3, 4, 5, 6])
    assert drafter.propose(Request(1)).tokens == (7,)


def test_reading_the_same_conversation_again_confirms_nothing() -> None:
    drafter = NgramPoolDrafter(is_end)
    conversation = [1, 2, 3, 4, 5, 1, 2, 3]
    drafter.begin(conversation)
    once = drafter.propose(Request(4))
    for _ in range(3):
        drafter.begin(conversation)
    assert drafter.propose(Request(4)) == once


def test_repetition_makes_surer() -> None:
    drafter = NgramPoolDrafter(is_end)
    drafter.begin([1, 2, 3, 4])
    drafter.begin([5, 1, 2, 3])
    (once,) = drafter.propose(Request(1)).confidences
    drafter.begin([6, 1, 2, 3, 4])
    drafter.begin([7, 1, 2, 3])
    (twice,) = drafter.propose(Request(1)).confidences
    assert once is not None
    assert twice is not None
    assert 0 < once < twice < 1


def test_the_latest_of_two_continuations_wins_but_for_what_was_confirmed() -> None:
    pool = NgramPool(16)
    pool.learn(KEY, 1)
    pool.learn(KEY, 2)
    assert pool.find(KEY) == (2, 1)
    pool.learn(KEY, 2)
    pool.learn(KEY, 1)
    assert pool.find(KEY) == (2, 1)
    pool.learn(KEY, 1)
    assert pool.find(KEY) == (1, 1)


def rival(pool_size: int) -> tuple[int, ...]:
    """Find another key for the same place."""
    place = hash(KEY) % pool_size
    return next(key for n in range(10_000) if hash(key := (n,)) % pool_size == place)


def test_another_key_in_the_same_place_is_not_taken_for_this_one() -> None:
    pool = NgramPool(16)
    pool.learn(KEY, 1)
    assert pool.find(rival(16)) is None


def test_a_key_that_wants_the_place_gets_it_when_the_holder_has_aged() -> None:
    pool = NgramPool(16)
    other = rival(16)
    pool.learn(KEY, 1)
    pool.learn(KEY, 1)
    pool.learn(other, 5)
    assert pool.find(KEY) == (1, 1)
    assert pool.find(other) is None
    pool.learn(other, 5)
    assert pool.find(KEY) is None
    assert pool.find(other) == (5, 1)


def test_confirmations_are_bounded() -> None:
    pool = NgramPool(16)
    for _ in range(300):
        pool.learn(KEY, 1)
    assert pool.find(KEY) == (1, 255)


def test_the_largest_token_id_comes_back_as_it_was() -> None:
    pool = NgramPool(16)
    largest = int(np.iinfo(np.int32).max)
    pool.learn(KEY, largest)
    assert pool.find(KEY) == (largest, 1)


def test_a_cleared_pool_knows_nothing() -> None:
    pool = NgramPool(16)
    pool.learn(KEY, 1)
    pool.clear()
    assert pool.find(KEY) is None


@pytest.mark.parametrize("places", [0, 3, 1000])
def test_only_powers_of_two_can_be_masked(places: int) -> None:
    with pytest.raises(ValueError, match="power of two"):
        NgramPool(places)


def test_a_pool_that_is_much_too_small_stays_small_and_goes_on() -> None:
    drafter = NgramPoolDrafter(is_end, NgramPool(4))
    drafter.begin([1 + n * n % 97 for n in range(500)])
    assert len(drafter.propose(Request(8)).tokens) <= 8
    assert max(KEY_LENGTHS) <= 8
