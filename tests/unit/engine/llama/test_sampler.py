"""llama.cpp's chain against the same truncation written out in numpy."""

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest

from fakes.exact_sampling import shares
from paceline.engine.llama.sampler import SamplerChain
from paceline.engine.rejection import probability
from paceline.options import Sampling

SIZE = 200
OPEN = Sampling(temperature=1.0, top_k=0, top_p=1.0, min_p=0.0)


def rows() -> Iterator[np.ndarray]:
    dice = np.random.default_rng(1)
    for spread in (0.5, 2.0, 5.0, 40.0, 200.0, 0.1):
        yield dice.normal(0, spread, SIZE).astype(np.float32)


@pytest.mark.parametrize(
    "sampling",
    [
        OPEN,
        Sampling(),
        Sampling(temperature=1.3),
        Sampling(temperature=0.5, top_k=0, top_p=0.7, min_p=0.0),
        Sampling(temperature=1.0, top_k=0, top_p=1.0, min_p=0.1),
        Sampling(temperature=2.0, top_k=150, top_p=0.99, min_p=0.001),
        Sampling(temperature=1.0, top_k=1),
        Sampling(temperature=1e-40),
    ],
)
def test_the_warped_distribution_is_what_the_settings_say(sampling: Sampling) -> None:
    with closing(SamplerChain(sampling, SIZE)) as chain:
        for row in rows():
            warped = chain.warp(row)
            if sampling.temperature < 1e-6:
                assert probability(warped, int(row.argmax())) == 1
                continue
            exact = shares(row, sampling)
            assert set(np.flatnonzero(exact > 1e-40)) <= set(warped.ids.tolist())
            assert not set(np.flatnonzero(exact == 0)) & set(
                warped.ids[warped.probabilities > 0].tolist()
            )
            assert warped.probabilities == pytest.approx(exact[warped.ids], rel=1e-4, abs=1e-40)


def test_a_shorter_row_has_only_its_own_tokens() -> None:
    with closing(SamplerChain(OPEN, SIZE)) as chain:
        for row in rows():
            assert sorted(chain.warp(row[:40]).ids.tolist()) == list(range(40))
