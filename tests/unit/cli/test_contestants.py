"""From names to policies of a pair."""

import pytest

from paceline.cli.contestants import contestants
from paceline.cli.policy_names import HINDSIGHT_LENGTHS, PolicyName
from paceline.engine.policy import FixedPolicy
from paceline.errors import AppError, ErrorCode
from paceline.options import DrafterChoice, Speculation, Verification

LOADED = ("draft-model", "ngram")
AUTO = Speculation()


def test_plain_decoding_always_takes_part_and_comes_first() -> None:
    (off, fixed) = contestants([PolicyName("fixed", 3), PolicyName("off")], LOADED, AUTO)
    assert (off.name, off.speculation.enabled, off.pinned_length) == ("off", False, None)
    assert (fixed.name, fixed.drafter, fixed.pinned_length) == ("fixed:3", "draft-model", 3)


def test_the_persons_other_choices_hold_for_all() -> None:
    wish = Speculation(
        drafter=DrafterChoice.NGRAM, draft_length=9, verification=Verification.REJECTION
    )
    names = [PolicyName("governor"), PolicyName("fixed", 2), PolicyName("draft-model")]
    _, governor, fixed, model = contestants(names, LOADED, wish)
    assert governor.speculation == Speculation(
        drafter=DrafterChoice.NGRAM, verification=Verification.REJECTION
    )
    assert (fixed.drafter, fixed.pinned_length) == ("ngram", 2)
    assert (model.drafter, model.pinned_length) == ("draft-model", None)
    assert fixed.speculation.verification is Verification.REJECTION


def test_all_is_what_could_be_chosen_with_hindsight() -> None:
    everything = contestants([PolicyName("all")], LOADED, AUTO)
    assert [each.name for each in everything] == [
        "off",
        "governor",
        *(f"{drafter}:{length}" for drafter in LOADED for length in HINDSIGHT_LENGTHS),
    ]
    assert [each.name for each in contestants([PolicyName("all")], (), AUTO)] == ["off", "governor"]


@pytest.mark.parametrize("name", [PolicyName("draft-model", 3), PolicyName("personal")])
def test_a_drafter_that_is_not_loaded_is_refused(name: PolicyName) -> None:
    with pytest.raises(AppError) as caught:
        contestants([name], ("ngram",), AUTO)
    assert caught.value.code is ErrorCode.DRAFTER_MISSING


def test_only_pinned_lengths_and_plain_decoding_decide_for_themselves() -> None:
    names = [PolicyName("governor"), PolicyName("ngram"), PolicyName("ngram", 4)]
    off, governor, ngram, pinned = contestants(names, LOADED, AUTO)
    assert governor.policy(LOADED) is ngram.policy(LOADED) is None
    for each in (off, pinned):
        assert isinstance(each.policy(LOADED), FixedPolicy)
    policy = pinned.policy(LOADED)
    assert policy is not None
    assert [attempt.drafter for attempt in policy.plan(room=9).attempts] == ["ngram"]
