from collections.abc import Sequence

import numpy as np
import pytest

from fakes.drafters import OTHER, SPEECH, is_end
from fakes.scripted_model import END, VOCABULARY, Language, ScriptedContext
from paceline.engine.drafters.base import Request
from paceline.engine.drafters.draft_model import CATCH_UP_TOKENS, DraftModelDrafter
from paceline.engine.drafters.hierarchy import Hierarchy
from paceline.engine.sampling import Choice
from paceline.engine.tokens import Distribution, Draft, Outcome, ScoreRow
from paceline.errors import AppError, ErrorCode

PROMPT = [3, 4, 5, 6]


def model(context: ScriptedContext, target_size: int = VOCABULARY) -> DraftModelDrafter:
    drafter = DraftModelDrafter(
        context,
        vocabulary_size=VOCABULARY,
        target_vocabulary_size=target_size,
        is_end=is_end,
    )
    drafter.begin(PROMPT)
    drafter.warm_up()
    context.decoded.clear()
    context.widths.clear()
    return drafter


def chain(length: int, speech: Language = SPEECH, before: Sequence[int] = PROMPT) -> list[int]:
    """Return what the model itself says next."""
    said: list[int] = []
    for _ in range(length):
        said.append(int(speech([*before, *said]).argmax()))
    return said


class Free:
    """Looks these guesses up, whatever it is asked."""

    name = "free"

    def __init__(self, guesses: Sequence[int]) -> None:
        self._guesses = tuple(guesses)

    def propose(self, request: Request) -> Draft:
        tokens = self._guesses[: request.limit]
        return Draft(self.name if tokens else None, tokens, (0.5,) * len(tokens))


def never(_confidences: Sequence[float | None]) -> bool:
    return False


def test_guesses_that_the_model_shares_are_read_in_one_pass() -> None:
    context = ScriptedContext(SPEECH)
    drafter = model(context)
    right = chain(4)
    draft = drafter.confirm(right[:3], Request(8, go_on=never))
    assert draft.tokens == tuple(right), "three confirmed and one of its own"
    assert context.widths == [4]
    assert draft.distributions == ()
    assert all(confidence is not None and 0 < confidence <= 1 for confidence in draft.confidences)


def test_the_model_replaces_the_first_guess_that_it_does_not_share() -> None:
    context = ScriptedContext(SPEECH)
    drafter = model(context)
    right = chain(4)
    wrong = [right[0], (right[1] + 1) % VOCABULARY, right[2]]
    assert drafter.confirm(wrong, Request(8, go_on=never)).tokens == tuple(right[:2])


def test_it_goes_on_from_there_as_it_does_alone() -> None:
    context = ScriptedContext(SPEECH)
    right = chain(6)
    wrong = [right[0], (right[1] + 1) % VOCABULARY, right[2]]
    assert model(context).confirm(wrong, Request(6)).tokens == tuple(right)
    assert context.widths == [4, 1, 1, 1, 1]
    assert list(context.tokens) == [*PROMPT, *right[:5]], "what was not confirmed is forgotten"


def test_confidences_are_those_of_the_model_alone() -> None:
    right = chain(4)
    alone = model(ScriptedContext(SPEECH)).propose(Request(4))
    confirmed = model(ScriptedContext(SPEECH)).confirm(right[:3], Request(4))
    assert confirmed.tokens == alone.tokens
    assert confirmed.confidences == pytest.approx(alone.confidences)


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_more_is_read_or_guessed_than_was_asked_for(limit: int) -> None:
    context = ScriptedContext(SPEECH, max_outputs=limit)
    right = chain(5)
    assert model(context).confirm(right, Request(limit)).tokens == tuple(right[:limit])
    assert context.widths == [limit]


def test_a_confirmed_end_token_is_the_last_guess() -> None:
    def ending(before: Sequence[int]) -> ScoreRow:
        row = SPEECH(before).copy()
        row[END if len(before) == len(PROMPT) + 1 else 9] = 50
        return row

    drafter = model(ScriptedContext(ending))
    assert drafter.confirm([9, END], Request(8)).tokens == (9, END)


def test_ids_beyond_the_targets_vocabulary_are_neither_read_nor_guessed() -> None:
    size = 12
    context = ScriptedContext(SPEECH)
    drafter = model(context, target_size=size)
    draft = drafter.confirm([size, size + 1], Request(4))
    assert context.widths[0] == 1
    assert len(draft.tokens) == 4
    assert max(draft.tokens) < size


def test_the_next_round_forgets_what_the_target_did_not_say() -> None:
    context = ScriptedContext(SPEECH)
    drafter = model(context)
    right = chain(3)
    drafter.confirm(right, Request(8))
    drafter.observe(Outcome((right[0], 2)))
    before = [*PROMPT, right[0], 2]
    assert drafter.propose(Request(3)).tokens == tuple(chain(3, before=before))


def test_a_model_that_lags_behind_reads_in_slices_before_it_confirms() -> None:
    context = ScriptedContext(SPEECH)
    drafter = model(context)
    drafter.observe(Outcome(tuple(1 + n % 20 for n in range(2 * CATCH_UP_TOKENS))))
    draft = drafter.confirm([1, 2], Request(4))
    assert draft.tokens == ()
    assert draft.catch_up_ms > 0


def test_a_failing_check_costs_the_guesses_only() -> None:
    context = ScriptedContext(SPEECH)
    drafter = model(context)
    context.fail_with = [AppError(ErrorCode.DECODE_FAILED, "no")]
    assert drafter.confirm(chain(3), Request(4)) == Draft()
    assert drafter.confirm(chain(3), Request(4)).tokens == tuple(chain(4))


class Drawing:
    """Draws, as it were, the token of this rank; 0 is the most probable."""

    def __init__(self, rank: int) -> None:
        self._rank = rank

    def choose(self, logits: ScoreRow, ahead: Sequence[int]) -> Choice:  # noqa: ARG002
        ids = (-logits).argsort().astype("int32")
        share = np.full(len(ids), 1 / len(ids))
        return Choice(int(ids[self._rank]), 0.1, Distribution(ids, share))


def test_every_choice_is_the_choosers_and_says_what_it_was_drawn_from() -> None:
    right = chain(2)
    agreeing = model(ScriptedContext(SPEECH)).confirm(right, Request(4, choose=Drawing(0)))
    assert agreeing.tokens == tuple(chain(4))
    other = model(ScriptedContext(SPEECH)).confirm(right, Request(4, choose=Drawing(1)))
    alone = model(ScriptedContext(SPEECH)).propose(Request(4, choose=Drawing(1)))
    assert other.tokens == alone.tokens
    for draft in (agreeing, other):
        assert len(draft.distributions) == len(draft.tokens) == 4
        assert all(draft.distributions)


def test_a_checked_draft_bears_the_name_of_the_hierarchy() -> None:
    hierarchy = Hierarchy(Free(chain(2)), model(ScriptedContext(SPEECH)))
    draft = hierarchy.propose(Request(4))
    assert draft.drafter == hierarchy.name
    assert draft.tokens == tuple(chain(4))


def test_where_nothing_is_looked_up_the_model_drafts_under_its_own_name() -> None:
    drafter = model(ScriptedContext(SPEECH))
    draft = Hierarchy(Free(()), drafter).propose(Request(4))
    assert draft.drafter == drafter.name
    assert draft.tokens == tuple(chain(4))


def test_a_model_that_has_nothing_to_say_confirms_nothing() -> None:
    small = model(ScriptedContext(OTHER, capacity=len(PROMPT)))
    assert Hierarchy(Free((1, 2)), small).propose(Request(4)) == Draft()
