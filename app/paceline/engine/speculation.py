"""Speculative decoding: guess cheaply, check all guesses in one pass, keep what was right.

The text is the target's own; drafting changes speed, never the distribution (Leviathan et al.
2023; Chen et al. 2023). Everything else in the engine serves this one loop.
"""

from collections.abc import Iterator
from time import perf_counter

from paceline.engine.drafters.base import Panel
from paceline.engine.policy import Policy
from paceline.engine.target import Target
from paceline.engine.verify import Verifier, outcome
from paceline.provenance import Round


def speculate(
    target: Target,
    drafters: Panel,
    policy: Policy,
    verifier: Verifier,
    last: int,
    *,
    budget: int,
    first_index: int = 0,
) -> Iterator[Round]:
    """Yield one round per target pass until an end token, the budget or the context ends it.

    Target and drafters have read the prompt but for its `last` token. To cancel, stop iterating:
    the target's cache then holds a prefix of the conversation, and a drafter drops what it guessed
    too much when it begins again. Texts of the tokens are still empty. A round's `wall_ms` runs
    from the end of the one before, so that it includes the consumer.
    """
    mark = perf_counter()
    index = first_index
    while room := min(target.room(), budget):
        plan = policy.plan(room)
        start = perf_counter()
        draft = drafters.propose(plan, verifier.chooser())
        drafted = perf_counter()
        scores = target.evaluate((last, *draft.tokens))
        scored = perf_counter()
        verdict = verifier.judge(draft, scores)
        target.keep(1 + verdict.accepted)
        sampled = perf_counter()
        hindsight = drafters.observe(outcome(draft, verdict))
        end = perf_counter()
        round_ = Round(
            index=index,
            drafter=draft.drafter,
            drafted=len(draft.tokens),
            tested=verdict.tested,
            accepted=verdict.accepted,
            width=len(scores),
            draft_ms=(drafted - start) * 1000,
            catch_up_ms=draft.catch_up_ms,
            verify_ms=(scored - drafted) * 1000,
            sample_ms=(sampled - scored) * 1000,
            decode_ms=draft.decode_ms + (scored - drafted) * 1000,
            wall_ms=(end - mark) * 1000,
            tokens=verdict.tokens,
            decision=plan.decision,
        )
        mark = end
        policy.observe(round_, hindsight)
        yield round_
        last = verdict.own_token
        budget -= len(verdict.tokens)
        index += 1
        if verdict.ended:
            return
