"""How the server does, added up from rounds and ended requests; pure, without a clock of its own.

The metrics and the lines for the window both read it, so that they can never disagree.
"""

from collections import deque
from collections.abc import Callable
from typing import Final

from paceline.provenance import ReplySummary, Round

RATE_SECONDS: Final = 5.0
"""Span of the rate: long enough for several passes of a slow model."""

_LATEST: Final = 32
"""Replies whose acceptance and net gain count as those of now."""


class Figures:
    """Adds up; `now` tells seconds that never go back."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.requests = 0
        self.tokens = 0
        self._recent: deque[tuple[float, int]] = deque()
        self._replies: deque[ReplySummary] = deque(maxlen=_LATEST)

    def add_round(self, round_: Round) -> None:
        """Count what one round said."""
        said = len(round_.tokens)
        self.tokens += said
        self._recent.append((self._now(), said))
        self._forget()

    def add_reply(self, reply: ReplySummary) -> None:
        """Count a reply that has ended."""
        self._replies.append(reply)

    @property
    def tokens_per_second(self) -> float:
        """What all replies together said in the last `RATE_SECONDS`."""
        self._forget()
        return sum(said for _, said in self._recent) / RATE_SECONDS

    @property
    def acceptance(self) -> float | None:
        """Accepted over tested guesses of the latest replies."""
        tested = sum(reply.tested for reply in self._replies)
        return sum(reply.accepted for reply in self._replies) / tested if tested else None

    @property
    def net_gain(self) -> float | None:
        """Net gain of those of the latest replies that had the engine for themselves."""
        known = [(reply.tokens, reply.net_gain) for reply in self._replies if reply.net_gain]
        plain = sum(tokens / gain for tokens, gain in known)
        return sum(tokens for tokens, _ in known) / plain if plain else None

    def _forget(self) -> None:
        while self._recent and self._now() - self._recent[0][0] > RATE_SECONDS:
            self._recent.popleft()
