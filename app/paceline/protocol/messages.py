"""What window and worker say to each other.

Commands are imperatives, events are facts. A request carries an id and ends exactly once, in
`Finished` or `Failed`; `Configure`, `Cancel` and `Shutdown` are notices without an end of
their own. Optional values are absent as None; unknown fields are an error on both sides.
"""

from typing import Annotated, Final

import msgspec

from paceline.chat import ChatMessage, TokenCount
from paceline.errors import ErrorCode
from paceline.loading import (
    DeviceKind,
    LoadingWishes,
    MemoryReport,
    ModelPlacement,
    RemoteFacts,
    RemoteServer,
)
from paceline.options import (
    MAX_ALTERNATIVES,
    MIN_ALTERNATIVES,
    Overflow,
    Sampling,
    Speculation,
)
from paceline.provenance import Forgotten, ReplySummary, Round

PROTOCOL_VERSION: Final = 5

MAX_THREADS: Final = 512
"""ggml's own limit; it aborts the process beyond."""

MAX_SEATS: Final = 16
"""Replies at once. Beyond that a pass on a processor costs as many times what one token costs."""


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """Base of every message; the class name travels as its tag."""


# Commands: window to worker ---------------------------------------------------------------


class LoadPair(Message, frozen=True):
    """Load a target and, if given, its draft; the pair in use stays until this succeeded.

    Where memory holds one pair only, the one in use is freed first and loaded again if this does
    not succeed; `PairLost` tells where even that failed. `learned_folder` is where to learn from
    replies; without it nothing is learned, nor is anything used that was. As many
    `Generate` as there are `seats` run at once, each with `context_length` for itself; further ones
    wait.
    """

    request_id: int
    target: str
    draft: str | None = None
    context_length: Annotated[int, msgspec.Meta(ge=1)] | None = None
    threads: Annotated[int, msgspec.Meta(ge=1, le=MAX_THREADS)] | None = None
    learned_folder: str | None = None
    wishes: LoadingWishes = LoadingWishes()
    seats: Annotated[int, msgspec.Meta(ge=1, le=MAX_SEATS)] = 1


class ConnectPair(Message, frozen=True):
    """Use a model on a server from now on, in place of the pair in use once this succeeded.

    `key` is what the server wants to see of whoever asks; no text made of this shows it.
    """

    request_id: int
    server: RemoteServer
    key: str | None = None

    def __repr__(self) -> str:
        """Everything but the key."""
        key = None if self.key is None else "..."
        return f"ConnectPair(request_id={self.request_id}, server={self.server}, key={key})"


class Generate(Message, frozen=True):
    """Write the next reply of a conversation, or go on with one that is its last message.

    A `rehearsal`, made to be compared with others, neither profits from what other replies taught
    the n-gram drafters, nor are n-grams learned from it. A `prompt` is read as it stands, without
    the chat template, in place of `messages`; only the sampling's own stop strings then end it.
    """

    request_id: int
    messages: tuple[ChatMessage, ...]
    sampling: Sampling
    speculation: Speculation
    max_tokens: int | None = None
    overflow: Overflow = Overflow.STOP
    rehearsal: bool = False
    prompt: str | None = None


class GenerateAlternatives(Message, frozen=True):
    """Write several replies to a conversation at once, with the seed and those that follow it.

    Nothing is drafted for them. None of them is in the cache afterwards, but the prompt is.
    """

    request_id: int
    messages: tuple[ChatMessage, ...]
    sampling: Sampling
    count: Annotated[int, msgspec.Meta(ge=MIN_ALTERNATIVES, le=MAX_ALTERNATIVES)]
    max_tokens: Annotated[int, msgspec.Meta(ge=1)]
    overflow: Overflow = Overflow.STOP


class CountTokens(Message, frozen=True):
    """Say what a conversation takes of the context; answered between the rounds of a reply."""

    request_id: int
    messages: tuple[ChatMessage, ...]


class Unload(Message, frozen=True):
    """Free the pair in use."""

    request_id: int


class Forget(Message, frozen=True):
    """Delete what was learned from chats, in this folder and in memory."""

    request_id: int
    learned_folder: str


class Configure(Message, frozen=True):
    """Speculate like this from the next round of the reply that runs.

    Every later `Generate` brings settings of its own.
    """

    speculation: Speculation


