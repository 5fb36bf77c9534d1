"""What Prometheus may read of the server."""

from collections.abc import Callable
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from paceline import __version__
from paceline.provenance import ReplySummary, Round

_FIRST_TOKEN: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
_WHOLE: Final = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0)


class Metrics:
    """All metrics of one server; the manual (`server.md`) lists them."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # they tell nothing here
        self._registry = CollectorRegistry()
        info = Gauge("paceline_info", "Version of Paceline.", ["version"], registry=self._registry)
        info.labels(__version__).set(1)
        self._requests = self._counter(
            "paceline_requests", "Requests that have ended.", "endpoint", "status"
        )
        self._tokens = self._counter("paceline_tokens", "Tokens of replies.")
        self._prompt_tokens = self._counter("paceline_prompt_tokens", "Tokens of prompts.")
        self._cached_tokens = self._counter(
            "paceline_prompt_tokens_cached", "Tokens of prompts that were in the cache."
        )
        self._passes = self._counter("paceline_passes", "Rounds of replies.")
        self._drafted = self._counter("paceline_draft_tokens", "Guesses made.", "drafter")
        self._tested = self._counter(
            "paceline_draft_tokens_tested", "Guesses that the target judged.", "drafter"
        )
        self._accepted = self._counter(
            "paceline_draft_tokens_accepted", "Guesses that were right.", "drafter"
        )
        self._restarts = self._counter(
            "paceline_worker_restarts", "Times that the engine was lost and started again."
        )
        self._first_token = Histogram(
            "paceline_time_to_first_token_seconds",
            "From a request's arrival to its first token.",
            buckets=_FIRST_TOKEN,
            registry=self._registry,
        )
        self._seconds = Histogram(
            "paceline_request_seconds",
            "From a request's arrival to its end.",
            buckets=_WHOLE,
            registry=self._registry,
        )
        self._by_drafter: dict[str, tuple[Counter, Counter, Counter]] = {}

    def watch(self, name: str, words: str, read: Callable[[], float | None]) -> None:
        """Show a figure that is read when it is asked for; None shows as NaN."""
        gauge = Gauge(name, words, registry=self._registry)

        def value() -> float:
            known = read()
            return float("nan") if known is None else known

        gauge.set_function(value)

    def add_round(self, round_: Round) -> None:
        """Count one round."""
        self._passes.inc()
        self._tokens.inc(len(round_.tokens))
        if round_.drafter is not None:
            drafted, tested, accepted = self._of_drafter(round_.drafter)
            drafted.inc(round_.drafted)
            tested.inc(round_.tested)
            accepted.inc(round_.accepted)

    def add_reply(self, reply: ReplySummary) -> None:
        """Count what a reply that has ended had read."""
        self._prompt_tokens.inc(reply.prompt_tokens)
        self._cached_tokens.inc(max(0, reply.prompt_tokens - reply.prefill_tokens))

    def add_request(
        self, endpoint: str, status: int, seconds: float, first_token_seconds: float | None
    ) -> None:
        """Count a request that has ended."""
        self._requests.labels(endpoint, str(status)).inc()
        self._seconds.observe(seconds)
        if first_token_seconds is not None:
            self._first_token.observe(first_token_seconds)

    def add_restart(self) -> None:
        """Count an engine that was lost."""
        self._restarts.inc()

    def text(self) -> bytes:
        """Return all of them in Prometheus' own format."""
        return generate_latest(self._registry)

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(name, words, labels, registry=self._registry)

    def _of_drafter(self, drafter: str) -> tuple[Counter, Counter, Counter]:
        found = self._by_drafter.get(drafter)
        if found is None:
            found = (
                self._drafted.labels(drafter),
                self._tested.labels(drafter),
                self._accepted.labels(drafter),
            )
            self._by_drafter[drafter] = found
        return found
