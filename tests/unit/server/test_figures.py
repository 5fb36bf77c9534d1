"""Figures of the server from rounds and replies."""

import pytest

from paceline.provenance import Origin, ReplySummary, Round, StopReason, Token
from paceline.server.figures import RATE_SECONDS, Figures
from paceline.tally import Tally


def round_of(said: int, *, drafted: int = 0, accepted: int = 0, wall_ms: float = 10) -> Round:
    tokens = tuple(Token(7, "a", Origin.PLAIN, 0.5, 1.0) for _ in range(said))
    drafter = "ngram" if drafted else None
    return Round(
        0, drafter, drafted, drafted, accepted, drafted + 1, 0, 0, wall_ms, 0, wall_ms, wall_ms,
        tokens,
    )  # fmt: skip


def reply_of(*rounds: Round) -> ReplySummary:
    tally = Tally()
    for each in rounds:
        tally.add(each)
    return tally.summarize(
        text="",
        stop_reason=StopReason.END,
        prompt_tokens=1,
        prefill_tokens=1,
        time_to_first_token_ms=1,
        seed=0,
    )


def test_the_rate_is_that_of_the_last_seconds() -> None:
    now = 100.0
    figures = Figures(lambda: now)
    figures.add_round(round_of(20))
    now += RATE_SECONDS / 2
    figures.add_round(round_of(30))
    assert figures.tokens_per_second == pytest.approx(50 / RATE_SECONDS)
    now += RATE_SECONDS * 0.75
    assert figures.tokens_per_second == pytest.approx(30 / RATE_SECONDS)
    now += RATE_SECONDS
    assert figures.tokens_per_second == 0
    assert figures.tokens == 50


def test_acceptance_and_net_gain_are_of_all_latest_replies() -> None:
    figures = Figures(lambda: 0.0)
    assert (figures.acceptance, figures.net_gain) == (None, None)
    quick = reply_of(round_of(1), round_of(1), round_of(4, drafted=4, accepted=3, wall_ms=10))
    assert quick.net_gain == pytest.approx(2.0)
    figures.add_reply(quick)
    figures.add_reply(reply_of(round_of(5)))
    assert figures.acceptance == pytest.approx(0.75)
    assert figures.net_gain == pytest.approx(2.0)
