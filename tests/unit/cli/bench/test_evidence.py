"""From rounds to acceptances, costs and bounds."""

import pytest

from paceline.cli.bench.evidence import FEWEST_ROUNDS, Evidence
from paceline.cli.bench.report import CurvePoint, Spread
from paceline.cli.contestants import Contestant
from paceline.options import DrafterChoice, Speculation
from paceline.provenance import Origin, Round, Token

PLENTY = 10_000


def pinned(drafter: str, length: int) -> Contestant:
    speculation = Speculation(drafter=DrafterChoice(drafter), draft_length=length)
    return Contestant(f"{drafter}:{length}", speculation, drafter)


OFF = Contestant("off", Speculation(enabled=False))
GOVERNOR = Contestant("governor", Speculation())


def round_of(
    drafted: int = 0,
    accepted: int = 0,
    *,
    drafter: str | None = "draft-model",
    verify_ms: float = 10.0,
    draft_ms: float = 0.0,
    index: int = 1,
) -> Round:
    """A round whose draft is tested as far as it was right, and its first mistake."""
    return Round(
        index=index,
        drafter=drafter if drafted else None,
        drafted=drafted,
        tested=min(drafted, accepted + 1),
        accepted=accepted,
        width=1 + drafted,
        draft_ms=draft_ms,
        catch_up_ms=0.0,
        verify_ms=verify_ms,
        sample_ms=0.0,
        decode_ms=verify_ms,
        wall_ms=verify_ms,
        tokens=(Token(1, "", Origin.PLAIN, 1.0, 1.0),) * (1 + accepted),
    )


def test_a_slot_counts_what_was_asked_drafted_tested_and_accepted() -> None:
    evidence = Evidence()
    rounds = [round_of(3, 1), round_of(3, 3), round_of(1, 0), round_of()]
    evidence.add(rounds, pinned("draft-model", 3), PLENTY)
    slots = [
        (each.slot, each.asked, each.drafted, each.tested, each.accepted, each.acceptance)
        for each in evidence.acceptance("chat")
    ]
    assert slots == [(0, 4, 3, 3, 2, 2 / 3), (1, 4, 2, 2, 1, 0.5), (2, 4, 2, 1, 1, 1.0)]


def test_near_the_end_of_the_budget_less_was_asked() -> None:
    evidence = Evidence()
    evidence.add([round_of(3, 3), round_of(1, 1)], pinned("draft-model", 3), 4 + 2)
    assert [each.asked for each in evidence.acceptance("chat")] == [2, 1, 1]


def test_a_governors_rounds_count_only_for_drafters_that_were_never_pinned() -> None:
    evidence = Evidence()
    evidence.add([round_of(2, 0), round_of(1, 1, drafter="ngram")], GOVERNOR, PLENTY)
    assert {each.drafter for each in evidence.acceptance("chat")} == {"draft-model", "ngram"}
    evidence.add([round_of(1, 1)], pinned("draft-model", 1), PLENTY)
    known = {(each.drafter, each.slot): each.acceptance for each in evidence.acceptance("chat")}
    assert known == {("draft-model", 0): 1.0, ("ngram", 0): 1.0}


def test_a_cascade_is_charged_for_who_really_guessed() -> None:
    evidence = Evidence()
    rounds = [round_of(2, 2, draft_ms=8.0), round_of(4, 4, drafter="ngram", draft_ms=0.0)] * 3
    evidence.add(rounds, pinned("cascade", 4), PLENTY)
    (cost,) = evidence.guess_costs("chat")
    assert (cost.drafter, cost.guesses) == ("cascade", 18)
    assert cost.milliseconds == pytest.approx(2 * 4.0 / 6)


def test_the_first_pass_of_a_reply_only_warms_caches() -> None:
    evidence = Evidence()
    evidence.add([round_of(verify_ms=99, index=0), round_of(verify_ms=10)], OFF, PLENTY)
    (cost,) = evidence.pass_costs("chat")
    assert (cost.width, cost.milliseconds.median, cost.passes) == (1, 10, 1)


def well_known(evidence: Evidence, length: int = 3) -> None:
    """Let plain passes of 10 ms and wide ones of 20 ms happen often enough."""
    evidence.add([round_of()] * FEWEST_ROUNDS, OFF, PLENTY)
    wide = round_of(length, length, verify_ms=20.0, draft_ms=6.0)
    evidence.add([wide] * FEWEST_ROUNDS, pinned("draft-model", length), PLENTY)


def test_the_bound_of_a_drafter_that_is_always_right() -> None:
    evidence = Evidence()
    well_known(evidence)
    possible = 4 * 10 / (3 * 2 + 20)
    assert evidence.possible(pinned("draft-model", 3)) == pytest.approx(possible)
    (best,) = evidence.bounds("chat")
    assert (best.drafter, best.length) == ("draft-model", 3)
    assert best.speedup == pytest.approx(possible)


def test_a_measured_curve_lends_its_shape_to_widths_that_never_came_up() -> None:
    evidence = Evidence()
    well_known(evidence)
    costs = {1: 100, 2: 100, 4: 400}
    curve = [CurvePoint(128, width, Spread.of([cost])) for width, cost in costs.items()]
    (best,) = evidence.bounds("chat", curve)
    assert best.length == 1
    assert best.speedup == pytest.approx(2 * 10 / (2 + 10))


def test_what_happened_too_seldom_bounds_nothing() -> None:
    evidence = Evidence()
    evidence.add([round_of()] * PLENTY, OFF, PLENTY * 2)
    evidence.add([round_of(3, 3)] * (FEWEST_ROUNDS - 1), pinned("draft-model", 3), PLENTY)
    assert evidence.bounds("chat") == []
    assert evidence.possible(pinned("draft-model", 3)) is None
    assert evidence.possible(OFF) is None
    assert evidence.possible(pinned("ngram", 3)) is None
