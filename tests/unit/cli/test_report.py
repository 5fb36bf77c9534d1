"""From replies to figures and to a table."""

import pytest
from rich.console import Console

from paceline.cli.report import Machine, Report, Result, Samples, Spread, table
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


def test_a_spread_is_the_median_with_the_extremes() -> None:
    assert Spread.of([3, 1, 8]) == Spread(3, 1, 8)
    assert Spread.of([4, 1]) == Spread(2.5, 1, 4)
    assert Spread.of([2]) == Spread(2, 2, 2)


def test_a_speedup_is_the_ratio_to_its_own_neighbour() -> None:
    samples = Samples()
    samples.add(reply(tokens=20), reply(tokens=10))
    samples.add(reply(tokens=20, seconds=4), reply(tokens=20, seconds=6))
    result = samples.result("chat", "fixed:3")
    assert (result.kind, result.policy, result.samples, result.tokens) == ("chat", "fixed:3", 2, 40)
    assert result.speedup == Spread(1.75, 1.5, 2)
    assert result.tokens_per_second == Spread(12.5, 5, 20)


def test_a_plain_reply_beside_itself_gains_nothing() -> None:
    samples = Samples()
    plain = reply()
    samples.add(plain, plain)
    result = samples.result("chat", "off")
    assert result.speedup == Spread(1, 1, 1)
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


def test_the_table_fits_a_terminal_of_eighty_columns() -> None:
    result = Result(
        kind="creative",
        policy="fixed:16",
        tokens_per_second=Spread(1234.5, 1000.1, 2000.2),
        speedup=Spread(10.25, 10.01, 12.75),
        acceptance=1.0,
        tokens_per_pass=16.25,
        loop_overhead=0.125,
        tokens=10_000,
        samples=12,
    )
    machine = Machine("Linux", "A Processor of a Long Name [tm] " * 4, 8, "engine", "3.13", None)
    console = Console(width=80)
    with console.capture() as captured:
        console.print(table(Report("large[Q4].gguf + small.gguf", machine, [result])))
    lines = captured.get().splitlines()
    print(captured.get())
    assert max(map(len, lines)) <= 80
    assert "…" not in captured.get()
    assert "large[Q4].gguf + small.gguf" in captured.get()
    (row,) = (line for line in lines if "creative" in line)
    assert row.split() == [
        "creative", "fixed:16", "1234.5", "10.25", "10.01-12.75", "100%", "16.25", "12.5%",
    ]  # fmt: skip
