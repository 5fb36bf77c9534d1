"""The journal of a session: one short line for every signal of the client, in order."""

from collections import Counter
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from time import monotonic

from pytestqt.qtbot import QtBot

from paceline.chat import ChatMessage, Role, TokenCount
from paceline.client.engine_client import EngineClient, EngineState
from paceline.client.outcome import WorkerOutcome
from paceline.options import Sampling, Speculation
from paceline.protocol.messages import (
    AlternativesSaid,
    Failed,
    Finished,
    LoadProgress,
    PairLoaded,
    PairLost,
    PromptProgress,
    Ready,
    RoundDone,
)
from paceline.provenance import Origin, ReplySummary, Round, Token

PATIENCE_MS = 20_000
"""For what takes milliseconds on an idle machine and may take seconds on a busy one."""

GREEDY = Sampling(temperature=0)
PLAIN = Speculation(enabled=False)
DRAFTING = Speculation(draft_length=3)

LOADED = [
    "loading 1: target 0.5",
    "loading 1: target 1",
    "loading 1: draft 1",
    "loaded 1: target with draft",
    "state: idle",
    "finished 1",
]
"""What a session says while its first request, a pair, is loaded."""

OPENED = ["state: starting", "state: idle", "ready", "state: loading", *LOADED]
"""What a session says from its start until its first request, a pair, is loaded."""


class Session:
    """A client with a journal; asks like a window and waits for lines of the journal."""

    def __init__(self, client: EngineClient, qtbot: QtBot, patience_ms: int = PATIENCE_MS) -> None:
        self.patience_ms = patience_ms
        self.client = client
        self.journal: list[str] = []
        self.requests: list[int] = []
        self.pids: set[int] = set()
        self.rounds: list[Round] = []
        self.said: dict[int, list[Token]] = {}
        self.replies: list[ReplySummary] = []
        self.counts: list[TokenCount] = []
        self.outcomes: list[WorkerOutcome] = []
        self._qtbot = qtbot
        client.state_changed.connect(self._on_state_changed)
        client.worker_ready.connect(self._on_worker_ready)
        client.load_progressed.connect(self._on_load_progressed)
        client.pair_loaded.connect(self._on_pair_loaded)
        client.pair_lost.connect(self._on_pair_lost)
        client.prompt_progressed.connect(self._on_prompt_progressed)
        client.round_done.connect(self._on_round_done)
        client.alternatives_said.connect(self._on_alternatives_said)
        client.request_finished.connect(self._on_request_finished)
        client.request_failed.connect(self._on_request_failed)
        client.worker_lost.connect(self._on_worker_lost)

    # What a window asks ---------------------------------------------------------------------

    def load(self, target: Path, draft: Path | None = None) -> int:
        return self._asked(self.client.load_pair(target, draft))

    def generate(
        self,
        speculation: Speculation = DRAFTING,
        max_tokens: int | None = None,
        content: str = "What is a binary search tree?",
    ) -> int:
        messages = [ChatMessage(Role.USER, content)]
        return self._asked(self.client.generate(messages, GREEDY, speculation, max_tokens))

    def generate_alternatives(
        self, count: int = 3, max_tokens: int = 100, content: str = "What is a tree?"
    ) -> int:
        messages = [ChatMessage(Role.USER, content)]
        return self._asked(
            self.client.generate_alternatives(messages, Sampling(seed=1), count, max_tokens)
        )

    def count(self, *contents: str) -> int:
        messages = [ChatMessage(Role.USER, content) for content in contents]
        return self._asked(self.client.count_tokens(messages))

    def unload(self) -> int:
        return self._asked(self.client.unload())

    def forget(self, learned_folder: Path) -> int:
        return self._asked(self.client.forget(learned_folder))

    def restart(self) -> int | None:
        request_id = self.client.restart()
        return None if request_id is None else self._asked(request_id)

    def open(self, target: Path, draft: Path) -> None:
        """Start, load a pair as request 1, and wait for it."""
        self.client.start()
        self.load(target, draft)
        self.wait_for("finished 1")

    def _asked(self, request_id: int) -> int:
        self.requests.append(request_id)
        return request_id

    # What a test waits for ------------------------------------------------------------------

    def wait_for(self, line: str, times: int = 1) -> None:
        """Run the event loop until the journal has this line so often."""
        self.wait_until(lambda: self.journal.count(line) >= times)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=self.patience_ms)

    def rest(self, milliseconds: int = 50) -> None:
        """Let anything come that should not come."""
        self._qtbot.wait(milliseconds)

    def seconds_until(self, line: str) -> float:
        """How long the journal takes to get this line."""
        begun = monotonic()
        self.wait_for(line)
        return monotonic() - begun

    # What it finds --------------------------------------------------------------------------

    def ends(self) -> Counter[int]:
        """How often each request ended."""
        return Counter(
            int(line.split()[1].rstrip(":"))
            for line in self.journal
            if line.startswith(("finished", "cancelled", "failed"))
        )

    def outline(self) -> list[str]:
        """The journal with repetitions of a line taken together."""
        return [line for line, _ in groupby(self.journal)]

    def text(self) -> str:
        return "".join(token.text for round_ in self.rounds for token in round_.tokens)

    def origins(self) -> list[set[Origin]]:
        """The origins in each round."""
        return [{token.origin for token in round_.tokens} for round_ in self.rounds]

    # What the client says -------------------------------------------------------------------

    def _note(self, line: str) -> None:
        self.journal.append(line)
        if self.client.worker_pid is not None:
            self.pids.add(self.client.worker_pid)

    def _on_state_changed(self, state: EngineState) -> None:
        self._note(f"state: {state}")

    def _on_worker_ready(self, _: Ready) -> None:
        self._note("ready")

    def _on_load_progressed(self, event: LoadProgress) -> None:
        self._note(f"loading {event.request_id}: {event.part} {event.fraction:g}")

    def _on_pair_loaded(self, event: PairLoaded) -> None:
        names = event.target.name + (f" with {event.draft.name}" if event.draft else "")
        self._note(f"loaded {event.request_id}: {names}")

    def _on_pair_lost(self, event: PairLost) -> None:
        assert self.client.pair is None
        self._note(f"pair lost {event.request_id}: {event.code}")

    def _on_prompt_progressed(self, event: PromptProgress) -> None:
        self._note(f"prompt {event.request_id}: {event.done}/{event.total}")

    def _on_round_done(self, event: RoundDone) -> None:
        self.rounds.append(event.round)
        self._note(f"round {event.request_id}")

    def _on_alternatives_said(self, event: AlternativesSaid) -> None:
        for said in event.rounds:
            self.said.setdefault(said.number, []).extend(said.round.tokens)
        self._note(f"said {event.request_id}")

    def _on_request_finished(self, event: Finished) -> None:
        if event.reply is not None:
            self.replies.append(event.reply)
        self.replies.extend(event.replies)
        if event.count is not None:
            self.counts.append(event.count)
        self._note(f"{'cancelled' if event.cancelled else 'finished'} {event.request_id}")

    def _on_request_failed(self, event: Failed) -> None:
        self._note(f"failed {event.request_id}: {event.code}")

    def _on_worker_lost(self, outcome: WorkerOutcome) -> None:
        assert self.client.state is EngineState.CRASHED
        self.outcomes.append(outcome)
        self._note(f"lost: {outcome.failure.code}")
