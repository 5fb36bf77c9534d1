"""The governor on pairs that exist on paper: what differs between two runs is what it did."""

from statistics import median

import pytest

from fakes.simulated_pair import (
    MODEL,
    NGRAM,
    Machine,
    SimulatedPair,
    Text,
    graphics,
    q4_0,
    q4_1,
    two_slow_cores,
)
from paceline.engine.governor.chosen import ChosenPolicy
from paceline.engine.governor.governor import TRIAL_LENGTH, Governor
from paceline.engine.governor.knowledge import Knowledge
from paceline.engine.governor.tuned import Tuned
from paceline.engine.policy import PLAIN, FixedPolicy
from paceline.options import DrafterChoice, Speculation
from paceline.provenance import Decision

TOKENS = 192
SEEDS = range(7)
LENGTHS = (2, 3, 4, 8, 12)

MACHINES = {
    "q4_0": Machine(q4_0),
    "q4_1": Machine(q4_1),
    "graphics": Machine(graphics, guess=2.5, read=0.3, switch=0.3),
    "slow draft": Machine(q4_0, guess=40),
    "two slow cores": Machine(two_slow_cores, guess=10),
}
TEXTS = {
    "good draft": Text(0.8),
    "very good draft": Text(0.93),
    "fair draft": Text(0.6),
    "modest draft": Text(0.85, modesty=4),
    "copies": Text(0.8, repeats=0.8),
    "useless draft": Text(0.03, candour=0.2),
    "useless draft that boasts": Text(0.05, candour=0.0),
}


def governed(
    pair: SimulatedPair, knowledge: Knowledge | None = None, wish: Speculation | None = None
) -> Governor:
    return Governor(
        wish or Speculation(),
        pair.panel.names,
        pair.panel.lag,
        knowledge or Knowledge(),
        context_length=40,
    )


def fixed_rates(machine: Machine, text: Text, name: str, length: int | None) -> list[float]:
    wish = Speculation(enabled=length is not None, drafter=DrafterChoice(name), draft_length=length)
    return [
        SimulatedPair(machine, text, seed).run(
            FixedPolicy(wish, (MODEL, NGRAM), probes=False), TOKENS
        )
        for seed in SEEDS
    ]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_from_a_cold_start_it_is_near_the_best_policy_that_hindsight_finds(
    machine: Machine, text: Text
) -> None:
    rates = {"off": fixed_rates(machine, text, "auto", None)} | {
        f"{name}:{length}": fixed_rates(machine, text, name, length)
        for name in (MODEL, NGRAM)
        for length in LENGTHS
    }
    best = max(rates, key=lambda name: median(rates[name]))
    ratios = []
    for seed, best_rate in zip(SEEDS, rates[best], strict=True):
        pair = SimulatedPair(machine, text, seed)
        ratios.append(pair.run(governed(pair), TOKENS) / best_rate)
    print(f"{median(ratios):.3f} of {best}")
    assert median(ratios) > 0.9


@pytest.mark.parametrize("candour", [0.0, 0.8])
def test_a_useless_draft_costs_next_to_nothing(candour: float) -> None:
    text = Text(0.02, candour=candour)
    off = fixed_rates(MACHINES["q4_0"], text, "auto", None)
    ratios = []
    for seed, rate in zip(SEEDS, off, strict=True):
        pair = SimulatedPair(MACHINES["q4_0"], text, seed)
        ratios.append(pair.run(governed(pair), TOKENS) / rate)
    assert median(ratios) > 0.95


def test_what_one_reply_taught_the_next_one_knows() -> None:
    text, machine = Text(0.03, candour=0.2), MACHINES["q4_0"]
    knowledge = Knowledge()
    first = SimulatedPair(machine, text, 1)
    first.run(governed(first, knowledge), TOKENS)
    second = SimulatedPair(machine, text, 2)
    second.run(governed(second, knowledge), TOKENS)
    drafted = [sum(each.drafted for each in pair.rounds[:20]) for pair in (first, second)]
    assert drafted[1] < drafted[0]


def test_a_text_that_becomes_predictable_switches_a_resting_draft_on_again() -> None:
    machine, knowledge = MACHINES["q4_0"], Knowledge()
    hard = SimulatedPair(machine, Text(0.03, candour=0.2), 1)
    hard.run(governed(hard, knowledge), 300)
    assert not any(each.drafter == MODEL for each in hard.rounds[-20:])
    easy = SimulatedPair(machine, Text(0.95), 1)
    easy.run(governed(easy, knowledge), 1200)
    assert sum(each.drafter == MODEL for each in easy.rounds[-40:]) > 30


def test_trials_take_next_to_nothing() -> None:
    machine = Machine(q4_0, noise=0.0)
    pair = SimulatedPair(machine, Text(0.0, candour=0.0), 1)
    pair.run(governed(pair), 2500)
    late = pair.rounds[200:]
    tried = [each for each in late if each.drafter == MODEL]
    assert tried, "it is tried again at all"
    assert all(each.drafted <= TRIAL_LENGTH for each in tried)
    lost = sum(each.draft_ms + each.verify_ms - machine.passes(1) for each in late if each.draft_ms)
    assert lost < 0.015 * sum(each.wall_ms for each in late)


