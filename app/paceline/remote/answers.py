"""What servers answer, as far as it is used here; everything else in an answer is passed over.

Fields by their origin: OpenAI's `choices` and `usage`; llama-server's `timings` and
`prompt_progress`; LM Studio's `stats`, and its counts of guesses within `usage`; vLLM's `metrics`
(`--per-request-spec-decode-metrics`); Paceline's own `paceline`.
"""

from typing import Annotated, Final, TypeVar

import msgspec
from msgspec import Raw

from paceline.errors import AppError, ErrorCode
from paceline.provenance import UNKNOWN_ID, Origin, RejectedGuess, StopReason, Token

Number = float | int | None

Count = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
"""What can be counted, and travels on in JSON."""

_NOTHING: Final = Raw()
_MOST_SHOWN: Final = 300
"""Characters of a server's own words that a person is shown."""


class PromptDetails(msgspec.Struct, frozen=True):
    """OpenAI's details of a prompt."""

    cached_tokens: Count | None = None


class Usage(msgspec.Struct, frozen=True):
    """What a reply took, in tokens; the counts of guesses are LM Studio's."""

    prompt_tokens: Count | None = None
    completion_tokens: Count | None = None
    prompt_tokens_details: PromptDetails | None = None
    total_draft_tokens_count: Count | None = None
    accepted_draft_tokens_count: Count | None = None


class Timings(msgspec.Struct, frozen=True):
    """llama-server's; `prompt_n` are those that were read, `cache_n` those that were known."""

    prompt_n: Count | None = None
    cache_n: Count | None = None
    predicted_n: Count | None = None
    predicted_per_second: Number = None
    draft_n: Count | None = None
    draft_n_accepted: Count | None = None


class PromptProgress(msgspec.Struct, frozen=True):
    """How far llama-server has read the prompt; `cache` of `total` were known already."""

    total: Count = 0
    cache: Count = 0
    processed: Count = 0


class Stats(msgspec.Struct, frozen=True):
    """LM Studio's."""

    tokens_per_second: Number = None
    total_draft_tokens_count: Count | None = None
    accepted_draft_tokens_count: Count | None = None


class DraftMetrics(msgspec.Struct, frozen=True):
    """vLLM's counts of guesses, still called experimental there."""

    num_draft_tokens: Count | None = None
    num_accepted_draft_tokens: Count | None = None


class Metrics(msgspec.Struct, frozen=True):
    """vLLM's."""

    tokens_per_second: Number = None
    speculative_decoding: DraftMetrics | None = None


class Ghost(msgspec.Struct, frozen=True):
    """The guess that was refused where a token stands."""

    text: str
    probability: float
    draft_probability: float | None = None


class TokenFacts(msgspec.Struct, frozen=True):
    """A token as `paceline serve` tells of it."""

    id: Count
    text: str
    origin: Origin
    probability: float | None = None
    margin: float | None = None
    drafter: str | None = None
    slot: Count | None = None
    draft_probability: float | None = None
    rejected: Ghost | None = None
    reasoning: bool = False

    def token(self) -> Token:
        """Return it as a token of ours."""
        ghost = self.rejected
        return Token(
            id=self.id,
            text=self.text,
            origin=self.origin,
            target_p=self.probability,
            margin=self.margin,
            drafter=self.drafter,
            slot=self.slot,
            draft_p=self.draft_probability,
            rejected=None
            if ghost is None
            else RejectedGuess(UNKNOWN_ID, ghost.text, ghost.draft_probability, ghost.probability),
            reasoning=self.reasoning,
        )


class Outcome(msgspec.Struct, frozen=True):
    """What a reply came to, as `paceline serve` measured it."""

    stop_reason: StopReason
    tokens: Count
    seconds: float
    drafted: Count
    tested: Count
    accepted: Count
    passes: Count
    tokens_per_second: float | None = None
    net_gain: float | None = None
    acceptance: float | None = None
    tokens_per_pass: float | None = None


class Extension(msgspec.Struct, frozen=True):
    """Paceline's own field."""

    tokens: tuple[TokenFacts, ...] = ()
    summary: Outcome | None = None


class Said(msgspec.Struct, frozen=True):
    """What a piece adds; thoughts have one of two names."""

    content: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None

    @property
    def thought(self) -> str:
        """What is thought aloud."""
        return self.reasoning_content or self.reasoning or ""


class Choice(msgspec.Struct, frozen=True):
    """One of the replies; there is one. `message` stands where a server does not stream."""

    delta: Said | None = None
    message: Said | None = None
    finish_reason: str | None = None

    @property
    def said(self) -> Said:
        """What it adds."""
        return self.delta or self.message or Said()


class ErrorFacts(msgspec.Struct, frozen=True):
    """A server's complaint."""

    message: str | None = None
    type: str | None = None
    code: str | int | None = None


class Chunk(msgspec.Struct, frozen=True):
    """One piece of a reply; figures are read apart, for a strange one must not cost the text."""

    choices: tuple[Choice, ...] | None = None
    usage: Raw = _NOTHING
    timings: Raw = _NOTHING
    prompt_progress: Raw = _NOTHING
    stats: Raw = _NOTHING
    metrics: Raw = _NOTHING
    paceline: Raw = _NOTHING
    error: ErrorFacts | str | None = None
    message: str | None = None


class ModelMeta(msgspec.Struct, frozen=True):
    """llama-server's facts of a model."""

    n_ctx: Count | None = None
    n_params: Count | None = None
    size: Count | None = None


class ModelEntry(msgspec.Struct, frozen=True):
    """A model of `GET /models`; the lengths of context are vLLM's, LM Studio's and others'."""

    id: str
    owned_by: str | None = None
    max_model_len: Count | None = None
    context_length: Count | None = None
    loaded_context_length: Count | None = None
    meta: ModelMeta | None = None


class ModelList(msgspec.Struct, frozen=True):
    """The body of `GET /models`."""

    data: tuple[ModelEntry, ...] | None


class SlotSettings(msgspec.Struct, frozen=True):
    """llama-server's settings of one slot."""

    n_ctx: Count | None = None


class Properties(msgspec.Struct, frozen=True):
    """The body of llama-server's `GET /props`."""

    default_generation_settings: SlotSettings | None = None


class Complaint(msgspec.Struct, frozen=True):
    """The body of a refusal, in the shapes that are found."""

    error: ErrorFacts | str | None = None
    message: str | None = None
    detail: str | None = None


_Body = TypeVar("_Body")


def read(body: bytes, kind: type[_Body]) -> _Body:
    """Read JSON of this kind; raises REMOTE_ANSWER_INVALID, which quotes none of it."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise AppError(ErrorCode.REMOTE_ANSWER_INVALID, "it is not what was asked for") from None


def figures(raw: Raw, kind: type[_Body]) -> _Body | None:
    """Read a part of a piece, None where it is missing or of another shape."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def complaint(body: bytes) -> ErrorFacts:
    """Return what the body of a refusal says, nothing where it says nothing readable."""
    try:
        found = msgspec.json.decode(body, type=Complaint)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ErrorFacts()
    match found.error:
        case ErrorFacts() as facts:
            return facts
        case str(words):
            return ErrorFacts(words)
        case None:
            return ErrorFacts(found.message or found.detail)


def shown(words: str | None) -> str:
    """Return a server's words on one line of bounded length."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in words or "").split())
    return plain if len(plain) <= _MOST_SHOWN else plain[: _MOST_SHOWN - 1] + "…"
