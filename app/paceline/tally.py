"""Running figures of a reply, computed from its rounds alone.

The live strip in the window and the summary of the command line both use this class, so that
they can never disagree.
"""

from bisect import insort
from collections import Counter, deque
from statistics import median
from typing import Final

from paceline.options import ReplySettings
from paceline.provenance import Forgotten, Origin, ReplySummary, Round, StopReason

RECENT_SECONDS: Final = 1.5
"""Span of the 'now' rate: long enough to hold several passes, short enough to feel live."""


class Tally:
    """Adds up rounds; every figure is None until it has been measured."""

    def __init__(self) -> None:
        self.tokens = 0
        self.passes = 0
        self.drafted = 0
        self.tested = 0
        self.accepted = 0
        self.wall_ms = 0.0
        self.decode_ms = 0.0
        self.reasoning = 0
        self.shared_passes = 0
        self.origins: Counter[Origin] = Counter()
        self._recent: deque[tuple[float, int]] = deque()
        self._recent_said = 0
        self._width_before = 0
        self._plain_ms: list[float] = []
        self._changed_ms: list[float] = []

    def add(self, round_: Round) -> None:
        """Count one round."""
        said = len(round_.tokens)
        self._recent.append((self.wall_ms, said))  # when it began: sums need not be made anew
        self._recent_said += said
        self.tokens += said
        self.passes += 1
        self.drafted += round_.drafted
        self.tested += round_.tested
        self.accepted += round_.accepted
        self.wall_ms += round_.wall_ms
        self.decode_ms += round_.decode_ms
        self.shared_passes += round_.shared > 1
        self.reasoning += sum(token.reasoning for token in round_.tokens)
        self.origins.update(token.origin for token in round_.tokens)
        if round_.width == 1 and round_.shared == 1:
            plain = self._plain_ms if self._width_before == 1 else self._changed_ms
            insort(plain, round_.wall_ms - round_.draft_ms)  # in order: quick to halve
        self._width_before = round_.width
        while len(self._recent) > 1 and self.wall_ms - self._recent[1][0] > RECENT_SECONDS * 1000:
            self._recent_said -= self._recent.popleft()[1]

    @property
    def rate_now(self) -> float | None:
        """Tokens per second over the last `RECENT_SECONDS`."""
        milliseconds = self.wall_ms - self._recent[0][0] if self._recent else 0.0
        return 1000 * self._recent_said / milliseconds if milliseconds else None

    @property
    def rate_average(self) -> float | None:
        """Tokens per second since the first round."""
        return 1000 * self.tokens / self.wall_ms if self.wall_ms else None

    @property
    def acceptance(self) -> float | None:
        """Accepted over tested guesses, 0 to 1."""
        return self.accepted / self.tested if self.tested else None

    @property
    def tokens_per_pass(self) -> float | None:
        """Mean tokens that one target pass yielded."""
        return self.tokens / self.passes if self.passes else None

    @property
    def plain_rate(self) -> float | None:
        """Tokens per second that plain decoding would give, from this reply's width-1 passes.

        Those behind a pass of another width are dearer, and those behind their like are few: the
        kind with the quicker median counts, so that no gain looks larger than it is.
        """
        medians = [median(passes) for passes in (self._plain_ms, self._changed_ms) if passes]
        return 1000 / min(medians) if medians else None

    @property
    def net_gain(self) -> float | None:
        """Measured rate over plain rate; above 1 speculation pays.

        None where passes were shared: what the reply had cost alone nobody knows.
        """
        if self.shared_passes:
            return None
        rate, plain = self.rate_average, self.plain_rate
        return rate / plain if rate and plain and self.drafted else None

    @property
    def loop_overhead(self) -> float | None:
        """Share of the wall time outside draft and verify decodes, 0 to 1."""
        return (self.wall_ms - self.decode_ms) / self.wall_ms if self.wall_ms else None

    def summarize(
        self,
        *,
        text: str,
        stop_reason: StopReason,
        prompt_tokens: int,
        prefill_tokens: int,
        time_to_first_token_ms: float | None,
        seed: int,
        draft_prefill_tokens: int = 0,
        forgotten: Forgotten | None = None,
        settings: ReplySettings | None = None,
    ) -> ReplySummary:
        """The record of a finished reply."""
        return ReplySummary(
            text=text,
            tokens=self.tokens,
            seconds=self.wall_ms / 1000,
            tokens_per_second=self.rate_average,
            drafted=self.drafted,
            tested=self.tested,
            accepted=self.accepted,
            acceptance=self.acceptance,
            passes=self.passes,
            tokens_per_pass=self.tokens_per_pass,
            net_gain=self.net_gain,
            loop_overhead=self.loop_overhead,
            origins={origin: self.origins[origin] for origin in Origin},
            stop_reason=stop_reason,
            prompt_tokens=prompt_tokens,
            prefill_tokens=prefill_tokens,
            time_to_first_token_ms=time_to_first_token_ms,
            seed=seed,
            draft_prefill_tokens=draft_prefill_tokens,
            reasoning_tokens=self.reasoning,
            forgotten=forgotten,
            settings=settings,
        )