class Cancel(Message, frozen=True):
    """Stop the named request; one that has ended or is unknown is ignored."""

    request_id: int


class Shutdown(Message, frozen=True):
    """Stop what runs, free everything, and exit with status 0."""


Work = LoadPair | ConnectPair | Generate | GenerateAlternatives | Unload | Forget
"""What the worker does one at a time."""
Request = Work | CountTokens
Command = (
    LoadPair
    | ConnectPair
    | Generate
    | GenerateAlternatives
    | Unload
    | Forget
    | CountTokens
    | Configure
    | Cancel
    | Shutdown
)


# Events: worker to window -----------------------------------------------------------------


class Device(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A processor that llama.cpp can compute on; memory in bytes, 0 where unknown."""

    name: str
    description: str
    memory_free: int
    memory_total: int
    kind: DeviceKind = DeviceKind.CPU
    backend: str = ""


class Ready(Message, frozen=True):
    """The worker listens; always the first event.

    `processor_variant` names the code that was chosen for this processor, as zen4, in builds that
    bring several.
    """

    protocol_version: int
    engine_version: str
    devices: tuple[Device, ...]
    threads: int
    processor_variant: str | None = None


class LoadProgress(Message, frozen=True):
    """How far a load has come; `part` is "target" or "draft", `fraction` 0 to 1."""

    request_id: int
    part: str
    fraction: float


class ModelFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a loaded model is; `size` is its weights in bytes."""

    path: str
    name: str
    description: str
    parameters: int
    size: int
    layers: int
    context_length_trained: int


class PairLoaded(Message, frozen=True):
    """The pair is in use; sent just before `Finished` of its `LoadPair` or `ConnectPair`.

    `draft` is None for a target alone, which then drafts with n-grams. `notes` are sentences
    that a person should know, as a chat template that had to be guessed. The placements tell where
    the layers went, and `memory` what that took beside what was expected. `seats` is how many
    replies can be written at once: 1 where that was asked for, or where the models allow no more.
    `remote` is set for a model on a server, of which most else is unknown: 0, or empty.
    """

    request_id: int
    target: ModelFacts
    draft: ModelFacts | None
    context_length: int
    threads: int
    notes: tuple[str, ...] = ()
    target_placement: ModelPlacement | None = None
    draft_placement: ModelPlacement | None = None
    memory: MemoryReport | None = None
    seats: int = 1
    remote: RemoteFacts | None = None


class PairLost(Message, frozen=True):
    """No pair is in use any more: the old one could not be loaded again after the new one failed.

    Sent just before the end of the `LoadPair`. `code` and `detail` say why, as in `Failed`.
    """

    request_id: int
    code: ErrorCode
    detail: str = ""


class PromptProgress(Message, frozen=True):
    """Prefill: `done` of `total` tokens are read, the last of which is left to the first round.

    `reused` further ones, the prompt's beginning, were in the cache already and count in neither.
    `forgotten` is what the prompt leaves out. Comes again in the middle of a reply when the context
    is full and more is forgotten.
    """

    request_id: int
    done: int
    total: int
    reused: int
    forgotten: Forgotten | None = None


class RoundDone(Message, frozen=True):
    """One round of a reply; its tokens are final."""

    request_id: int
    round: Round


class AlternativeRound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A round of one of several replies that are written at once; `number` counts from 0.

    Its times are those of the pass that all of them shared.
    """

    number: int
    round: Round


class AlternativesSaid(Message, frozen=True):
    """What one pass said in those replies that have not ended; its tokens are final."""

    request_id: int
    rounds: tuple[AlternativeRound, ...]


class Finished(Message, frozen=True):
    """The request ended well or was cancelled.

    `reply` is set for `Generate`, `replies` for `GenerateAlternatives` unless it was cancelled
    before it was begun, `count` for `CountTokens`.
    """

    request_id: int
    reply: ReplySummary | None = None
    cancelled: bool = False
    count: TokenCount | None = None
    replies: tuple[ReplySummary, ...] = ()


class Failed(Message, frozen=True):
    """The request ended in an expected failure; `errors.sentence` makes the text."""

    request_id: int
    code: ErrorCode
    detail: str = ""


Answer = (
    LoadProgress
    | PairLoaded
    | PairLost
    | PromptProgress
    | RoundDone
    | AlternativesSaid
    | Finished
    | Failed
)
"""What belongs to a request."""
Event = Ready | Answer
