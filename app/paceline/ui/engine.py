"""The engine as the window uses it; `client.EngineClient` is one, the tests bring another."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import SignalInstance

from paceline.chat import ChatMessage
from paceline.client.engine_client import EngineState
from paceline.client.outcome import WorkerFailure
from paceline.loading import LoadingWishes, RemoteServer
from paceline.options import Overflow, Sampling, Speculation
from paceline.protocol.messages import PairLoaded


class Engine(Protocol):
    """Requests give an id back and end exactly once, in `request_finished` or `request_failed`."""

    @property
    def state_changed(self) -> SignalInstance:
        """Carries an `EngineState`."""

    @property
    def worker_ready(self) -> SignalInstance:
        """Carries a `Ready`."""

    @property
    def load_progressed(self) -> SignalInstance:
        """Carries a `LoadProgress`."""

    @property
    def pair_loaded(self) -> SignalInstance:
        """Carries a `PairLoaded`."""

    @property
    def prompt_progressed(self) -> SignalInstance:
        """Carries a `PromptProgress`."""

    @property
    def round_done(self) -> SignalInstance:
        """Carries a `RoundDone`."""

    @property
    def alternatives_said(self) -> SignalInstance:
        """Carries an `AlternativesSaid`."""

    @property
    def request_finished(self) -> SignalInstance:
        """Carries a `Finished`."""

    @property
    def request_failed(self) -> SignalInstance:
        """Carries a `Failed`."""

    @property
    def worker_lost(self) -> SignalInstance:
        """Carries an `Outcome`, after `request_failed` of any request in flight."""

    @property
    def pair_lost(self) -> SignalInstance:
        """Carries a `PairLost`: a load failed and the pair before it could not be had back."""

    @property
    def state(self) -> EngineState:
        """What the engine is doing."""

    @property
    def pair(self) -> PairLoaded | None:
        """The pair in use."""

    @property
    def stderr_lines(self) -> tuple[str, ...]:
        """The last lines that the worker wrote to stderr."""

    def start(self) -> None:
        """Start the worker process."""

    def restart(self) -> int | None:
        """Start another worker and load the pair that was in use; gives that load's id."""

    def load_pair(
        self,
        target: Path,
        draft: Path | None,
        *,
        context_length: int | None = None,
        threads: int | None = None,
        learned_folder: Path | None = None,
        wishes: LoadingWishes | None = None,
    ) -> int:
        """Load a pair; cancels a reply that runs. The pair in use stays until this succeeded."""

    def connect_pair(self, server: RemoteServer, key: str | None) -> int:
        """Use a model on a server in place of the pair in use, as `load_pair` does."""

    def generate(
        self,
        messages: Sequence[ChatMessage],
        sampling: Sampling,
        speculation: Speculation,
        max_tokens: int | None,
        *,
        overflow: Overflow = Overflow.STOP,
        rehearsal: bool = False,
    ) -> int:
        """Write the next reply, or go on with one; waits for one that was cancelled.

        Nothing is learned from a `rehearsal`, which is made to be compared.
        """

    def generate_alternatives(
        self,
        messages: Sequence[ChatMessage],
        sampling: Sampling,
        count: int,
        max_tokens: int,
        *,
        overflow: Overflow = Overflow.STOP,
    ) -> int:
        """Write several replies at once; waits for one that was cancelled."""

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """Count what a conversation takes of the context, also beside a reply.

        `Finished` carries the count; fails with `NO_PAIR` where there is nobody to ask.
        """

    def forget(self, learned_folder: Path) -> int:
        """Delete what was learned from chats."""

    def configure(self, speculation: Speculation) -> None:
        """Speculate like this from the next round on."""

    def cancel(self, request_id: int) -> None:
        """Stop a request."""

    def close(self) -> None:
        """Leave no process behind; bounded."""


class Outcome(Protocol):
    """How a worker process ended."""

    @property
    def failure(self) -> WorkerFailure:
        """Why it was lost."""
