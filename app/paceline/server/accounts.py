"""What is remembered of one request, without its texts."""

import time

from paceline.protocol.messages import RoundDone
from paceline.protocol.server_lines import Request
from paceline.provenance import ReplySummary


class Account:
    """One request, from its arrival."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._begun = time.monotonic()
        self._first_token: float | None = None
        self._tokens = 0
        self._reply: ReplySummary | None = None
        self.streams = False

    def add_round(self, event: RoundDone) -> None:
        """Count what a round said."""
        self._tokens += len(event.round.tokens)
        if self._first_token is None and event.round.tokens:
            self._first_token = time.monotonic() - self._begun

    def end(self, reply: ReplySummary) -> None:
        """Remember what it came to."""
        self._reply = reply

    def line(self, number: int, status: int, code: str | None) -> Request:
        """Return what is told of the request."""
        reply = self._reply
        return Request(
            number=number,
            path=self._path,
            status=status,
            stream=self.streams,
            seconds=round(time.monotonic() - self._begun, 4),
            code=code,
            prompt_tokens=reply.prompt_tokens if reply else 0,
            tokens=self._tokens,
            first_token_seconds=self._first_token,
            tokens_per_second=reply.tokens_per_second if reply else None,
            acceptance=reply.acceptance if reply else None,
            net_gain=reply.net_gain if reply else None,
        )
