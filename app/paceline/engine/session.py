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
from paceline.engine.modes import ChosenVerifier
from paceline.engine.pair import Pair
from paceline.engine.policy import FixedPolicy, Policy
from paceline.engine.sampling import make_sampler
from paceline.engine.speculation import speculate
from paceline.engine.tokens import ReadProgress
from paceline.engine.verify import Verifier
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.options import Sampling, Speculation, Verification
from paceline.provenance import ReplySummary, Round, StopReason, Token
from paceline.tally import Tally

SHORTEST_REPLY: Final = 16
"""A prompt must leave room for this many tokens, else it counts as too long."""


class Reply:
    """One running reply: iterate over its rounds, then read its `summary`.

    The summary exists however the reply ends: by its own end, by cancelling, or by ceasing to
    iterate. It may be configured between two rounds.
    """

    def __init__(
        self,
        pair: Pair,
        prompt: Sequence[int],
        sampling: Sampling,
        policy: Policy,
        verification: Verification,
        budget: int | None,
        progress: ReadProgress,
    ) -> None:
        self._policy = policy
        self._verification = verification
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
        self._reused = pair.target.reuse(prompt)

    @property
    def reused(self) -> int:
        """Prompt tokens that need not be read again."""
        return self._reused

    def configure(self, speculation: Speculation) -> None:
        """Guess and check as these settings say from the next round on."""
        self._policy.configure(speculation)
        self._verification = speculation.verification

    def __iter__(self) -> Iterator[Round]:
        """Read the prompt, then write; ends quietly when cancelled."""
        chain: SamplerChain | None = None
        if self._sampling.temperature > 0:
            chain = SamplerChain(self._sampling, self._seed, self._pair.model.vocabulary_size)
        try:
            sampler = make_sampler(self._sampling, self._prompt, chain)
            verifier = ChosenVerifier(
                sampler, self._pair.model.is_end, self._seed, lambda: self._verification
            )
            yield from self._rounds(verifier)
        except Cancelled:
            self._stop_reason = StopReason.CANCELLED
        finally:
            if chain is not None:
                chain.close()

    def _rounds(self, verifier: Verifier) -> Iterator[Round]:
        pair, prompt = self._pair, self._prompt
        started = perf_counter()
        to_read = len(prompt) - self._reused
        pair.begin_computing()
        self._progress(0, to_read)
        # The last token is read by the first round.
        last = pair.target.prefill(prompt, lambda done, _total: self._progress(done, to_read))
        pair.drafters.begin(prompt, self._policy.drafter)
        pair.begin_computing()
        detokenizer = Detokenizer(pair.model.piece)
        room = pair.context.capacity - len(prompt)
        budget = room if self._budget is None else min(room, self._budget)
        for bare in speculate(
            pair.target,
            pair.drafters,
            self._policy,
            verifier,
            last,
            budget=budget,
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
            prefill_tokens=len(self._prompt) - self._reused,
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
        policy: Policy | None = None,
    ) -> Reply:
        """Begin the next reply; raises `AppError` where the conversation cannot be read.

        A `policy` of the caller's own decides in place of the one that follows `speculation`, as a
        benchmark does that measures without undrafted passes.
        """
        pair = self.pair
        text = pair.template.render(messages)
        brings_bos = bool(pair.model.bos_text) and text.startswith(pair.model.bos_text)
        prompt = pair.model.tokenize(text, add_special=not brings_bos)
        if not prompt:
            raise AppError(ErrorCode.PROMPT_UNRENDERABLE, "it made an empty prompt of it")
        longest = pair.context.capacity - SHORTEST_REPLY
        if len(prompt) > longest:
            raise AppError(
                ErrorCode.PROMPT_TOO_LONG,
                f"{len(prompt):,} tokens, and at most {longest:,} leave room for a reply",
            )
        chosen = policy or FixedPolicy(speculation, pair.drafters.names)
        return Reply(pair, prompt, sampling, chosen, speculation.verification, max_tokens, progress)


def _written(token: Token, detokenizer: Detokenizer, pair: Pair) -> Token:
    """Fill in the texts of a token and of its ghost."""
    text = "" if pair.model.is_end(token.id) else detokenizer.write(token.id)
    ghost = token.rejected
    if ghost is not None:
        ghost = replace(ghost, text=detokenizer.alone(ghost.id))
    return replace(token, text=text, rejected=ghost)
