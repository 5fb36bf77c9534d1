"""Who wins and who is given up."""

from paceline.cli.tune.contest import FEWEST_HEATS, Contest


def raced(**ratios: list[float]) -> Contest:
    contest = Contest(ratios)
    for name, heats in ratios.items():
        for ratio in heats:
            contest.add(name, ratio)
    return contest


def test_a_clear_loser_is_given_up_and_a_close_one_is_not() -> None:
    contest = raced(slow=[0.8, 0.9, 0.85, 0.7], close=[0.9, 1.1, 0.95, 1.05], early=[0.1])
    assert contest.give_up_losers() == ["slow"]
    assert contest.running == ["close", "early"]
    assert contest.give_up_losers() == []
    assert {each.name: each.given_up for each in contest.standings()} == {
        "slow": True,
        "close": False,
        "early": False,
    }


def test_the_winner_is_clearly_faster_than_the_governor_and_the_fastest_of_those() -> None:
    contest = raced(
        good=[1.1, 1.08, 1.12, 1.1],
        better=[1.2, 1.2, 1.19, 1.21],
        lucky=[2.0, 1.0, 1.9, 1.01],
        short=[3.0] * (FEWEST_HEATS - 1),
    )
    winner = contest.winner(["good", "better", "lucky", "short"])
    assert winner is not None
    assert (winner.name, winner.heats, winner.ratio.median) == ("better", 4, 1.2)
    other = contest.winner(["good", "lucky"])
    assert other is not None
    assert other.name == "good"
    assert contest.winner(["lucky", "short"]) is None


def test_standings_are_the_fastest_first_without_those_who_never_ran() -> None:
    contest = raced(slow=[0.5], fast=[1.5], absent=[])
    assert [each.name for each in contest.standings()] == ["fast", "slow"]
