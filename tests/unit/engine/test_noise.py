import numpy as np
from scipy.stats import kstest

from paceline.engine.noise import Noise

IDS = np.arange(50_000, dtype=np.int32)


def test_the_noise_of_a_place_is_exponential_and_that_of_others_unlike_it() -> None:
    noise = Noise(1)
    first, later = noise.exponential(0, IDS), noise.exponential(1000, IDS)
    for each in (first, later):
        assert kstest(each, "expon").pvalue > 0.001
        assert (each > 0).all()
        assert np.isfinite(each).all()
    assert abs(np.corrcoef(first, later)[0, 1]) < 0.02


def test_the_noise_of_a_token_over_places_is_exponential_too() -> None:
    noise = Noise(1)
    ids = np.array([7, 8], np.int32)
    both = np.array([noise.exponential(place, ids) for place in range(5000)])
    for token in both.T:
        assert kstest(token, "expon").pvalue > 0.001
    assert abs(np.corrcoef(both.T)[0, 1]) < 0.06


def test_it_hangs_on_seed_place_and_token_and_not_on_who_asked_before() -> None:
    alone = Noise(5).exponential(700, np.array([9], np.int32))
    noise = Noise(5)
    noise.exponential(3, IDS)
    assert noise.exponential(700, IDS)[9] == alone[0]
    assert Noise(6).exponential(700, np.array([9], np.int32))[0] != alone[0]
