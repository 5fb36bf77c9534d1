"""How near two draws lie."""

import numpy as np
import pytest

from fakes.scripted_model import seeded_sampler
from paceline.cli.parity.divergence import draw_gap
from paceline.engine.noise import Noise
from paceline.engine.tokens import Distribution


@pytest.mark.parametrize("seed", range(8))
def test_the_gap_is_what_a_logit_must_move_for_the_draw_to_say_the_other(seed: int) -> None:
    logits = np.array([-1, 1, 3, 2], np.float32)
    sampler = seeded_sampler(seed)
    drawn = sampler.warp(logits)
    noise = Noise(seed).exponential(0, drawn.ids)
    said = sampler.foresee(logits)
    gaps = {
        other: draw_gap(logits, drawn, noise, (said, other), 1.0)
        for other in range(4)
        if other != said
    }
    rival = min(gaps, key=gaps.__getitem__)
    for push, winner in ((-0.01, said), (0.01, rival)):
        moved = logits.copy()
        moved[rival] += np.float32(gaps[rival] + push)
        assert sampler.foresee(moved) == winner


def test_a_token_that_was_cut_off_would_first_have_to_come_up_to_the_others() -> None:
    logits = np.array([-1, 1, 3, 2], np.float32)
    drawn = Distribution(np.array([2, 3], np.int32), np.array([0.7, 0.3]))
    assert draw_gap(logits, drawn, np.ones(2), (2, 0), 1.0) == 3
    assert draw_gap(logits, drawn, np.ones(2), (1, 3), 1.0) == 1
