import numpy as np
import pytest

from paceline.engine.sampling import (
    GreedySampler,
    PenalizingSampler,
    Probabilities,
    make_sampler,
)
from paceline.errors import AppError
from paceline.options import Sampling


def row(*logits: float) -> np.ndarray:
    return np.array(logits, np.float32)


def test_greedy_says_the_most_probable_token() -> None:
    assert GreedySampler().sample(row(0, 3, 2)) == 1


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_logits_that_are_no_numbers_fail_loudly(bad: float) -> None:
    with pytest.raises(AppError, match="no valid probabilities"):
        Probabilities(row(bad, bad, bad))


def test_probabilities_are_a_softmax_at_temperature_one() -> None:
    probabilities = Probabilities(row(0, np.log(2), np.log(5)))
    assert [probabilities.of(token) for token in range(3)] == pytest.approx([1 / 8, 2 / 8, 5 / 8])
    assert probabilities.of(99) == 0


def test_repeat_penalty_divides_positive_and_multiplies_negative_logits() -> None:
    sampler = PenalizingSampler(GreedySampler(), Sampling(repeat_penalty=2.0), [0, 1])
    assert sampler.sample(row(3, -1, 2)) == 2  # 1.5, -2, 2
    assert sampler.sample(row(3, 0, 2)) == 0  # 1.5, 0, 1


def test_frequency_counts_and_presence_does_not() -> None:
    frequent = PenalizingSampler(GreedySampler(), Sampling(frequency_penalty=1.0), [0, 0, 0])
    assert frequent.sample(row(3, 1)) == 1
    present = PenalizingSampler(GreedySampler(), Sampling(presence_penalty=1.0), [0, 0, 0])
    assert present.sample(row(3, 1)) == 0


def test_penalties_forget_what_left_the_window() -> None:
    sampler = PenalizingSampler(
        GreedySampler(), Sampling(presence_penalty=4.0, penalty_window=2), [0, 5, 5]
    )
    assert sampler.sample(row(3, 1, 0, 0, 0, 0)) == 0


def test_the_given_logits_are_left_as_they_are() -> None:
    logits = row(3, 1)
    PenalizingSampler(GreedySampler(), Sampling(presence_penalty=4.0), [0]).sample(logits)
    assert logits.tolist() == [3, 1]


def test_without_a_chain_it_is_greedy_and_penalties_stand_in_front() -> None:
    assert isinstance(make_sampler(Sampling(temperature=0), [], None), GreedySampler)
    strict = make_sampler(Sampling(temperature=0, presence_penalty=3.0), [0], None)
    assert strict.sample(row(3, 1)) == 1


def test_the_margin_is_the_lead_of_the_best_logit_and_leaves_the_row_as_it_was() -> None:
    logits = row(1, 4, 2.5)
    assert Probabilities(logits).margin() == 1.5
    assert logits.tolist() == [1, 4, 2.5]
