from collections.abc import Sequence

import numpy as np
import pytest

from fakes.drafters import Liar, is_end
from fakes.scripted_model import END, seeded_sampler
from paceline.engine.drafters.base import Panel, Request
from paceline.engine.modes import ChosenVerifier
from paceline.engine.policy import Attempt, Plan
from paceline.engine.rejection import (
    DrawingChooser,
    RejectionVerifier,
    certain,
    draw,
    probability,
    residual,
)
from paceline.engine.sampling import ARGMAX, GreedySampler, PenalizingSampler
from paceline.engine.tokens import Distribution, Draft, Scores
from paceline.engine.verify import ForeseeingChooser
from paceline.options import Sampling, Verification
from paceline.provenance import Origin


def distribution(shares: dict[int, float]) -> Distribution:
    return Distribution(np.array(list(shares), np.int32), np.array(list(shares.values())))


def scores(*rows: Sequence[float]) -> Scores:
    """Logits whose softmax is these probabilities."""
    with np.errstate(divide="ignore"):
        return np.log(np.array(rows, np.float32))


def verifier(seed: int = 1) -> RejectionVerifier:
    return RejectionVerifier(seeded_sampler(seed), is_end, seed)


def test_the_residual_is_joined_by_token_id() -> None:
    p = distribution({7: 0.5, 3: 0.3, 9: 0.2})
    q = distribution({3: 0.1, 5: 0.8, 7: 0.1})
    rest = residual(p, q)
    assert rest is not None
    assert [probability(rest, token) for token in (7, 3, 9, 5)] == pytest.approx(
        [0.4 / 0.8, 0.2 / 0.8, 0.2 / 0.8, 0]
    )


def test_nothing_is_left_of_a_distribution_over_itself() -> None:
    p = distribution({2: 0.25, 1: 0.75})
    assert residual(p, p) is None
    assert residual(p, distribution({1: 0.75, 2: 0.25})) is None


def test_a_certain_guess_leaves_the_others_in_their_proportions() -> None:
    rest = residual(distribution({4: 0.6, 5: 0.3, 6: 0.1}), certain(4))
    assert rest is not None
    assert [probability(rest, token) for token in (4, 5, 6)] == pytest.approx([0, 0.75, 0.25])


def test_what_has_no_probability_is_never_drawn() -> None:
    dice = np.random.default_rng(1)
    gaps = distribution({1: 0.0, 2: 0.5, 3: 0.0, 4: 0.5, 5: 0.0})
    assert {draw(gaps, dice) for _ in range(500)} == {2, 4}


def test_a_guess_from_the_targets_own_distribution_is_always_accepted() -> None:
    row = (0.1, 0.2, 0.3, 0.4)
    judge = verifier()
    for _ in range(200):
        choice = judge.chooser().choose(scores(row)[0], ())
        draft = Draft(
            "x", (choice.token,), (choice.confidence,), distributions=(choice.distribution,)
        )
        assert judge.judge(draft, scores(row, row)).accepted == 1


def test_a_guess_that_the_target_cannot_say_is_always_refused() -> None:
    row = (0.1, 0.0, 0.3, 0.6)
    judge = verifier()
    for q in (None, distribution({1: 1.0}), distribution({1: 0.5, 40: 0.5})):
        for guess in (1, 40):
            if q is not None and guess not in q.ids:
                continue
            draft = Draft("x", (guess,), (None,), distributions=(q,) if q else ())
            verdict = judge.judge(draft, scores(row, row))
            (token,) = verdict.tokens
            assert (verdict.accepted, verdict.tested) == (0, 1)
            assert token.origin == Origin.CORRECTED
            assert token.id in (0, 2, 3)
            assert token.rejected is not None
            assert (token.rejected.id, token.rejected.target_p) == (guess, 0)


def test_the_record_of_a_round_is_as_in_match_mode() -> None:
    sure = (0.0, 0.0, 1.0, 0.0)
    draft = Draft("x", (2, 2, 3), (0.5, None, 0.25))
    verdict = verifier().judge(draft, scores(sure, sure, sure, sure))
    assert [token.origin for token in verdict.tokens] == [
        Origin.DRAFTED,
        Origin.DRAFTED,
        Origin.CORRECTED,
    ]
    assert (verdict.accepted, verdict.tested, verdict.ended) == (2, 3, False)
    assert [token.slot for token in verdict.tokens] == [0, 1, None]
    whole = verifier().judge(draft.first(2), scores(sure, sure, sure))
    assert [token.origin for token in whole.tokens] == [Origin.DRAFTED] * 2 + [Origin.BONUS]
    plain = verifier().judge(Draft(), scores(sure))
    assert [token.origin for token in plain.tokens] == [Origin.PLAIN]


