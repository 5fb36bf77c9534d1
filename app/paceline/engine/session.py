"""Turns of a chat: from messages to a stream of rounds and a summary.

Both caches live on between turns: a prompt is compared with what they hold and only its new
tail is read.
"""

import secrets
from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Final

from msgspec.structs import replace

from paceline.chat import ChatMessage
from paceline.engine.detokenizer import Detokenizer
from paceline.engine.llama.sampler import SamplerChain
from paceline.engine.pair import Pair
from paceline.engine.policy import FixedPolicy
from paceline.engine.sampling import make_sampler
from paceline.engine.speculation import speculate
from paceline.engine.tokens import ReadProgress
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.options import Sampling, Speculation
from paceline.provenance import ReplySummary, Round, StopReason, Token
from paceline.tally import Tally

SHORTEST_REPLY: Final = 16
"""A prompt must leave room for this many tokens, else it counts as too long."""


class Reply:
    """One running reply: iterate over its rounds, then read its `summary`.

    The summary exists however the reply ends: by its own end, by cancelling, or by ceasing to
    iterate. `policy` may be configured between two rounds.
    """

    def __init__(
        self,
        pair: Pair,
        prompt: Sequence[int],
        sampling: Sampling,
        policy: FixedPolicy,
        budget: int | None,
        progress: ReadProgress,
    ) -> None:
        self.policy = policy
        self.tally = Tally()
        self._pair = pair
        self._prompt = list(prompt)
        self._sampling = sampling
        self._budget = budget
        self._progress = progress
        self._seed = secrets.randbelow(2**32 - 1) if sampling.seed is None else sampling.seed
        self._text: list[str] = []
        self._stop_reason = StopReason.CANCELLED
        self._first_token_ms: float | None = None
        self._prefilled = 1 + pair.target.missing(prompt)

    @property
    def reused(self) -> int:
        """Prompt tokens that need not be read again."""
        return len(self._prompt) - self._prefilled

    def __iter__(self) -> Iterator[Round]:
        """Read the prompt, then write; ends quietly when cancelled."""
        try:
            yield from self._rounds()
        except Cancelled:
            self._stop_reason = StopReason.CANCELLED

    def _rounds(self) -> Iterator[Round]:
        pair, prompt = self._pair, self._prompt
        started = perf_counter()
        sampler = make_sampler(
            self._sampling,
            prompt,
            lambda: SamplerChain(self._sampling, self._seed, pair.model.vocabulary_size),
        )
        pair.thread_count.begin()
        self._progress(0, self._prefilled)
        last = pair.target.prefill(prompt, self._progress)
        pair.drafters.begin(prompt, self.policy.drafter)
        detokenizer = Detokenizer(pair.model.piece)
        room = pair.context.capacity - len(prompt)
        budget = room if self._budget is None else min(room, self._budget)
        for bare in speculate(
            pair.target,
            pair.drafters,
            self.policy,
            sampler,
            last,
            budget=budget,
            is_end=pair.model.is_end,
        ):
            if self._first_token_ms is None:
                self._first_token_ms = (perf_counter() - started) * 1000
            round_ = replace(
                bare, tokens=tuple(_written(token, detokenizer, pair) for token in bare.tokens)
            )
            self.tally.add(round_)
            pair.follow_load((round_.draft_ms + round_.verify_ms) / 1000)
            self._text.extend(token.text for token in round_.tokens)
            if pair.model.is_end(round_.tokens[-1].id):
                self._stop_reason = StopReason.END
            elif self.tally.tokens >= budget:
                self._stop_reason = StopReason.LENGTH if budget < room else StopReason.CONTEXT
            yield round_

    @property
    def summary(self) -> ReplySummary:
        """What the reply amounts to so far."""
        return self.tally.summarize(
            text="".join(self._text),
            stop_reason=self._stop_reason,
            prompt_tokens=len(self._prompt),
            prefill_tokens=self._prefilled,
            time_to_first_token_ms=self._first_token_ms,
            seed=self._seed,
        )


class Session:
    """Replies of one loaded pair, one at a time."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair

    def reply(
        self,
        messages: Sequence[ChatMessage],
        sampling: Sampling,
        speculation: Speculation,
        *,
        max_tokens: int | None = None,
        progress: ReadProgress = lambda _done, _total: None,
    ) -> Reply:
        """Begin the next reply; raises `AppError` where the conversation cannot be read."""
        pair = self.pair
        text = pair.template.render(messages)
        brings_bos = bool(pair.model.bos_text) and text.startswith(pair.model.bos_text)
        prompt = pair.model.tokenize(text, add_special=not brings_bos)
        capacity = pair.context.capacity
        if len(prompt) + SHORTEST_REPLY > capacity:
            raise AppError(
                ErrorCode.PROMPT_TOO_LONG,
                f"{len(prompt):,} tokens, and {capacity:,} fit with the reply",
            )
        policy = FixedPolicy(speculation, pair.drafters.names)
        return Reply(pair, prompt, sampling, policy, max_tokens, progress)


def _written(token: Token, detokenizer: Detokenizer, pair: Pair) -> Token:
    """Fill in the texts of a token and of its ghost."""
    text = "" if pair.model.is_end(token.id) else detokenizer.write(token.id)
    ghost = token.rejected
    if ghost is not None:
        ghost = replace(ghost, text=detokenizer.alone(ghost.id))
    return replace(token, text=text, rejected=ghost)
