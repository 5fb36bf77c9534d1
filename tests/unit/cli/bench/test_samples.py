"""From replies to figures."""

import pytest

from paceline.cli.bench.report import KindBound, Spread
from paceline.cli.bench.samples import Samples, add_group, verdict
from paceline.cli.policy_names import GOVERNOR, OFF
from paceline.provenance import Origin, ReplySummary, StopReason


def reply(
    tokens: int = 10, seconds: float = 1.0, tested: int = 0, accepted: int = 0, passes: int = 10
) -> ReplySummary:
    return ReplySummary(
        text="",
        tokens=tokens,
        seconds=seconds,
        tokens_per_second=tokens / seconds,
        drafted=tested,
        tested=tested,
        accepted=accepted,
        acceptance=None,
        passes=passes,
        tokens_per_pass=None,
        net_gain=None,
        loop_overhead=0.1 * seconds,
        origins=dict.fromkeys(Origin, 0),
        stop_reason=StopReason.LENGTH,
        prompt_tokens=1,
        prefill_tokens=1,
        time_to_first_token_ms=None,
        seed=1,
    )


def test_a_speedup_is_the_ratio_to_its_own_neighbour() -> None:
    samples = Samples()
    samples.add(reply(tokens=20), reply(tokens=10))
    samples.add(reply(tokens=20, seconds=4), reply(tokens=20, seconds=6))
    result = samples.result("chat", "fixed:3")
    assert (result.kind, result.policy, result.samples, result.tokens) == ("chat", "fixed:3", 2, 40)
    assert result.speedup == Spread.of([2, 1.5])
    assert result.tokens_per_second == Spread.of([20, 5])


def test_a_plain_reply_beside_itself_gains_nothing() -> None:
    samples = Samples()
    plain = reply()
    samples.add(plain, plain)
    result = samples.result("chat", "off")
    assert result.speedup == Spread.of([1, 1])
    assert result.acceptance is None
    assert result.tokens_per_pass == 1


def test_shares_are_weighted() -> None:
    samples = Samples()
    samples.add(reply(tested=30, accepted=30, passes=4, seconds=1), reply())
    samples.add(reply(tested=10, accepted=0, passes=6, seconds=3), reply())
    result = samples.result("chat", "fixed:3")
    assert result.acceptance == 0.75
    assert result.tokens_per_pass == 2
    assert result.loop_overhead == pytest.approx((0.1 * 1 + 0.3 * 3) / 4)


def test_what_was_possible_is_set_beside_what_was_reached() -> None:
    samples = Samples()
    samples.add(reply(tokens=15), reply(tokens=10))
    result = samples.result("chat", "fixed:3", 2.0)
    assert (result.bound, result.reached) == (2.0, 0.75)


def grouped(turns: list[dict[str, int]]) -> dict[str, Samples]:
    """Samples of replies of one second each, by their tokens."""
    samples = {name: Samples() for name in turns[0]}
    for turn in turns:
        add_group(samples, {name: reply(tokens=tokens) for name, tokens in turn.items()})
    return samples


def test_the_governor_is_compared_with_every_policy_in_the_same_group() -> None:
    samples = grouped(
        [
            {OFF: 10, GOVERNOR: 18, "fixed:3": 20},
            {OFF: 5, GOVERNOR: 10, "fixed:3": 8},
            {OFF: 20, GOVERNOR: 40, "fixed:3": 40},
        ]
    )
    results = [each.result("chat", name) for name, each in samples.items()]
    assert [each.governor_ratio for each in results] == [
        Spread.of([1.8, 2, 2]),
        Spread.of([1, 1, 1]),
        Spread.of([0.9, 1.25, 1]),
    ]
    found = verdict(results, ["fixed:3"], KindBound("chat", "draft-model", 3, 2.5))
    assert (found.best_fixed, found.best_speedup, found.governor_speedup) == ("fixed:3", 2, 2)
    assert found.governor_share == Spread.of([0.9, 1, 1.25])
    assert found.reached == pytest.approx(0.8)


def test_with_hindsight_plain_decoding_is_a_choice_too() -> None:
    samples = grouped([{OFF: 10, "fixed:3": 8, "ngram": 12}])
    results = [each.result("chat", name) for name, each in samples.items()]
    found = verdict(results, ["fixed:3"], None)
    assert (found.best_fixed, found.best_speedup) == (OFF, 1)
    assert found.governor_speedup is None
    assert found.governor_share is None
    assert found.reached is None