def test_an_end_token_ends_the_round_wherever_it_stands() -> None:
    end = (1.0, 0.0, 0.0)
    other = (0.0, 1.0, 0.0)
    accepted = verifier().judge(Draft("x", (1, END, 2), (None,) * 3), scores(other, end, end, end))
    assert [token.id for token in accepted.tokens] == [1, END]
    assert (accepted.accepted, accepted.ended) == (2, True)
    corrected = verifier().judge(Draft("x", (1, 2), (None,) * 2), scores(other, end, end))
    assert [token.id for token in corrected.tokens] == [1, END]
    assert (corrected.accepted, corrected.ended) == (1, True)


def test_at_temperature_zero_it_says_what_match_mode_says() -> None:
    judge = RejectionVerifier(GreedySampler(), is_end, 1)
    rows = scores((0.1, 0.2, 0.7), (0.1, 0.5, 0.4), (0.2, 0.5, 0.3))
    choice = judge.chooser().choose(rows[0], ())
    assert choice.token == 2
    draft = Draft("x", (2, 2), (None, None), distributions=(choice.distribution, certain(2)))
    assert [token.id for token in judge.judge(draft, rows).tokens] == [2, 1]


def test_a_seed_repeats_itself_and_another_differs() -> None:
    row = np.zeros(1000, np.float32)

    def said(seed: int) -> list[int]:
        judge = verifier(seed)
        tokens: list[int] = []
        for _ in range(20):
            choice = judge.chooser().choose(row, ())
            draft = Draft("x", (choice.token, 5), (None, None))
            tokens += [token.id for token in judge.judge(draft, np.stack([row] * 3)).tokens]
        return tokens

    assert said(1) == said(1)
    assert said(1) != said(2)


def test_drafts_are_penalised_for_what_they_already_guessed() -> None:
    strict = PenalizingSampler(GreedySampler(), Sampling(presence_penalty=9.0), [0])
    chooser = DrawingChooser(strict, np.random.default_rng(1))
    row = np.array([5, 4, 3, 2], np.float32)
    assert [chooser.choose(row, ahead).token for ahead in ((), (1,), (1, 2))] == [1, 2, 3]
    assert strict.sample(row) == 1, "guesses are no history"


def test_the_target_is_penalised_for_what_it_accepted() -> None:
    strict = PenalizingSampler(GreedySampler(), Sampling(presence_penalty=9.0), [0])
    judge = RejectionVerifier(strict, is_end, 1)
    rows = np.tile(np.array([5, 4, 3, 2], np.float32), (3, 1))
    verdict = judge.judge(Draft("x", (1, 1), (None, None)), rows)
    assert [token.id for token in verdict.tokens] == [1, 2]
    assert strict.sample(rows[0]) == 3


def test_the_mode_changes_between_rounds_and_what_was_said_is_remembered() -> None:
    wish = Verification.MATCH
    strict = PenalizingSampler(GreedySampler(), Sampling(presence_penalty=9.0), [0])
    chosen = ChosenVerifier(strict, is_end, 1, lambda: wish)
    row = np.array([[5, 4, 3, 2]], np.float32)
    assert isinstance(chosen.chooser(), ForeseeingChooser)
    wish = Verification.REJECTION
    assert [token.id for token in chosen.judge(Draft(), row).tokens] == [1]
    assert isinstance(chosen.chooser(), DrawingChooser)
    assert [
        token.id for token in chosen.judge(Draft("x", (2,), (None,)), np.tile(row, (2, 1))).tokens
    ] == [2, 3]


def test_a_drawn_guess_is_tested_however_unlikely_it_is() -> None:
    class Drawer(Liar):
        def propose(self, request: Request) -> Draft:
            choice = request.choose.choose(np.zeros(4, np.float32), ())
            return Draft("liar", (choice.token,), (0.01,), distributions=(choice.distribution,))

    panel = Panel([Drawer()])
    plan = Plan((Attempt("liar", 1, keep=lambda _: 0),))
    assert panel.propose(plan, verifier().chooser()).tokens
    assert not panel.propose(plan, ARGMAX).tokens
