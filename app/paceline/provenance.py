"""Where every token came from: the record that engine, window, command line and history share.

A token that reaches a person has exactly one origin; of what a server wrote it may be unknown.
Probabilities are softmax values of the model's own logits at temperature 1, before penalties and
truncation.

A long chat holds many of these; they form no cycles, so the collector of garbage need not visit
them (`gc=False`), and the window does not wait while it would.
"""

from enum import StrEnum
from typing import Final

import msgspec

from paceline.options import ReplySettings


class Origin(StrEnum):
    """How a token came to be said."""

    DRAFTED = "drafted"
    """A drafter proposed it and the target agreed."""
    CORRECTED = "corrected"
    """The target's own token where it first disagreed with the draft."""
    BONUS = "bonus"
    """The target's own token after a fully accepted draft."""
    PLAIN = "plain"
    """The target's own token in a round without a draft."""
    UNREPORTED = "unreported"
    """Written by a server that does not say who guessed what; a piece of text, not one token."""


TOLD_ORIGINS: Final = tuple(origin for origin in Origin if origin is not Origin.UNREPORTED)
"""Those that say who wrote a token, in the order in which a person meets them."""

UNKNOWN_ID: Final = -1
"""The id of a piece of text that a server sent without one; no vocabulary has it."""


class StopReason(StrEnum):
    """Why a reply ended."""

    END = "end"
    """The model said its end-of-generation token."""
    LENGTH = "length"
    """The token budget was used up."""
    STOP = "stop"
    """One of the person's stop strings came up."""
    CONTEXT = "context"
    """The context was full."""
    CANCELLED = "cancelled"
    """The person pressed stop."""


class RejectedGuess(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The ghost: what the drafter had guessed where the target said something else.

    `draft_p` is the drafter's probability for the guess (None where the drafter has none, as
    n-gram lookup), `target_p` the target's.
    """

    id: int
    text: str
    draft_p: float | None
    target_p: float


class Token(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """One token of a reply; `text` is what it completed, empty while a character is split.

    `margin` is the target's best logit less its second best: below some tenths it is a near-tie,
    which another kernel may decide the other way.
    `drafter`, `slot` (0 for the first guess of a draft) and `draft_p` are set on drafted
    tokens, `rejected` on corrected ones; what is not set does not travel either. `reasoning` marks
    what the model thought aloud before its answer, tags included. An end-of-generation token has
    empty text. Where a stop string begins inside a token, `text` is what stands before it.
    Unreported ones have `UNKNOWN_ID`, and neither `target_p` nor `margin`.
    """

    id: int
    text: str
    origin: Origin
    target_p: float | None
    margin: float | None
    drafter: str | None = None
    slot: int | None = None
    draft_p: float | None = None
    rejected: RejectedGuess | None = None
    reasoning: bool = False


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the governor chose from a round on, and why, in one `sentence` for a person.

    `drafter` is None and `draft_length` 0 where it chose plain decoding. The rates, in tokens per
    second, are what it expected of its choice and of plain decoding; None while unknown.
    """

    sentence: str
    drafter: str | None
    draft_length: int
    expected_rate: float | None = None
    plain_rate: float | None = None


class Round(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One target pass and what it yielded; times in milliseconds.

    `tested` counts the guesses that the target judged: those behind the first rejection were
    not. `width` is the number of tokens in the pass. `draft_ms` is all of the guessing, with
    `catch_up_ms`, the reading of what the drafter had not seen; `decode_ms` is the part of
    `draft_ms` and `verify_ms` inside the models. `wall_ms` is the whole round. `decision` is set
    on a round in which the governor did something else than before. `threads` and `draft_threads`
    are those of the last pass of target and draft, 0 where none ran or nobody knows. There are no
    tokens where all that the pass said belongs to a stop string.

    `shared` counts the replies that had a part in the pass. Above 1 the times are what this reply
    waited, for the others' guesses and tokens too, while `width` counts its own tokens only.
    """

    index: int
    drafter: str | None
    drafted: int
    tested: int
    accepted: int
    width: int
    draft_ms: float
    catch_up_ms: float
    verify_ms: float
    sample_ms: float
    decode_ms: float
    wall_ms: float
    tokens: tuple[Token, ...]
    decision: Decision | None = None
    threads: int = 0
    draft_threads: int = 0
    shared: int = 1


class Forgotten(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the model does not read of a conversation that is too long for the context.

    `messages` of them are left out, beginning with number `first`, 0 being the conversation's
    first. `tokens` is how much shorter what it reads is, the beginning of a long reply included.
    """

    first: int
    messages: int
    tokens: int


class ServerReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a server said of a reply that it wrote; None is what it did not say.

    `server` is its address as a person reads it, `software` what it is. `tokens` are those of the
    reply, `prompt_tokens` all of the prompt's, of which `cached_tokens` were known already.
    `drafted` counts all guesses, also those behind the first wrong one of a draft, which Paceline
    itself leaves out of acceptance: the two shares are not the same figure.
    """

    server: str
    software: str
    tokens: int | None = None
    tokens_per_second: float | None = None
    prompt_tokens: int | None = None
    cached_tokens: int | None = None
    drafted: int | None = None
    accepted: int | None = None


class ReplySummary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a finished reply amounts to.

    `acceptance` is accepted over tested guesses; `net_gain` the measured rate over the rate of
    width-1 passes in the same reply; both None where nothing was measured. There is no net gain of
    a reply that shared passes with others: what it had cost alone nobody knows. `loop_overhead` is
    the share of the wall time spent outside draft and verify decodes. `prefill_tokens` of the
    prompt's were read by the target, `draft_prefill_tokens` by the draft; the others were in the
    caches. `forgotten` is what had been left out by the end of the reply. `settings` and `seed` ask
    for the same reply again; replies of earlier versions lack them. `report` is set where a server
    wrote the reply: what it did not say is None or 0 here, and `tokens` then counts pieces of text.
    """

    text: str
    tokens: int
    seconds: float
    tokens_per_second: float | None
    drafted: int
    tested: int
    accepted: int
    acceptance: float | None
    passes: int
    tokens_per_pass: float | None
    net_gain: float | None
    loop_overhead: float | None
    origins: dict[Origin, int]
    stop_reason: StopReason
    prompt_tokens: int
    prefill_tokens: int
    time_to_first_token_ms: float | None
    seed: int
    draft_prefill_tokens: int = 0
    reasoning_tokens: int = 0
    forgotten: Forgotten | None = None
    settings: ReplySettings | None = None
    report: ServerReport | None = None
