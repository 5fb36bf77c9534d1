import numpy as np
import pytest
from scipy.stats import chisquare

from fakes.scripted_model import seeded_sampler
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
    assert isinstance(make_sampler(Sampling(temperature=0), [], None, 1), GreedySampler)
    strict = make_sampler(Sampling(temperature=0, presence_penalty=3.0), [0], None, 1)
    assert strict.sample(row(3, 1)) == 1


def test_the_margin_is_the_lead_of_the_best_logit_and_leaves_the_row_as_it_was() -> None:
    logits = row(1, 4, 2.5)
    assert Probabilities(logits).margin() == 1.5
    assert logits.tolist() == [1, 4, 2.5]


def test_a_seed_draws_the_same_again_and_another_differs() -> None:
    logits = np.zeros(1000, np.float32)

    def said(seed: int) -> list[int]:
        sampler = seeded_sampler(seed)
        return [sampler.sample(logits) for _ in range(300)]

    assert said(1) == said(1)
    assert said(1) != said(2)
    assert len(set(said(1))) > 200, "every place has noise of its own"


def test_what_was_foreseen_comes_true_and_looking_changes_nothing() -> None:
    dice = np.random.default_rng(1)
    rows = dice.normal(0, 2, (20, 50)).astype(np.float32)
    strict = Sampling(temperature=1.0, presence_penalty=2.0, repeat_penalty=1.2)
    sampler = PenalizingSampler(seeded_sampler(3), strict, [1, 2])
    looking = PenalizingSampler(seeded_sampler(3), strict, [1, 2])
    for start in range(0, 20, 4):
        foreseen: list[int] = []
        for each in rows[start : start + 4]:
            foreseen.append(looking.foresee(each, foreseen))
        assert [sampler.sample(each) for each in rows[start : start + 4]] == foreseen
        for token in foreseen:
            looking.remember(token)


def test_like_models_foresee_each_other_as_often_as_the_noise_promises() -> None:
    p = np.array([0.5, 0.3, 0.2])
    q = np.array([0.4, 0.5, 0.1])
    sampler = seeded_sampler(1)
    agreed = 0
    for _ in range(4000):
        guess = sampler.foresee(np.log(q).astype(np.float32))
        agreed += guess == sampler.sample(np.log(p).astype(np.float32))
    promised = sum(1 / np.maximum(p / p[i], q / q[i]).sum() for i in range(3))
    assert agreed / 4000 == pytest.approx(promised, abs=0.025)
    assert promised > p[1], "more than by guessing the most probable"


def test_a_row_may_lack_tokens_that_were_said() -> None:
    strict = PenalizingSampler(seeded_sampler(1), Sampling(repeat_penalty=1.5), [3, 150])
    assert sorted(strict.warp(row(1, 2, 3, 4), [2, 160]).ids.tolist()) == [0, 1, 2, 3]


def test_rare_tokens_among_many_are_said_as_often_as_they_should_be() -> None:
    rare = np.tile([1.0, 3.0], 10_000)
    exact = np.concatenate(([0.5, 0.3, 0.15], 0.05 * rare / rare.sum()))
    logits = np.log(exact).astype(np.float32)
    sampler = seeded_sampler(1)
    counts = np.bincount([sampler.sample(logits) for _ in range(10_000)], minlength=len(exact))
    cells = [slice(0, 1), slice(1, 2), slice(2, 3), slice(3, None, 2), slice(4, None, 2)]
    seen = [counts[cell].sum() for cell in cells]
    assert chisquare(seen, [10_000 * exact[cell].sum() for cell in cells]).pvalue > 0.001
    assert counts[3:].max() <= 3, "not always the same ones"
