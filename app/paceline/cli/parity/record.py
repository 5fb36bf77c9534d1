"""The record of a comparison, made to be kept and sent: it needs nothing else to be understood."""

import msgspec

from paceline.cli.machine import Machine
from paceline.cli.model_files import ModelFile
from paceline.options import Sampling


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
    replies.
    """

    position: int
    plain: Saying | None
    speculated: Saying | None
    gap: float | None
    near_tie: bool


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
    """How one policy fared over all prompts, greedy or with seeds."""

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
