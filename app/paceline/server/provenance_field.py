"""Paceline's own field of an answer: where each token came from, and what the reply came to.

It stands as `paceline` beside OpenAI's fields, documented in the manual (`server.md`).
"""

from collections.abc import Iterable

import msgspec

from paceline.provenance import Origin, ReplySummary, StopReason, Token


class Ghost(msgspec.Struct, frozen=True, omit_defaults=True):
    """The guess that was refused where this token stands."""

    text: str
    probability: float | None = None
    draft_probability: float | None = None


class TokenFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """One token; what is not known, or does not apply, is left out."""

    id: int
    text: str
    origin: Origin
    probability: float | None = None
    margin: float | None = None
    drafter: str | None = None
    slot: int | None = None
    draft_probability: float | None = None
    rejected: Ghost | None = None
    reasoning: bool = False


class Outcome(msgspec.Struct, frozen=True):
    """What a reply came to; None where nothing was measured."""

    stop_reason: StopReason
    seed: int
    tokens: int
    seconds: float
    tokens_per_second: float | None
    time_to_first_token_ms: float | None
    net_gain: float | None
    acceptance: float | None
    drafted: int
    tested: int
    accepted: int
    passes: int
    tokens_per_pass: float | None
    origins: dict[Origin, int]


class Extension(msgspec.Struct, frozen=True, omit_defaults=True):
    """The field itself."""

    tokens: tuple[TokenFacts, ...] = ()
    summary: Outcome | None = None


def token_facts(tokens: Iterable[Token]) -> tuple[TokenFacts, ...]:
    """Return what clients are told of these tokens."""
    return tuple(
        TokenFacts(
            id=token.id,
            text=token.text,
            origin=token.origin,
            probability=_share(token.target_p),
            margin=_rate(token.margin),
            drafter=token.drafter,
            slot=token.slot,
            draft_probability=_share(token.draft_p),
            rejected=None
            if token.rejected is None
            else Ghost(
                token.rejected.text,
                _share(token.rejected.target_p),
                _share(token.rejected.draft_p),
            ),
            reasoning=token.reasoning,
        )
        for token in tokens
    )


def outcome(reply: ReplySummary) -> Outcome:
    """Return what clients are told of a reply."""
    return Outcome(
        stop_reason=reply.stop_reason,
        seed=reply.seed,
        tokens=reply.tokens,
        seconds=round(reply.seconds, 4),
        tokens_per_second=_rate(reply.tokens_per_second),
        time_to_first_token_ms=_rate(reply.time_to_first_token_ms),
        net_gain=_rate(reply.net_gain),
        acceptance=_rate(reply.acceptance),
        drafted=reply.drafted,
        tested=reply.tested,
        accepted=reply.accepted,
        passes=reply.passes,
        tokens_per_pass=_rate(reply.tokens_per_pass),
        origins=reply.origins,
    )


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _rate(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
