"""A reply that a server writes, as the rounds that everything here is made of.

A piece of the stream is a round. What the server says of its tokens is in it, and else one piece of
text of which nothing is known but when it came. The figures that a server measured itself stand in
the summary's `report`; nothing is estimated for those that it did not.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from time import perf_counter
from typing import Final, TypeVar

import msgspec

from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.options import ReplySettings
from paceline.provenance import (
    UNKNOWN_ID,
    Origin,
    ReplySummary,
    Round,
    ServerReport,
    StopReason,
    Token,
)
from paceline.remote.answers import (
    Chunk,
    ErrorFacts,
    Extension,
    Metrics,
    Outcome,
    PromptProgress,
    Stats,
    Timings,
    Usage,
    figures,
    read,
)
from paceline.remote.refusals import trouble
from paceline.remote.thoughts import Thoughts
from paceline.tally import Tally

MOST_TEXT_BYTES: Final = 2_000_000
"""Of a reply, as it travels to the window in one line; a novel has a million letters."""

_DONE: Final = b"[DONE]"
_END: Final = {"length": StopReason.LENGTH}
"""What a server's word for the end means; every other is an end of the model's own."""

_T = TypeVar("_T")

Progress = Callable[[int, int, int], None]
"""How far the prompt is read: done, total, and how many more were known already."""


class RemoteReply:
    """Iterate over it for the rounds; then, or after a stop, it has a `summary`.

    Iterating raises `AppError`: REMOTE_CUT where the stream ends before the reply does. A stop by
    the person ends it in silence.
    """

    def __init__(
        self,
        events: Generator[bytes, None, None],
        report: ServerReport,
        settings: ReplySettings,
        seed: int,
        progress: Progress,
    ) -> None:
        self._events = events
        self._report = report
        self._settings = settings
        self._seed = seed
        self._progress = progress
        self._tally = Tally()
        self._thoughts = Thoughts()
        self._text: list[str] = []
        self._size = 0
        self._began = perf_counter()
        self._first: float | None = None
        self._last = 0.0
        self._stop: StopReason | None = None
        self._outcome: Outcome | None = None
        self._usage = Usage()
        self._timings = Timings()
        self._stats = Stats()
        self._metrics = Metrics()

    def __iter__(self) -> Iterator[Round]:
        """Yield each round as it comes."""
        try:
            for event in self._events:
                if event == _DONE:
                    self._stop = self._stop or StopReason.END
                    break
                if round_ := self._take(read(event, Chunk)):
                    yield round_
        except Cancelled:
            self._stop = StopReason.CANCELLED
        finally:
            self._events.close()  # hangs up where the server has not
        if rest := self._round(self._pieces(self._thoughts.end())):
            yield rest
        if self._stop is None:
            if not self._text:
                raise AppError(ErrorCode.REMOTE_ANSWER_INVALID, "there is no reply in it")
            raise AppError(ErrorCode.REMOTE_CUT, "its end is missing")

    def cancelled(self) -> bool:
        """Whether the person stopped it."""
        return self._stop is StopReason.CANCELLED

    @property
    def summary(self) -> ReplySummary:
        """What the reply amounts to: the server's figures where it has them."""
        report = self._whole_report()
        told = self._tally.summarize(
            text="".join(self._text),
            stop_reason=self._stop or StopReason.END,
            prompt_tokens=report.prompt_tokens or 0,
            prefill_tokens=max(0, (report.prompt_tokens or 0) - (report.cached_tokens or 0)),
            time_to_first_token_ms=None if self._first is None else 1000 * self._first,
            seed=self._seed,
            settings=self._settings,
        )
        if (outcome := self._outcome) is not None:
            return msgspec.structs.replace(
                told,
                tokens=outcome.tokens,
                seconds=outcome.seconds,
                tokens_per_second=outcome.tokens_per_second,
                drafted=outcome.drafted,
                tested=outcome.tested,
                accepted=outcome.accepted,
                acceptance=outcome.acceptance,
                passes=outcome.passes,
                tokens_per_pass=outcome.tokens_per_pass,
                net_gain=outcome.net_gain,
                loop_overhead=None,
                stop_reason=self._stop or outcome.stop_reason,
                report=report,
            )
        return msgspec.structs.replace(
            told,
            tokens=told.tokens if report.tokens is None else report.tokens,
            tokens_per_second=report.tokens_per_second or told.tokens_per_second,
            passes=0,
            tokens_per_pass=None,
            net_gain=None,
            loop_overhead=None,
            report=report,
        )

    def _take(self, chunk: Chunk) -> Round | None:
        if chunk.error is not None:
            facts = ErrorFacts(chunk.error) if isinstance(chunk.error, str) else chunk.error
            raise trouble(facts)
        if chunk.choices is None and chunk.message is not None:
            raise trouble(ErrorFacts(chunk.message))
        self._keep_figures(chunk)
        if (read_ := figures(chunk.prompt_progress, PromptProgress)) and self._first is None:
            new = max(0, read_.total - read_.cache)
            self._progress(min(max(0, read_.processed - read_.cache), new), new, read_.cache)
        choice = chunk.choices[0] if chunk.choices else None
        if choice is not None and choice.finish_reason:
            self._stop = _END.get(choice.finish_reason, StopReason.END)
        extension = figures(chunk.paceline, Extension)
        if extension is not None and extension.tokens:
            return self._round([each.token() for each in extension.tokens])
        if choice is None:
            return None
        said = choice.said
        stretches: list[tuple[str, bool]] = []
        if said.thought:
            stretches += self._thoughts.thought(said.thought)
        if said.content:
            stretches += self._thoughts.answer(said.content)
        return self._round(self._pieces(stretches))

    def _keep_figures(self, chunk: Chunk) -> None:
        """The last word counts: llama-server and others repeat figures that grow."""
        self._usage = figures(chunk.usage, Usage) or self._usage
        self._timings = figures(chunk.timings, Timings) or self._timings
        self._stats = figures(chunk.stats, Stats) or self._stats
        self._metrics = figures(chunk.metrics, Metrics) or self._metrics
        extension = figures(chunk.paceline, Extension)
        if extension is not None and extension.summary is not None:
            self._outcome = extension.summary

    @staticmethod
    def _pieces(stretches: Iterable[tuple[str, bool]]) -> list[Token]:
        return [
            Token(UNKNOWN_ID, text, Origin.UNREPORTED, None, None, reasoning=thought)
            for text, thought in stretches
            if text
        ]

    def _round(self, tokens: list[Token]) -> Round | None:
        """Make a round of what came just now; its time is that since the one before."""
        if not tokens:
            return None
        now = perf_counter() - self._began
        since = 0.0 if self._first is None else now - self._last
        self._first = now if self._first is None else self._first
        self._last = now
        text = "".join(token.text for token in tokens)
        self._text.append(text)
        self._size += len(msgspec.json.encode(text))
        if self._size > MOST_TEXT_BYTES:
            raise AppError(ErrorCode.REMOTE_ANSWER_INVALID, "the reply is far too long")
        accepted = sum(token.origin is Origin.DRAFTED for token in tokens)
        # Guesses behind the first wrong one are not told of, and count only in the summary.
        tested = accepted + sum(token.rejected is not None for token in tokens)
        round_ = Round(
            index=self._tally.passes,
            drafter=next((token.drafter for token in tokens if token.drafter), None),
            drafted=tested,
            tested=tested,
            accepted=accepted,
            width=0,
            draft_ms=0.0,
            catch_up_ms=0.0,
            verify_ms=0.0,
            sample_ms=0.0,
            decode_ms=0.0,
            wall_ms=1000 * since,
            tokens=tuple(tokens),
        )
        self._tally.add(round_)
        return round_

    def _whole_report(self) -> ServerReport:
        usage, timings, stats = self._usage, self._timings, self._stats
        drafts = self._metrics.speculative_decoding
        details = usage.prompt_tokens_details
        read_ = timings.prompt_n
        prompt = None if read_ is None else read_ + (timings.cache_n or 0)
        return msgspec.structs.replace(
            self._report,
            tokens=_first(usage.completion_tokens, timings.predicted_n),
            tokens_per_second=_positive(
                timings.predicted_per_second,
                stats.tokens_per_second,
                self._metrics.tokens_per_second,
                self._outcome.tokens_per_second if self._outcome else None,
                self._measured_rate(),
            ),
            prompt_tokens=_first(usage.prompt_tokens, prompt),
            cached_tokens=_first(details.cached_tokens if details else None, timings.cache_n),
            drafted=_first(
                timings.draft_n,
                stats.total_draft_tokens_count,
                usage.total_draft_tokens_count,
                drafts.num_draft_tokens if drafts else None,
            ),
            accepted=_first(
                timings.draft_n_accepted,
                stats.accepted_draft_tokens_count,
                usage.accepted_draft_tokens_count,
                drafts.num_accepted_draft_tokens if drafts else None,
            ),
        )

    def _measured_rate(self) -> float | None:
        """The tokens that the server counted over the time that they took to come."""
        tokens = self._usage.completion_tokens
        if tokens is None or self._first is None or self._last <= self._first:
            return None
        return tokens / (self._last - self._first)


def _first(*values: _T | None) -> _T | None:
    return next((value for value in values if value is not None), None)


def _positive(*values: float | None) -> float | None:
    return next((float(value) for value in values if value and value > 0), None)
