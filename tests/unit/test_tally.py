"""The figures on the screen, computed by hand."""

import pytest
from msgspec.structs import replace

from paceline.provenance import Origin, Round, StopReason, Token
from paceline.tally import Tally


def make_round(
    *origins: Origin,
    drafted: int = 0,
    tested: int = 0,
    wall_ms: float,
    draft_ms: float = 0,
    verify_ms: float = 0,
) -> Round:
    return Round(
        index=0,
        drafter="draft-model" if drafted else None,
        drafted=drafted,
        tested=tested,
        accepted=origins.count(Origin.DRAFTED),
        width=drafted + 1,
        draft_ms=draft_ms,
        catch_up_ms=0,
        verify_ms=verify_ms,
        sample_ms=0,
        decode_ms=draft_ms + verify_ms,
        wall_ms=wall_ms,
        tokens=tuple(Token(1, "x", origin, 0.5, 1.0) for origin in origins),
    )


PLAIN = make_round(Origin.PLAIN, wall_ms=50, verify_ms=48)
FULL = make_round(
    *[Origin.DRAFTED] * 3, Origin.BONUS, drafted=3, tested=3, wall_ms=100, draft_ms=30, verify_ms=69
)
HALF = make_round(
    Origin.DRAFTED, Origin.CORRECTED, drafted=3, tested=2, wall_ms=100, draft_ms=30, verify_ms=69
)


def tally_of(*rounds: Round) -> Tally:
    tally = Tally()
    for round_ in rounds:
        tally.add(round_)
    return tally


def test_nothing_is_known_before_it_is_measured() -> None:
    tally = Tally()
    assert tally.rate_now is None
    assert tally.rate_average is None
    assert tally.acceptance is None
    assert tally.tokens_per_pass is None
    assert tally.plain_rate is None
    assert tally.net_gain is None
    assert tally.loop_overhead is None


def test_a_reply_by_hand() -> None:
    tally = tally_of(PLAIN, FULL, HALF)
    assert tally.tokens == 1 + 4 + 2
    assert tally.passes == 3
    assert (tally.drafted, tally.tested, tally.accepted) == (6, 5, 4)
    assert tally.rate_average == pytest.approx(7 / 0.250)
    assert tally.rate_now == pytest.approx(7 / 0.250)
    assert tally.acceptance == pytest.approx(4 / 5)
    assert tally.tokens_per_pass == pytest.approx(7 / 3)
    assert tally.plain_rate == pytest.approx(1 / 0.050)
    assert tally.net_gain == pytest.approx((7 / 0.250) / (1 / 0.050))
    assert tally.loop_overhead == pytest.approx((250 - 48 - 99 - 99) / 250)
    assert tally.origins == {
        Origin.PLAIN: 1,
        Origin.DRAFTED: 4,
        Origin.BONUS: 1,
        Origin.CORRECTED: 1,
    }


def test_acceptance_leaves_out_what_was_never_tested() -> None:
    """Three drafted, the second refused: two were tested and one accepted."""
    assert tally_of(HALF).acceptance == pytest.approx(1 / 2)


def test_without_drafts_there_is_no_acceptance_and_no_gain() -> None:
    tally = tally_of(PLAIN, PLAIN)
    assert tally.acceptance is None
    assert tally.net_gain is None
    assert tally.plain_rate == pytest.approx(20)


def test_without_a_plain_pass_there_is_no_gain_to_tell() -> None:
    tally = tally_of(FULL, HALF)
    assert tally.plain_rate is None
    assert tally.net_gain is None


def test_a_slow_hiccup_does_not_flatter_speculation() -> None:
    """The plain rate is a median: one stalled pass counts like any other."""
    stalled = make_round(Origin.PLAIN, wall_ms=5000, verify_ms=5000)
    assert tally_of(PLAIN, PLAIN, stalled).plain_rate == pytest.approx(20)


def test_a_plain_pass_behind_a_wide_one_is_not_taken_for_what_plain_decoding_costs() -> None:
    dearer = make_round(Origin.PLAIN, wall_ms=60, verify_ms=60)
    assert tally_of(FULL, dearer).plain_rate == pytest.approx(1000 / 60), "nothing else is known"
    assert tally_of(FULL, dearer, PLAIN, FULL, dearer).plain_rate == pytest.approx(20)


def test_the_rate_now_forgets_what_is_long_ago() -> None:
    slow = make_round(Origin.PLAIN, wall_ms=3000)
    fast = make_round(Origin.PLAIN, wall_ms=500)
    tally = tally_of(slow, fast, fast)
    assert tally.rate_now == pytest.approx(3 / 4.0)  # the fast ones do not yet fill the span
    tally.add(fast)
    tally.add(fast)
    assert tally.rate_now == pytest.approx(2.0)
    assert tally.rate_average == pytest.approx(5 / 5.0)


def test_a_summary_holds_the_same_figures() -> None:
    tally = tally_of(PLAIN, FULL, HALF)
    summary = tally.summarize(
        text="x" * 7,
        stop_reason=StopReason.END,
        prompt_tokens=20,
        prefill_tokens=5,
        time_to_first_token_ms=80.0,
        seed=7,
    )
    assert summary.tokens == sum(summary.origins.values()) == 7
    assert set(summary.origins) == set(Origin)
    assert summary.seconds == pytest.approx(0.25)
    assert summary.tokens_per_second == tally.rate_average
    assert summary.acceptance == tally.acceptance
    assert summary.net_gain == tally.net_gain
    assert summary.loop_overhead == tally.loop_overhead
    assert (summary.passes, summary.tokens_per_pass) == (3, tally.tokens_per_pass)


def test_no_gain_is_stated_of_a_reply_that_shared_passes() -> None:
    alone = tally_of(PLAIN, PLAIN, FULL)
    assert alone.net_gain is not None
    tally = tally_of(PLAIN, PLAIN, FULL, replace(PLAIN, shared=3))
    assert tally.net_gain is None
    assert tally.plain_rate == alone.plain_rate
    assert tally.tokens == alone.tokens + 1
