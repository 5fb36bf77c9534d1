"""What a person may choose for a reply: how tokens are sampled and how they are guessed.

Shared by settings, window, protocol and engine, so it stands below all of them.
"""

from enum import StrEnum
from typing import Annotated, Final

import msgspec

MAX_DRAFT_LENGTH: Final = 16
"""Guesses in one draft at the most; no measured pair gained from more (engine width 17)."""


MIN_ALTERNATIVES: Final = 2
MAX_ALTERNATIVES: Final = 8
"""Replies to one prompt that may be written at once; more columns nobody reads."""


class DrafterChoice(StrEnum):
    """Which drafter guesses; `AUTO` leaves it to the governor."""

    AUTO = "auto"
    DRAFT_MODEL = "draft-model"
    NGRAM = "ngram"
    NGRAM_MAP = "ngram-map"
    NGRAM_POOL = "ngram-pool"
    PERSONAL = "personal"
    CASCADE = "cascade"
    HIERARCHY = "hierarchy"


class Verification(StrEnum):
    """How the target checks guesses; both are exact, and neither changes the distribution."""

    MATCH = "match"
    """The target samples every position itself; a guess counts if it said the same."""
    REJECTION = "rejection"
    """Speculative sampling proper: a guess is accepted with probability min(1, p/q)."""


class Overflow(StrEnum):
    """What happens when a conversation no longer fits into the context."""

    STOP = "stop"
    """The reply ends, and a longer prompt is refused."""
    ROLLING = "rolling"
    """The oldest turns are forgotten; the system prompt stays."""
    MIDDLE = "middle"
    """The middle is forgotten; the system prompt, the first turn and the latest ones stay."""


class Sampling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The person's sampler chain; temperature 0 is greedy, `seed` None draws a fresh one.

    Applied in llama.cpp's order: penalties, top-k, top-p, min-p, temperature, draw. A reply ends
    before the first of the `stop` strings.
    """

    temperature: Annotated[float, msgspec.Meta(ge=0, le=5)] = 0.8
    top_k: Annotated[int, msgspec.Meta(ge=0)] = 40
    top_p: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.95
    min_p: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.05
    repeat_penalty: Annotated[float, msgspec.Meta(gt=0, le=4)] = 1.0
    frequency_penalty: Annotated[float, msgspec.Meta(ge=-4, le=4)] = 0.0
    presence_penalty: Annotated[float, msgspec.Meta(ge=-4, le=4)] = 0.0
    penalty_window: Annotated[int, msgspec.Meta(ge=0)] = 64
    seed: Annotated[int, msgspec.Meta(ge=0, lt=2**32 - 1)] | None = None
    stop: tuple[Annotated[str, msgspec.Meta(min_length=1)], ...] = ()


class Speculation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether and how far to draft; may change between two rounds of a running reply.

    Without a `draft_length` the governor picks drafter and length by what they have cost and
    gained; a `drafter` then limits its choice. With one, exactly that is done.
    """

    enabled: bool = True
    drafter: DrafterChoice = DrafterChoice.AUTO
    draft_length: Annotated[int, msgspec.Meta(ge=1, le=MAX_DRAFT_LENGTH)] | None = None
    verification: Verification = Verification.MATCH


class ReplySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a reply was asked for with, so that it can be asked for again.

    `speculation` is what was chosen when it ended.
    """

    sampling: Sampling
    speculation: Speculation
    max_tokens: int | None = None
    overflow: Overflow = Overflow.STOP
