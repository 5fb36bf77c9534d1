"""The laws that every drafter obeys, whatever it guesses."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes.drafters import OTHER, PANELS, SPEECH, Liar, is_end, model_drafter
from fakes.scripted_model import END, VOCABULARY, ScriptedContext, blend, seeded_sampler
from paceline.engine.drafters.base import Drafter, Panel, Request
from paceline.engine.drafters.draft_model import CATCH_UP_TOKENS
from paceline.engine.policy import NO_HINDSIGHT, PLAIN, Attempt, FixedPolicy, Hindsight, Plan
from paceline.engine.sampling import ARGMAX, GreedySampler, Sampler
from paceline.engine.speculation import speculate
from paceline.engine.target import Target
from paceline.engine.tokens import Draft, Outcome, ScoreRow, common_prefix
from paceline.engine.verify import MatchVerifier
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.options import DrafterChoice, Speculation
from paceline.provenance import Origin, Round


class _Always:
    """A policy that always lets the one drafter guess a fixed number of tokens."""

    def __init__(self, name: str, length: int) -> None:
        self.drafter: str | None = name
        self._name = name
        self._length = length

    def configure(self, speculation: Speculation) -> None:
        raise AssertionError(speculation)

    def plan(self, room: int) -> Plan:
        length = min(self._length, room - 1)
        return Plan((Attempt(self._name, length),)) if length else PLAIN

    def observe(self, round_: Round, hindsight: Hindsight = NO_HINDSIGHT) -> None:
        pass


def write(
    drafter: Drafter | Panel | None,
    prompt: Sequence[int],
    *,
    length: int = 4,
    sampler: Sampler | None = None,
    budget: int = 80,
    context: ScriptedContext | None = None,
    warm: bool = True,
) -> list[Round]:
    """Run a whole reply; checks on the way what must hold after every round."""
    context = context or ScriptedContext(SPEECH)
    target = Target(context)
    panel = drafter if isinstance(drafter, Panel) else Panel([drafter] if drafter else [])
    policy = _Always(panel.names[-1], length) if drafter else FixedPolicy(Speculation(), ())
    last = target.prefill(prompt)
    panel.begin(prompt, policy.drafter if warm else None)
    rounds: list[Round] = []
    said: list[int] = []
    for round_ in speculate(
        target,
        panel,
        policy,
        MatchVerifier(sampler or GreedySampler(), is_end),
        last,
        budget=budget,
    ):
        rounds.append(round_)
        said.extend(token.id for token in round_.tokens)
        whole = [*prompt, *said]
        held = list(context.tokens)
        assert held == whole[: len(held)], "the cache holds something that was never said"
        assert len(whole) - len(held) <= 1, "more than the last token is missing in the cache"
    return rounds


def ids(rounds: Sequence[Round]) -> list[int]:
    return [token.id for round_ in rounds for token in round_.tokens]


@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
@pytest.mark.parametrize("length", [1, 2, 3, 7, 16])
def test_greedy_text_equals_undrafted_text(make: Callable[[], Panel], length: int) -> None:
    for start in range(3, 9):
        prompt = [start, 5, start, 7, 5, start]
        assert ids(write(make(), prompt, length=length)) == ids(write(None, prompt))


@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
def test_same_seed_gives_the_same_text_at_any_temperature(make: Callable[[], Panel]) -> None:
    for seed in range(8):
        drafted = write(make(), [3, 4, 5], sampler=seeded_sampler(seed))
        plain = write(None, [3, 4, 5], sampler=seeded_sampler(seed))
        assert ids(drafted) == ids(plain)


@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
@given(
    prompt=st.lists(st.integers(1, VOCABULARY - 1), min_size=1, max_size=30),
    length=st.integers(1, 16),
    budget=st.integers(1, 40),
    seed=st.integers(0, 2**32 - 2),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_provenance_adds_up(
    make: Callable[[], Panel], prompt: list[int], length: int, budget: int, seed: int
) -> None:
    drafter = make()
    rounds = write(drafter, prompt, length=length, budget=budget, sampler=seeded_sampler(seed))
    said = ids(rounds)
    assert len(said) <= budget
    assert END not in said[:-1]
    assert len(said) == budget or said[-1] == END
    for before, after in pairwise(rounds):
        assert after.index == before.index + 1
    for round_ in rounds:
        origins = [token.origin for token in round_.tokens]
        own = origins[round_.accepted :]
        assert origins[: round_.accepted] == [Origin.DRAFTED] * round_.accepted
        assert [token.slot for token in round_.tokens[: round_.accepted]] == list(
            range(round_.accepted)
        )
        assert round_.accepted <= round_.tested <= round_.drafted <= length
        assert round_.width == round_.drafted + 1
        ended_inside = not own and round_.tokens[-1].id == END
        if round_.drafted == 0:
            assert own == [Origin.PLAIN]
            assert round_.drafter is None
        elif round_.tested > round_.accepted:
            assert own == [Origin.CORRECTED]
            ghost = round_.tokens[-1].rejected
            assert ghost is not None
            assert ghost.id != round_.tokens[-1].id
        else:
            assert own == [Origin.BONUS] or ended_inside
        for token in round_.tokens:
            assert token.target_p is not None
            assert 0 <= token.target_p <= 1
            assert (token.drafter is not None) == (token.origin == Origin.DRAFTED)
            assert (token.rejected is not None) == (token.origin == Origin.CORRECTED)


def test_a_draft_that_is_the_target_is_always_right() -> None:
    rounds = write(model_drafter(ScriptedContext(SPEECH)), [3, 4, 5], length=3)
    assert all(round_.accepted == round_.drafted for round_ in rounds)
    full = [[token.origin for token in round_.tokens] for round_ in rounds if round_.drafted == 3]
    assert full[0] == [Origin.DRAFTED, Origin.DRAFTED, Origin.DRAFTED, Origin.BONUS]


def test_rejecting_every_guess_leaves_one_token_a_round_and_a_clean_cache() -> None:
    context = ScriptedContext(SPEECH)
    rounds = write(Liar(), [3, 4, 5], length=5, context=context)
    assert [len(round_.tokens) for round_ in rounds] == [1] * len(rounds)
    assert all(round_.tokens[0].origin == Origin.CORRECTED for round_ in rounds[:-1])


def test_the_draft_model_never_decodes_a_token_twice() -> None:
    context = ScriptedContext(SPEECH)
    said = ids(write(model_drafter(context), [3, 4, 5], length=4, budget=41))
    assert len(context.decoded) <= len(said) + 3, "fully accepted drafts must not be read again"


def test_the_draft_model_is_fed_one_token_after_a_rejection_and_two_after_full_acceptance() -> None:
    context = ScriptedContext(blend(SPEECH, OTHER, 0.3))
    rounds = write(model_drafter(context), [3, 4, 5], length=3)
    fed = list(context.widths)
    assert fed.pop(0) == 2, "the prompt but for its last token"
    fed = fed[rounds[0].drafted :]
    for before, after in pairwise(rounds[:-1]):
        assert after.drafted == 3
        assert fed[0] == (2 if before.accepted == before.drafted else 1)
        assert fed[1:3] == [1, 1]
        fed = fed[3:]


def test_an_end_token_inside_a_draft_ends_the_reply_there() -> None:
    stop_after = [9, 8, END, 7, 6]

    class Prophet(Liar):
        name = "prophet"

        def propose(self, request: Request) -> Draft:
            guesses = tuple(stop_after[: request.limit])
            return Draft(self.name, guesses, (0.9,) * len(guesses))

    def speech(before: Sequence[int]) -> ScoreRow:
        row = SPEECH(before).copy()
        row[stop_after[min(len(before) - 3, 4)]] = 50
        return row

    rounds = write(Prophet(), [3, 4, 5], length=5, context=ScriptedContext(speech))
    assert ids(rounds) == [9, 8, END]
    assert rounds[0].tested == rounds[0].accepted == 3
    assert [token.origin for token in rounds[0].tokens] == [Origin.DRAFTED] * 3


def test_a_failing_draft_costs_its_guesses_only() -> None:
    context = ScriptedContext(SPEECH)
    context.fail_with = [AppError(ErrorCode.DECODE_FAILED, "no")] * 3
    rounds = write(model_drafter(context), [3, 4, 5], budget=20)
    assert ids(rounds) == ids(write(None, [3, 4, 5], budget=20))
    assert all(round_.drafted == 0 for round_ in rounds), "silent after three failures"


def test_a_draft_that_fails_before_the_first_guess_costs_no_reply() -> None:
    context = ScriptedContext(SPEECH)
    context.fail_with = [AppError(ErrorCode.DECODE_FAILED, "no")]
    rounds = write(model_drafter(context), [3, 4, 5], budget=20)
    assert ids(rounds) == ids(write(None, [3, 4, 5], budget=20))
    assert any(round_.drafted for round_ in rounds)


@pytest.mark.parametrize("kept", [0, 1, 2, None])
def test_whatever_a_failed_decode_left_in_the_draft_the_text_stays_right(kept: int | None) -> None:
    context = ScriptedContext(SPEECH)
    context.kept_on_failure = kept
    drafter = model_drafter(context)
    drafter.begin([3, 4, 5, 6])
    context.fail_with = [AppError(ErrorCode.DECODE_FAILED, "no")]
    drafter.warm_up()
    assert drafter.propose(Request(1)).tokens == (int(SPEECH([4, 5, 6]).argmax()),)


@pytest.mark.parametrize("kept", [0, 1, 2, None])
def test_the_turn_after_a_broken_one_reads_what_is_missing(kept: int | None) -> None:
    context = ScriptedContext(SPEECH)
    context.kept_on_failure = kept
    target = Target(context)
    target.prefill([3, 4, 5, 6])
    context.fail_with = [Cancelled()]
    with pytest.raises(Cancelled):
        target.evaluate([6, 7, 8])
    assert target.prefill([3, 4, 5, 6, 9, 2]) == 2
    assert list(context.tokens) == [3, 4, 5, 6, 9]


@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
@pytest.mark.parametrize("length", [1, 3, 16])
def test_the_end_of_the_context_is_used_up_and_not_passed(
    make: Callable[[], Panel], length: int
) -> None:
    def endless(before: Sequence[int]) -> ScoreRow:
        row = SPEECH(before)
        row[END] = -100
        return row

    context = ScriptedContext(endless, capacity=24)
    said = ids(write(make(), [3, 4, 5], length=length, budget=1000, context=context))
    assert len(context.tokens) == 24
    assert 3 + len(said) == 25, "the last token needs no place in the cache"


def test_the_next_turn_reads_only_what_is_new_on_the_draft_too() -> None:
    context = ScriptedContext(SPEECH)
    drafter = model_drafter(context)
    prompt = [3, 4, 5, 6, 7, 8]
    said = ids(write(drafter, prompt, length=3, budget=12))
    held = list(context.tokens)
    following = [*prompt, *said, 9, 10, 11]
    kept = common_prefix(held, following)
    assert kept >= len(prompt) + len(said) - 2
    context.decoded.clear()
    drafter.begin(following)
    drafter.warm_up()
    assert context.decoded == following[kept:-1]


def test_a_changed_history_is_read_again_from_the_change_on_the_draft_too() -> None:
    context = ScriptedContext(SPEECH)
    drafter = model_drafter(context)
    write(drafter, [3, 4, 5, 6, 7, 8], length=3, budget=12)
    context.decoded.clear()
    drafter.begin([3, 4, 5, 2, 2, 2])
    drafter.warm_up()
    assert context.decoded == [2, 2]


@pytest.mark.parametrize("can_shift", [True, False])
def test_a_conversation_that_lost_its_middle_is_not_read_again(*, can_shift: bool) -> None:
    """Behind a context shift; where the draft cannot shift, it reads again from the gap on."""
    context = ScriptedContext(SPEECH, can_shift=can_shift)
    drafter = model_drafter(context)
    whole = [int(token) for token in np.random.default_rng(1).integers(3, VOCABULARY, 80)]
    drafter.begin(whole)
    drafter.warm_up()
    context.decoded.clear()
    shorter = [*whole[:10], *whole[40:], 5, 6, 7]
    drafter.begin(shorter)
    drafter.warm_up()
    assert list(context.tokens) == shorter[:-1]
    assert len(context.decoded) == (3 if can_shift else len(shorter) - 1 - 10)


def test_a_drafter_far_behind_reads_a_little_in_every_round() -> None:
    context = ScriptedContext(SPEECH)
    drafter = model_drafter(context)
    prompt = [1 + n % (VOCABULARY - 1) for n in range(300)]
    drafter.begin(prompt)
    silent = 0
    while not (draft := drafter.propose(Request(3))).tokens:
        silent += 1
        assert draft.catch_up_ms > 0
        drafter.observe(Outcome((5,)))
    assert 300 // CATCH_UP_TOKENS <= silent <= 300 // (CATCH_UP_TOKENS - 1)
    assert max(context.widths) <= CATCH_UP_TOKENS


def test_cancelling_inside_the_draft_stops_the_reply() -> None:
    context = ScriptedContext(SPEECH)
    context.fail_with = [Cancelled()]
    with pytest.raises(Cancelled):
        write(model_drafter(context), [3, 4, 5])


def test_a_drafter_that_sat_out_rounds_catches_up_and_says_so() -> None:
    drafter = model_drafter(ScriptedContext(SPEECH))
    drafter.begin([3, 4, 5])
    drafter.warm_up()
    assert drafter.propose(Request(2)).catch_up_ms == 0
    drafter.observe(Outcome((7, 8, 9, 10, 11)))
    late = drafter.propose(Request(2))
    assert late.catch_up_ms > 0
    assert late.tokens[0] == int(SPEECH([9, 10, 11]).argmax())


@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
@given(
    prompt=st.lists(st.integers(0, 6), min_size=1, max_size=30),
    said=st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=4), max_size=4),
    limit=st.integers(1, 16),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_draft_is_well_formed_whatever_was_said(
    make: Callable[[], Panel], prompt: list[int], said: list[list[int]], limit: int
) -> None:
    panel = make()
    name = panel.names[-1]
    panel.begin(prompt, name)
    for tokens in said:
        panel.observe(Outcome(tuple(tokens)))
    draft = panel.propose(Plan((Attempt(name, limit),)), ARGMAX)
    assert len(draft.tokens) == len(draft.confidences) <= limit
    assert all(0 <= token < VOCABULARY for token in draft.tokens)
    assert END not in draft.tokens[:-1]
    assert all(each is None or 0 <= each <= 1 for each in draft.confidences)
    assert (draft.drafter is not None) == bool(draft.tokens)
    assert draft.distributions == ()
    assert 0 <= draft.catch_up_ms <= draft.decode_ms


@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
def test_the_names_of_drafters_are_those_that_settings_know(make: Callable[[], Panel]) -> None:
    known = {str(choice) for choice in DrafterChoice} - {DrafterChoice.AUTO.value}
    assert set(make().names) - {Liar.name} <= known


@pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)
def test_after_forgetting_a_reply_is_guessed_as_the_first_one_was(
    make: Callable[[], Panel],
) -> None:
    panel = make()
    prompt = [3, 5, 7, 5, 7]

    def guessed() -> list[tuple[int, int]]:
        return [(each.drafted, each.accepted) for each in write(panel, prompt)]

    first = guessed()
    panel.forget()
    assert guessed() == first
