from itertools import pairwise

from paceline.engine.policy import PLAIN, PROBE_EVERY_TOKENS, FixedPolicy, Plan
from paceline.options import DrafterChoice, Speculation
from paceline.provenance import Origin, Round, Token

BOTH = ("draft-model", "ngram")


def planned(plan: Plan) -> tuple[str | None, int]:
    """Who may guess first, and how many tokens."""
    return (plan.attempts[0].drafter, plan.attempts[0].length) if plan.attempts else (None, 0)


def round_of(plan: Plan, index: int, tokens: int) -> Round:
    drafter, length = planned(plan)
    return Round(
        index=index,
        drafter=drafter,
        drafted=length,
        tested=length,
        accepted=length,
        width=length + 1,
        draft_ms=1,
        catch_up_ms=0,
        verify_ms=1,
        sample_ms=1,
        decode_ms=2,
        wall_ms=3,
        tokens=(Token(1, "a", Origin.PLAIN, 1.0, 1.0),) * tokens,
    )


def test_it_follows_the_settings_at_once() -> None:
    policy = FixedPolicy(Speculation(draft_length=3), BOTH)
    assert planned(policy.plan(100)) == ("draft-model", 3)
    policy.configure(Speculation(draft_length=7, drafter=DrafterChoice.NGRAM))
    assert planned(policy.plan(100)) == ("ngram", 7)
    policy.configure(Speculation(enabled=False))
    assert policy.plan(100) == PLAIN


def test_a_drafter_that_is_not_loaded_falls_back_to_one_that_is() -> None:
    policy = FixedPolicy(Speculation(drafter=DrafterChoice.DRAFT_MODEL, draft_length=3), ("ngram",))
    assert planned(policy.plan(100))[0] == "ngram"
    assert FixedPolicy(Speculation(), ()).plan(100) == PLAIN


def test_a_draft_leaves_room_for_the_targets_own_token() -> None:
    policy = FixedPolicy(Speculation(draft_length=8), BOTH)
    assert planned(policy.plan(4)) == ("draft-model", 3)
    assert policy.plan(1) == PLAIN


def test_two_plain_passes_are_measured_early_and_then_now_and_again() -> None:
    """The second of them costs what plain decoding does: it changes no width."""
    policy = FixedPolicy(Speculation(draft_length=3), BOTH)
    plain_after: list[int] = []
    said = 0
    for index in range(120):
        plan = policy.plan(1000)
        tokens = planned(plan)[1] + 1
        if plan == PLAIN:
            plain_after.append(said)
        said += tokens
        policy.observe(round_of(plan, index, tokens))
    assert plain_after[:2] == [4, 5], "the second pass and the third are plain"
    gaps = [b - a for a, b in pairwise(plain_after)]
    assert gaps[::2] == [1] * len(gaps[::2]), "always two together"
    assert len(gaps) > 3
    assert all(PROBE_EVERY_TOKENS < gap <= PROBE_EVERY_TOKENS + 8 for gap in gaps[1::2])
