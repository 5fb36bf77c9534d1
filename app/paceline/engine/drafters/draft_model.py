"""A small model of the same vocabulary guesses, one token at a time.

Idea: most tokens are easy, and a model a tenth the size gets them right (Leviathan et al. 2023,
"Fast Inference from Transformers via Speculative Decoding"). Wins wherever the draft is far
cheaper than the target and agrees with it often; the general-purpose drafter.

Unlike llama.cpp's own loop it never decodes the verified batch a second time: its KV cache
keeps what turned out right and is fed only the tokens that it has not seen, one after a
rejection and two after full acceptance.
"""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Final

from paceline.engine.drafters.base import Request
from paceline.engine.sampling import Choice
from paceline.engine.tokens import Draft, KvContext, Outcome, Scores, common_prefix, find_cut
from paceline.errors import AppError
from paceline.options import DrafterChoice

MAX_FAILURES: Final = 3
"""Decodes that may fail in one reply before the drafter stays silent for the rest of it."""

CATCH_UP_TOKENS: Final = 24
"""Read at the most in one round by a drafter that lags behind, as after it was switched on in the
middle of a reply: about the time of one target pass, so that the reply never stalls."""

_SINKS: Final = 4
"""First tokens that stay when older ones are forgotten: much attention rests on them (Xiao et al.
2023, "Efficient Streaming Language Models with Attention Sinks")."""

_CATCH_UP_FROM: Final = 3
"""Feeding one or two tokens is the normal start of a draft; more is catching up."""


class DraftModelDrafter:
    """Implements `Drafter` over a context of the draft model."""

    name: Final = DrafterChoice.DRAFT_MODEL.value

    def __init__(
        self,
        context: KvContext,
        *,
        vocabulary_size: int,
        target_vocabulary_size: int,
        is_end: Callable[[int], bool],
    ) -> None:
        self._context = context
        self._vocabulary_size = vocabulary_size
        self._shared = min(vocabulary_size, target_vocabulary_size)
        self._is_end = is_end
        self._sequence: list[int] = []
        self._agreed = 0
        self._failures = 0

    def begin(self, prompt: Sequence[int]) -> None:
        """Start a reply; what the cache already holds of the prompt is kept."""
        self._sequence = [self._known(token) for token in prompt]
        self._agreed = 0
        self._failures = 0
        self._stay_within_context()

    def warm_up(self) -> None:
        """Read the prompt up to its last token."""
        try:
            self._read(len(self._sequence) - 1)
            self._context.checkpoint(lasting=True)
        except AppError:
            self._failures += 1

    @property
    def lag(self) -> int:
        """Tokens to read before a guess beyond the one or two that every draft starts with."""
        behind = len(self._sequence) - self._agreement()
        return behind if behind >= _CATCH_UP_FROM else 0

    def observe(self, outcome: Outcome) -> None:
        """Append what the target said; the cache is brought in line when next asked."""
        self._sequence.extend(self._known(token) for token in outcome.said)
        self._stay_within_context()

    def forget(self) -> None:
        """Nothing outlives a reply but what the next prompt says again."""

    def propose(self, request: Request) -> Draft:
        """Guess token by token; stops behind an end token, or where another may not pay."""
        return self.confirm((), request)

    def confirm(self, guesses: Sequence[int], request: Request) -> Draft:
        """Return the leading guesses that this model makes too, then its own; reads one pass."""
        room = self._context.capacity - len(self._sequence)
        limit = min(request.limit, room)
        if self._failures >= MAX_FAILURES or limit < 1:
            return Draft()
        try:
            return self._guess(guesses, limit, request)
        except AppError:
            self._failures += 1
            return Draft()

    def _guess(self, guesses: Sequence[int], limit: int, request: Request) -> Draft:
        started = perf_counter()
        catch_up_ms = 0.0
        last = len(self._sequence) - 1
        if self.lag:
            self._read(min(last, self._agreement() + CATCH_UP_TOKENS))
            catch_up_ms = (perf_counter() - started) * 1000
            if len(self._context.tokens) < last:
                return Draft(catch_up_ms=catch_up_ms, decode_ms=catch_up_ms)
        self._context.rewind(min(self._agreement(), last))
        self._context.checkpoint()
        # The last guess that may stand is read by the target alone: nothing follows it here.
        checked = self._readable(guesses)[: limit - 1]
        feed: Sequence[int] = (*self._sequence[len(self._context.tokens) :], *checked)
        choices: list[Choice] = []
        decode_ms = catch_up_ms
        while True:
            before = perf_counter()
            rows = self._context.decode(feed, outputs=1 + len(checked))
            decode_ms += (perf_counter() - before) * 1000
            self._choose(choices, guesses, rows, request)
            finished = len(choices) == limit or self._is_end(choices[-1].token)
            if finished or not request.go_on([each.confidence for each in choices]):
                break
            # What was not confirmed has to go; the last choice is not read yet.
            self._context.rewind(last + len(choices))
            guesses, checked, feed = (), (), (choices[-1].token,)
        return self._draft(choices, catch_up_ms, decode_ms)

    def _choose(
        self, choices: list[Choice], guesses: Sequence[int], rows: Scores, request: Request
    ) -> None:
        """Append this model's choices as far as they are the guesses, and the one behind them."""
        for slot, row in enumerate(rows[:, : self._shared]):
            choice = request.choose.choose(row, [each.token for each in choices])
            choices.append(choice)
            if slot >= len(guesses) or choice.token != guesses[slot] or self._is_end(choice.token):
                return

    def _readable(self, guesses: Sequence[int]) -> Sequence[int]:
        """Return the guesses before the first that the draft's vocabulary does not have."""
        unknown = (slot for slot, token in enumerate(guesses) if token >= self._shared)
        return guesses[: next(unknown, len(guesses))]

    def _draft(self, choices: Sequence[Choice], catch_up_ms: float, decode_ms: float) -> Draft:
        distributions = tuple(each.distribution for each in choices)
        return Draft(
            self.name,
            tuple(each.token for each in choices),
            tuple(each.confidence for each in choices),
            catch_up_ms,
            decode_ms,
            distributions if any(distributions) else (),
        )

    def _stay_within_context(self) -> None:
        """Forget the older half of what fills the draft's context, which may be the smaller one."""
        if len(self._sequence) <= self._context.capacity:
            return
        tail = self._context.capacity // 2
        self._sequence = [*self._sequence[:_SINKS], *self._sequence[-tail:]]
        self._agreed = 0

    def _read(self, length: int) -> None:
        """Bring the cache to hold exactly the first `length` tokens of the sequence.

        What was cut out of the conversation is cut out of the cache too, without reading what
        followed it anew: a guess may rest on more than is still said.
        """
        if self._context.can_shift and self._agreement() < len(self._context.tokens):
            cut = find_cut(self._context.tokens, self._sequence)
            if cut is not None:
                self._context.drop(*cut)
        self._context.rewind(min(self._agreement(), length))
        missing = self._sequence[len(self._context.tokens) : length]
        if missing:
            self._context.decode(missing, outputs=0)

    def _agreement(self) -> int:
        """Return how many tokens of the cache are right; compares only what is new."""
        held = self._context.tokens
        self._agreed = common_prefix(held, self._sequence, min(self._agreed, len(held)))
        return self._agreed

    def _known(self, token: int) -> int:
        """Stand in for target tokens that a smaller draft vocabulary does not have."""
        return token if token < self._vocabulary_size else 0
