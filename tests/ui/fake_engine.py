"""An engine that does what a test tells it; it has the signals and verbs of `EngineClient`."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from paceline.chat import ChatMessage, TokenCount
from paceline.client.engine_client import EngineState
from paceline.client.outcome import WorkerFailure
from paceline.errors import ErrorCode
from paceline.loading import LoadingWishes, RemoteFacts, RemoteServer
from paceline.options import Overflow, ReplySettings, Sampling, Speculation
from paceline.protocol.messages import (
    AlternativeRound,
    AlternativesSaid,
    Failed,
    Finished,
    LoadProgress,
    ModelFacts,
    PairLoaded,
    PairLost,
    PromptProgress,
    RoundDone,
)
from paceline.provenance import Round, ServerReport, StopReason
from paceline.tally import Tally


def model_facts(path: str, name: str, parameters: int = 135_000_000) -> ModelFacts:
    return ModelFacts(
        path=path,
        name=name,
        description=f"llama {name}",
        parameters=parameters,
        size=parameters * 6 // 10,
        layers=30,
        context_length_trained=2048,
    )


class FakeOutcome:
    """How the fake's worker ended."""

    failure = WorkerFailure(ErrorCode.ENGINE_CRASHED, "SIGSEGV: it touched memory not its own")


class FakeEngineClient(QObject):
    """Records what it is asked; tests play the worker with the verbs below."""

    state_changed = Signal(object)
    worker_ready = Signal(object)
    load_progressed = Signal(object)
    pair_loaded = Signal(object)
    prompt_progressed = Signal(object)
    round_done = Signal(object)
    alternatives_said = Signal(object)
    request_finished = Signal(object)
    request_failed = Signal(object)
    worker_lost = Signal(object)
    pair_lost = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.state = EngineState.STOPPED
        self.pair: PairLoaded | None = None
        self.loads: list[tuple[Path, Path | None]] = []
        self.load_options: list[tuple[int | None, int | None]] = []
        self.learned_folders: list[Path | None] = []
        self.stderr_lines: tuple[str, ...] = ()
        self.wishes: list[LoadingWishes] = []
        self.forgotten: list[Path] = []
        self.prompts: list[tuple[ChatMessage, ...]] = []
        self.speculations: list[Speculation] = []
        self.rehearsals: list[bool] = []
        self.samplings: list[Sampling] = []
        self.max_tokens: list[int | None] = []
        self.overflows: list[Overflow] = []
        self.counted: list[tuple[ChatMessage, ...]] = []
        self.configured: list[Speculation] = []
        self.cancelled: list[int] = []
        self.closes = 0
        self.restarts = 0
        self._ids = 0
        self._count_id = 0
        self._tallies: list[Tally] = []
        self._texts: list[str] = []
        self._tally = Tally()
        self._text = ""
        self._lost_load: tuple[Path, Path | None] | None = None
        self.connected: list[tuple[RemoteServer, str | None]] = []

    # What the window calls ----------------------------------------------------------------

    def start(self) -> None:
        self._set_state(EngineState.STARTING)

    def restart(self) -> int | None:
        self.restarts += 1
        self.start()
        if self._lost_load is None:
            return None
        return self.load_pair(*self._lost_load)

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
        self.loads.append((target, draft))
        self.wishes.append(wishes or LoadingWishes())
        self.load_options.append((context_length, threads))
        self.learned_folders.append(learned_folder)
        self._set_state(EngineState.LOADING)
        return self._next_id()

    def connect_pair(self, server: RemoteServer, key: str | None) -> int:
        self.connected.append((server, key))
        self._set_state(EngineState.LOADING)
        return self._next_id()

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
        self.rehearsals.append(rehearsal)
        self.overflows.append(overflow)
        self.prompts.append(tuple(messages))
        self.samplings.append(sampling)
        self.speculations.append(speculation)
        self.max_tokens.append(max_tokens)
        self._tally = Tally()
        self._text = ""
        self._set_state(EngineState.GENERATING)
        return self._next_id()

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        self.counted.append(tuple(messages))
        self._count_id -= 1  # apart from `last_id`, which is the reply's or the load's
        return self._count_id

    def generate_alternatives(
        self,
        messages: Sequence[ChatMessage],
        sampling: Sampling,
        count: int,
        max_tokens: int,
        *,
        overflow: Overflow = Overflow.STOP,
    ) -> int:
        self.overflows.append(overflow)
        self.prompts.append(tuple(messages))
        self.samplings.append(sampling)
        self.max_tokens.append(max_tokens)
        self._tallies = [Tally() for _ in range(count)]
        self._texts = [""] * count
        self._set_state(EngineState.GENERATING)
        return self._next_id()

    def forget(self, learned_folder: Path) -> int:
        self.forgotten.append(learned_folder)
        return self._next_id()

    def configure(self, speculation: Speculation) -> None:
        self.configured.append(speculation)

    def cancel(self, request_id: int) -> None:
        self.cancelled.append(request_id)

    def close(self) -> None:
        self.closes += 1
        self._set_state(EngineState.STOPPED)

    # What the test makes the worker do ----------------------------------------------------

    @property
    def last_id(self) -> int:
        return self._ids

    def become_ready(self) -> None:
        self._set_state(EngineState.IDLE)

    def report_load(self, part: str, fraction: float) -> None:
        self.load_progressed.emit(LoadProgress(self._ids, part, fraction))

    def finish_load(self, *, notes: tuple[str, ...] = ()) -> None:
        target, draft = self.loads[-1]
        self._lost_load = (target, draft)
        self.pair = PairLoaded(
            request_id=self._ids,
            target=model_facts(str(target), target.stem, 1_100_000_000),
            draft=model_facts(str(draft), draft.stem) if draft else None,
            context_length=4096,
            threads=2,
            notes=notes,
        )
        self.pair_loaded.emit(self.pair)
        self._set_state(EngineState.IDLE)
        self.request_finished.emit(Finished(self._ids))

    def finish_connecting(self, facts: RemoteFacts) -> None:
        """The server answered."""
        self.pair = PairLoaded(
            request_id=self._ids,
            target=ModelFacts("", facts.server.model, facts.software.value, 0, 0, 0, 0),
            draft=None,
            context_length=facts.context_length or 0,
            threads=0,
            remote=facts,
        )
        self.pair_loaded.emit(self.pair)
        self._set_state(EngineState.IDLE)
        self.request_finished.emit(Finished(self._ids))

    def prefill(self, done: int, total: int) -> None:
        self.prompt_progressed.emit(PromptProgress(self._ids, done, total, 0))

    def say(self, *rounds: Round, request_id: int | None = None) -> None:
        for round_ in rounds:
            self._tally.add(round_)
            self._text += "".join(token.text for token in round_.tokens)
            self.round_done.emit(RoundDone(request_id or self._ids, round_))

    def say_alternatives(self, *rounds: tuple[int, Round]) -> None:
        for number, round_ in rounds:
            self._tallies[number].add(round_)
            self._texts[number] += "".join(token.text for token in round_.tokens)
        said = tuple(AlternativeRound(number, round_) for number, round_ in rounds)
        self.alternatives_said.emit(AlternativesSaid(self._ids, said))

    def finish_alternatives(self, *, cancelled: bool = False) -> None:
        self._set_state(EngineState.IDLE)
        replies = tuple(
            tally.summarize(
                text=text,
                stop_reason=StopReason.CANCELLED if cancelled else StopReason.END,
                prompt_tokens=20,
                prefill_tokens=20,
                time_to_first_token_ms=120.0,
                seed=number,
            )
            for number, (tally, text) in enumerate(zip(self._tallies, self._texts, strict=True))
        )
        self.request_finished.emit(Finished(self._ids, cancelled=cancelled, replies=replies))

    def finish(
        self, stop_reason: StopReason = StopReason.END, *, report: ServerReport | None = None
    ) -> None:
        self._set_state(EngineState.IDLE)
        cancelled = stop_reason is StopReason.CANCELLED
        reply = self._tally.summarize(
            text=self._text,
            stop_reason=stop_reason,
            prompt_tokens=20,
            prefill_tokens=20,
            time_to_first_token_ms=120.0,
            seed=1,
            settings=ReplySettings(
                self.samplings[-1], self.speculations[-1], self.max_tokens[-1], self.overflows[-1]
            ),
        )
        if report is not None:  # a server that does not tell of its passes
            reply = msgspec.structs.replace(reply, report=report, passes=0, tokens_per_pass=None)
        self.request_finished.emit(Finished(self._ids, reply, cancelled))

    def finish_cancelled(self, request_id: int) -> None:
        self._set_state(EngineState.IDLE)
        self.request_finished.emit(Finished(request_id, None, cancelled=True))

    def answer_count(self, *, prompt: int, message: int, room: int) -> None:
        """Answer what was counted last."""
        count = TokenCount(prompt, message, room)
        self.request_finished.emit(Finished(self._count_id, count=count))

    def fail(self, code: ErrorCode, detail: str = "") -> None:
        self._set_state(EngineState.IDLE)
        self.request_failed.emit(Failed(self._ids, code, detail))

    def lose_pair(self) -> None:
        self.pair = None
        lost = PairLost(self._ids, ErrorCode.MEMORY_SHORT, "it needs 9 GB")
        self.pair_lost.emit(lost)
        self.fail(lost.code, lost.detail)

    def crash(self) -> None:
        in_flight = self.state in (EngineState.GENERATING, EngineState.LOADING)
        self.pair = None
        self._set_state(EngineState.CRASHED)
        if in_flight:
            self.request_failed.emit(Failed(self._ids, ErrorCode.ENGINE_CRASHED, "SIGSEGV"))
        self.worker_lost.emit(FakeOutcome())

    def _next_id(self) -> int:
        self._ids += 1
        return self._ids

    def _set_state(self, state: EngineState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
