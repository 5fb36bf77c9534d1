"""Whether two replies say the same, and the record of it.

A pass of several tokens may run other kernels than a pass of one, and the order of additions moves
logits a little. What is promised is the distribution given the logits that were computed, so a
difference is a fault only where it is larger than such movements. Greedy replies tell by the lead
of the best logit in both passes: where both are below `NEAR_TIE_LOGITS`, the two best tokens are as
good as tied. What seeded replies tell takes the draw itself (`cli.parity.divergence`).

A record is made to be kept and sent: it needs nothing else to be understood.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from paceline.machine import Machine, ModelFile
from paceline.options import Sampling
from paceline.provenance import Token

NEAR_TIE_LOGITS: Final = 0.5
"""Logits of quantized models move by some tenths between kernels of different width."""


class Saying(msgspec.Struct, frozen=True):
    """A token that was said, with its lead in logits over the second best of that pass.

    `margin` is the lead of the best token, whichever was said; `probability` is the said token's
    own, at temperature 1.
    """

    id: int
    text: str
    probability: float
    margin: float


class Divergence(msgspec.Struct, frozen=True):
    """Where two replies first say something else; behind it they answer different texts.

    `plain` or `speculated` is None where that reply had already ended. `gap` is how many
    logits a token would have to move for a draw to change the one into the other; None for greedy
    replies, and where it was not measured: `near_tie` is None, too, where a seeded reply leaves it
    open.
    """

    position: int
    plain: Saying | None
    speculated: Saying | None
    gap: float | None
    near_tie: bool | None


class Comparison(msgspec.Struct, frozen=True):
    """One prompt answered twice; `seed` is None for greedy replies."""

    kind: str
    prompt: str
    policy: str
    seed: int | None
    tokens: int
    plain_text: str
    speculated_text: str
    divergence: Divergence | None


class Total(msgspec.Struct, frozen=True):
    """How one policy fared over all prompts, greedy or with seeds.

    A difference that may or may not be a near-tie counts as neither.
    """

    policy: str
    seeded: bool
    replies: int
    identical: int
    near_ties: int
    divergent: int


class Record(msgspec.Struct, frozen=True):
    """Everything that was compared, and where."""

    paceline: str
    pair: str
    models: list[ModelFile]
    machine: Machine
    command: str
    began: str
    seconds: float
    sampling: Sampling
    max_tokens: int
    context: int
    totals: list[Total]
    comparisons: list[Comparison]


def first_difference(plain: Sequence[Token], speculated: Sequence[Token]) -> int | None:
    """Return the first position at which the replies say different tokens, None where nowhere."""
    for position, (one, other) in enumerate(zip(plain, speculated, strict=False)):
        if one.id != other.id:
            return position
    shorter, longer = sorted((len(plain), len(speculated)))
    return shorter if shorter < longer else None


def saying(tokens: Sequence[Token], position: int) -> Saying | None:
    """Return what was said there, None behind the end and where no figures are known."""
    if position >= len(tokens):
        return None
    token = tokens[position]
    if token.target_p is None or token.margin is None:
        return None  # a server does not tell
    return Saying(token.id, token.text, token.target_p, token.margin)


def nearly_tied(one: Saying | None, other: Saying | None) -> bool:
    """Whether rounding may decide between two greedy choices.

    A reply cannot end earlier by rounding: its end is a token, too.
    """
    return one is not None and other is not None and max(one.margin, other.margin) < NEAR_TIE_LOGITS


def totals(comparisons: Sequence[Comparison]) -> list[Total]:
    """Count identical replies, near-ties and true divergences, in order of appearance."""
    groups: dict[tuple[str, bool], list[Comparison]] = {}
    for each in comparisons:
        groups.setdefault((each.policy, each.seed is not None), []).append(each)
    found = []
    for (policy, seeded), group in groups.items():
        differing = [each.divergence for each in group if each.divergence is not None]
        near = sum(each.near_tie is True for each in differing)
        found.append(
            Total(
                policy,
                seeded,
                replies=len(group),
                identical=len(group) - len(differing),
                near_ties=near,
                divergent=sum(each.near_tie is False for each in differing),
            )
        )
    return found
