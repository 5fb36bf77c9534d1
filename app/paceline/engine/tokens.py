"""What the loop passes around: scores, drafts, and the context that both models live in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
"""Logits of shape (positions, vocabulary)."""

ScoreRow = npt.NDArray[np.float32]
"""Logits of one position, of shape (vocabulary,)."""

Confidences = Sequence[float | None]
"""How sure a drafter was of each of its guesses, 0 to 1, None where it cannot tell."""

ReadProgress = Callable[[int, int], None]
"""Told (done, total) in tokens while a prompt is read."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Probabilities of some token ids, all others having none; both of shape (candidates,)."""

    ids: npt.NDArray[np.int32]
    probabilities: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Draft:
    """Guesses for the next tokens, first to last.

    `confidences` holds for each how sure the drafter is, 0 to 1, None where it cannot tell: a
    model's probability, or the share of a key's continuations. `distributions` holds for each what
    it was drawn from, None for a guess that nothing was drawn for; it is empty where none was.
    `catch_up_ms` is the part of the drafting time spent on reading what the drafter had not seen,
    `decode_ms` the part spent in a model.
    """

    drafter: str | None = None
    tokens: tuple[int, ...] = ()
    confidences: tuple[float | None, ...] = ()
    catch_up_ms: float = 0.0
    decode_ms: float = 0.0
    distributions: tuple[Distribution | None, ...] = ()

    def first(self, count: int) -> "Draft":
        """Return this draft with only its first `count` guesses; without any it is nobody's."""
        return replace(
            self,
            drafter=self.drafter if count else None,
            tokens=self.tokens[:count],
            confidences=self.confidences[:count],
            distributions=self.distributions[:count],
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a round came to, as every drafter is told.

    `said` is what the target said, of which the first `accepted` were guesses by `drafter`. What
    later drafters learn from, as the target's hidden states, has its place here.
    """

    said: tuple[int, ...]
    drafter: str | None = None
    drafted: int = 0
    accepted: int = 0


class KvContext(Protocol):
    """One sequence in a model's KV cache, with an exact mirror of what it holds."""

    @property
    def tokens(self) -> Sequence[int]:
        """The tokens at positions 0, 1, ... of the cache."""

    @property
    def capacity(self) -> int:
        """Positions that the cache can hold."""

    def rewind(self, length: int) -> None:
        """Forget everything from position `length` on.

        Some models cannot go back everywhere: what `tokens` then lacks must be read again. Going
        back within the last pass that a `checkpoint` preceded always works.
        """

    def checkpoint(self, *, lasting: bool = False) -> None:
        """Make it cheap to come back to here; does nothing where it always is.

        A lasting one stays for later turns, another only until the next. Raises as `decode` does.
        """

    @property
    def can_shift(self) -> bool:
        """Whether `drop` works; where it does not, what follows must be read again."""

    def drop(self, start: int, end: int) -> None:
        """Forget positions `start` to `end` - 1 and move what follows down to `start`.

        What follows is not read anew and still remembers what was dropped: cheap, and not equal
        to a fresh read. What `tokens` lacks afterwards must be read again, as with `rewind`; on
        `AppError` too. Calling it without `can_shift` is a bug.
        """

    def decode(
        self, tokens: Sequence[int], *, outputs: int, progress: ReadProgress | None = None
    ) -> Scores:
        """Append tokens and return the logits of the last `outputs` of them.

        The result is valid until the next call. On `Cancelled` or `AppError` the mirror and the
        cache agree again and hold a prefix of what was asked.
        """


class Branches(Protocol):
    """Continuations of one text, numbered from 0, that share its cache and every pass."""

    def begin(self, last: int) -> ScoreRow:
        """Let every branch read the text's last token; its logits are valid until the next call.

        Raises as `step` does.
        """

    def step(self, said: Sequence[tuple[int, int]]) -> Scores:
        """Append one token to each of these branches, given as (number, token), in one pass.

        The logits, of shape (branches, vocabulary) in the order given, are valid until the next
        call. Raises `Cancelled`, or `AppError`; nothing can be appended afterwards.
        """

    def end(self, branch: int) -> None:
        """Free what one branch holds alone; it gets no more tokens."""

    def close(self) -> None:
        """Free everything; a second call does nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one sequence gets in a common pass: tokens, and logits of the last `outputs` of them."""

    sequence: int
    tokens: Sequence[int]
    outputs: int


class SharedCache(Protocol):
    """Sequences of a model in one cache, numbered from 0, that go on in common passes.

    Each begins a text of its own at position 0. Any tail of any of them can be forgotten.
    """

    @property
    def sequences(self) -> int:
        """How many there are."""

    @property
    def capacity(self) -> int:
        """Positions that each sequence can hold."""

    @property
    def widest(self) -> int:
        """Tokens that one pass can hold, all of them with logits."""

    @property
    def threads_used(self) -> int:
        """The threads of the last pass, 0 where nobody knows."""

    def tokens(self, sequence: int) -> Sequence[int]:
        """The tokens that a sequence holds."""

    def rewind(self, sequence: int, length: int) -> None:
        """Forget everything of a sequence from position `length` on."""

    def copy(self, source: int, sequence: int, length: int) -> None:
        """Let a sequence hold the first `length` tokens of another, of which it holds the first.

        They share what was computed for them: this takes no memory and hardly time.
        """

    def run(self, parts: Sequence[Part]) -> Sequence[Scores]:
        """Append tokens to several sequences in one pass; return the logits of each part.

        They are valid until the next pass. Raises `Cancelled` or `AppError`, and every sequence
        then holds what it held before.
        """


_SLICE: Final = 512


def common_prefix(left: Sequence[int], right: Sequence[int], start: int = 0) -> int:
    """Return how many leading tokens agree, given that the first `start` do."""
    limit = min(len(left), len(right))
    length = min(start, limit)
    # Slices are compared in C; only the one that holds the difference is walked through.
    while list(left[length : length + _SLICE]) == list(right[length : length + _SLICE]):
        length += _SLICE
        if length >= limit:
            return limit
    while length < limit and left[length] == right[length]:
        length += 1
    return length


_CUT_KEY: Final = 16
"""Tokens that must agree behind a gap; fewer agree by accident, as the tags between messages do."""


def find_cut(held: Sequence[int], wanted: Sequence[int]) -> tuple[int, int] | None:
    """Return the range of `held` whose removal makes it begin as `wanted` for longer.

    None where nothing was cut out of it, or too little follows to be sure.
    """
    start = common_prefix(held, wanted)
    key = list(wanted[start : start + _CUT_KEY])
    if len(key) < _CUT_KEY:
        return None
    for end in range(start + 1, len(held) - _CUT_KEY + 1):
        if held[end] == key[0] and list(held[end : end + _CUT_KEY]) == key:
            return start, end
    return None