def test_one_pass_in_a_while_is_plain_so_that_gain_is_measured() -> None:
    pair = SimulatedPair(Machine(graphics, guess=0.1), Text(1.0, candour=1.0), 1)
    pair.run(governed(pair), 600)
    plain = [each.index for each in pair.rounds if each.width == 1]
    assert plain[:2] == [0, 1]
    again = plain[2:]
    assert len(again) >= 4
    assert [b - a for a, b in zip(again[::2], again[1::2], strict=True)] == [1] * (len(again) // 2)


def test_a_gain_smaller_than_two_changes_of_width_is_no_gain() -> None:
    """Drafts of four for stretches that are seldom longer: each is paid for going and coming."""
    steady, changing = (Machine(two_slow_cores, noise=0.0, switch=switch) for switch in (0.0, 25.0))
    text = Text(0.5, repeats=0.15, repeat_length=8)
    drafted = []
    for machine in (steady, changing):
        pair = SimulatedPair(machine, text, 3, model=False)
        pair.run(governed(pair), 600)
        drafted.append(sum(each.width > 1 for each in pair.rounds))
    assert drafted[1] < 0.7 * drafted[0]


def test_it_says_in_a_sentence_what_it_does_and_why() -> None:
    def decisions(text: Text) -> list[Decision]:
        pair = SimulatedPair(MACHINES["q4_0"], text, 1)
        pair.run(governed(pair), 400)
        return [each.decision for each in pair.rounds if each.decision]

    useless = decisions(Text(0.03, candour=0.2))
    rests = next(each for each in useless if each.drafter is None)
    assert "rests" in rests.sentence
    assert "too few" in rests.sentence
    assert rests.draft_length == 0
    useful = decisions(Text(0.95))
    assert useful[-1].drafter == MODEL
    assert "times as fast as plain decoding" in useful[-1].sentence
    assert useful[-1].expected_rate is not None
    assert useful[-1].plain_rate is not None
    assert useful[-1].expected_rate > useful[-1].plain_rate
    assert len(useful) < 12, "not every round is worth a sentence"


def test_a_pinned_drafter_is_the_only_one_asked() -> None:
    pair = SimulatedPair(MACHINES["graphics"], Text(0.9, repeats=0.5), 1)
    pair.run(governed(pair, wish=Speculation(drafter=DrafterChoice.NGRAM)), TOKENS)
    assert {each.drafter for each in pair.rounds} == {NGRAM, None}


def test_a_pinned_combination_is_judged_as_one_and_goes_as_far_as_pays() -> None:
    pair = SimulatedPair(MACHINES["graphics"], Text(0.93, repeats=0.4), 1)
    knowledge = Knowledge()
    pair.run(governed(pair, knowledge, Speculation(drafter=DrafterChoice.CASCADE)), TOKENS)
    assert {each.drafter for each in pair.rounds} == {MODEL, NGRAM, None}
    assert max(each.drafted for each in pair.rounds) > 5
    assert set(knowledge.odds) == {"cascade"}


def test_switched_off_it_plans_nothing_and_goes_on_learning_costs() -> None:
    pair = SimulatedPair(MACHINES["q4_0"], Text(0.9), 1)
    knowledge = Knowledge()
    policy = governed(pair, knowledge, Speculation(enabled=False))
    pair.run(policy, 40)
    assert all(each.width == 1 for each in pair.rounds)
    assert knowledge.costs.plain_ms(40) == pytest.approx(75, rel=0.2)
    policy.configure(Speculation())
    assert policy.plan(100) != PLAIN


def test_no_room_no_guesses() -> None:
    pair = SimulatedPair(MACHINES["q4_0"], Text(0.9), 1)
    assert governed(pair).plan(1) == PLAIN
    policy = governed(pair)
    pair.run(policy, 20)
    plan = policy.plan(2)
    assert [attempt.length for attempt in plan.attempts] == [1] * len(plan.attempts)
    assert plan != PLAIN


def test_without_a_model_there_is_nothing_to_warm_up() -> None:
    pair = SimulatedPair(MACHINES["q4_0"], Text(0.9), 1, model=False)
    assert governed(pair).drafter is None
    assert governed(SimulatedPair(MACHINES["q4_0"], Text(0.9), 1)).drafter == MODEL


def test_a_draft_that_is_known_to_be_useless_is_not_made_to_read_the_prompt() -> None:
    knowledge = Knowledge()
    pair = SimulatedPair(MACHINES["q4_0"], Text(0.03, candour=0.2), 1)
    pair.run(governed(pair, knowledge), TOKENS)
    assert governed(pair, knowledge).drafter is None


def test_what_was_tuned_decides_where_nothing_is_pinned() -> None:
    pair = SimulatedPair(MACHINES["q4_0"], Text(0.95), 1)
    policy = ChosenPolicy(
        Speculation(),
        pair.panel.names,
        pair.panel.lag,
        Knowledge(),
        context_length=40,
        tuned=Tuned(DrafterChoice.NGRAM, 7),
    )
    assert [(each.drafter, each.length) for each in policy.plan(100).attempts] == [(NGRAM, 7)]
    policy.configure(Speculation(drafter=DrafterChoice.DRAFT_MODEL, draft_length=2))
    assert [(each.drafter, each.length) for each in policy.plan(100).attempts] == [(MODEL, 2)]
    policy.configure(Speculation())
    assert [(each.drafter, each.length) for each in policy.plan(100).attempts] == [(NGRAM, 7)]


def test_a_pinned_length_is_obeyed_and_learned_from() -> None:
    pair = SimulatedPair(MACHINES["q4_0"], Text(0.95), 1)
    knowledge = Knowledge()
    policy = ChosenPolicy(
        Speculation(draft_length=5),
        pair.panel.names,
        pair.panel.lag,
        knowledge,
        context_length=40,
    )
    pair.run(policy, 100)
    assert {each.drafted for each in pair.rounds[:-2]} == {0, 5}
    assert knowledge.odds[MODEL].by_place()[0] > 0.8
    policy.configure(Speculation())
    assert len(policy.plan(100).attempts) == 2, "the governor asks both"
