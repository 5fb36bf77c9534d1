"""What tuning says."""

from paceline.cli.bench.report import Spread
from paceline.cli.policy_names import OFF
from paceline.cli.tune.contest import Standing
from paceline.cli.tune.findings import REJECTION, sentences
from paceline.cli.tune.job import pinned_choices


def standing(name: str, median: float) -> Standing:
    spread = Spread(median, median - 0.1, median + 0.1, median - 0.02, median + 0.02)
    return Standing(name, spread, 8, given_up=False)


def test_a_winner_is_pinned_and_can_be_taken_back() -> None:
    winner = standing("cascade:6", 1.25)
    plain, pinned = sentences([winner, standing(OFF, 0.5)], winner, 0)
    assert plain == "The governor was 2.00 times as fast as plain decoding."
    assert pinned.startswith(
        "cascade:6 was 1.25 times (1.23 to 1.27 in 8 heats) as fast as the governor."
    )
    assert "--reset" in pinned


def test_mostly_the_governor_stays() -> None:
    _, stays = sentences([standing("draft-model:3", 1.01), standing(OFF, 0.7)], None, 0)
    assert "of 1 pinned choices none was at least 3% faster" in stays
    assert "draft-model:3, 1.01 times" in stays


def test_where_nothing_pays_it_says_so() -> None:
    plain, drafters = sentences([standing(OFF, 1.25)], None, 0)
    assert plain == "Speculation does not pay here: with it replies came 0.80 times as fast."
    assert drafters == "These models have no drafter to choose."


def test_rejection_sampling_is_advised_and_never_chosen() -> None:
    *_, advice = sentences([standing(REJECTION, 1.2)], None, 1.5)
    assert advice.startswith("At temperature 1.5 rejection sampling was 1.20 times (")
    assert "--verification rejection" in advice
    *_, shrug = sentences([standing(REJECTION, 1.0)], None, 0.8)
    assert shrug.endswith("a matter of taste.")


def test_only_what_is_loaded_races() -> None:
    with_model = pinned_choices(("draft-model", "ngram", "cascade"))
    assert {each.word for each in with_model} == {"draft-model", "cascade"}
    assert {each.word for each in pinned_choices(("ngram",))} == {"ngram"}
    assert pinned_choices(()) == []
