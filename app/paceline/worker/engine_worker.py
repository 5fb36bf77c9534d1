"""The command loop of the engine process: one request at a time, on the main thread."""

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol, assert_never

from paceline.engine.batching.shared_session import SharedSession
from paceline.engine.llama.devices import compute_devices
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import ENGINE_VERSION, AbortFlag, processor_variant
from paceline.engine.memory import MemoryShort
from paceline.engine.pair import LoadProgressed, Pair
from paceline.engine.personal_cache import wipe
from paceline.engine.plan import PairSpec, plan_pair
from paceline.engine.reply import Reply
from paceline.engine.session import Session
from paceline.engine.threads import usable_threads
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.protocol.messages import (
    PROTOCOL_VERSION,
    AlternativeRound,
    AlternativesSaid,
    ConnectPair,
    CountTokens,
    Device,
    Failed,
    Finished,
    Forget,
    Generate,
    GenerateAlternatives,
    LoadPair,
    LoadProgress,
    ModelFacts,
    PairLoaded,
    PairLost,
    PromptProgress,
    Ready,
    Request,
    RoundDone,
    Unload,
)
from paceline.worker.remote_desk import RemoteDesk
from paceline.worker.side_by_side import SideBySide
from paceline.worker.streams import Inbox, Outbox

_PROGRESS_STEP: Final = 0.01
"""Smallest part of a load worth a message; llama.cpp reports every tensor."""


class PairOpener(Protocol):
    """Loads a pair: `Pair` itself, or a test's stand-in."""

    def __call__(self, spec: PairSpec, *, abort: AbortFlag, progress: LoadProgressed) -> Pair:
        """Load everything or nothing; raises `AppError` or `Cancelled`."""


class EngineWorker:
    """Owns the pair in use and answers every request exactly once."""

    def __init__(
        self,
        inbox: Inbox,
        outbox: Outbox,
        abort: AbortFlag,
        open_pair: PairOpener,
        measured: Path | None = None,
        check_pair: Callable[[PairSpec], object] = plan_pair,
    ) -> None:
        """Keep what is measured about pairs in the folder `measured`, if one is given."""
        self._inbox = inbox
        self._outbox = outbox
        self._abort = abort
        self._open_pair = open_pair
        self._measured = measured
        self._check_pair = check_pair
        self._pair: Pair | None = None
        self._session: Session | None = None
        self._several: SharedSession | None = None
        self._replies: dict[int, Reply] = {}
        self._desk: RemoteDesk | None = None

    def run(self) -> None:
        """Say `Ready`, then work until told to shut down."""
        self._outbox.send(
            Ready(
                protocol_version=PROTOCOL_VERSION,
                engine_version=ENGINE_VERSION,
                devices=tuple(
                    Device(
                        each.name,
                        each.description,
                        each.memory_free,
                        each.memory_total,
                        each.kind,
                        each.backend,
                    )
                    for each in compute_devices()
                ),
                threads=usable_threads(),
                processor_variant=processor_variant(),
            )
        )
        for request in self._inbox.requests():
            if isinstance(request, Generate) and self._several is not None:
                self._write_side_by_side(request, self._several)
            else:
                self._work_on(request, self._session)
            self._rearm()
            self._settle()
        self._free()

    def _work_on(self, request: Request, session: Session | None) -> None:
        with self._inbox.working_on(request.request_id):
            self._outbox.send(self._answer(request, session))

    def _write_side_by_side(self, request: Generate, several: SharedSession) -> None:
        replies = SideBySide(
            self._inbox, several, several.conductor, self._work_on, self._look_up, self._settle
        )
        replies.run(request)

    def _answer(self, request: Request, session: Session | None) -> Finished | Failed:
        """Do the work, with this session, and return the one event that ends the request."""
        try:
            self._inbox.raise_if_cancelled(request.request_id)
            return self._carry_out(request, session)
        except Cancelled:
            return Finished(request.request_id, cancelled=True)
        except BrokenPipeError:
            raise
        except Exception as error:
            return Failed(request.request_id, *_reason(error))

    def _carry_out(  # noqa: PLR0911 - one case each
        self, request: Request, session: Session | None
    ) -> Finished:
        if self._desk is not None and isinstance(
            request, Generate | GenerateAlternatives | CountTokens
        ):
            return self._desk.carry_out(request)
        match request:
            case LoadPair():
                return self._load(request)
            case ConnectPair():
                return self._connect(request)
            case Generate():
                return self._generate(request, session)
            case GenerateAlternatives():
                return self._generate_alternatives(request)
            case Unload():
                return self._unload(request)
            case CountTokens():
                return self._count(request)
            case Forget():
                return self._forget(request)
            case _:
                assert_never(request)

    def _connect(self, request: ConnectPair) -> Finished:
        desk = RemoteDesk.connect(request, self._inbox, self._outbox, self._count_meanwhile)
        self._free()
        self._desk = desk
        return Finished(request.request_id)

    def _load(self, request: LoadPair) -> Finished:
        spec = PairSpec(
            target=Path(request.target),
            draft=Path(request.draft) if request.draft else None,
            context_length=request.context_length,
            threads=request.threads,
            learned=Path(request.learned_folder) if request.learned_folder else None,
            wishes=request.wishes,
            seats=request.seats,
        )
        pair = self._open(spec, request.request_id)
        self._free()
        self._use(pair)
        self._outbox.send(
            PairLoaded(
                request_id=request.request_id,
                target=_facts(pair.model),
                draft=_facts(pair.draft) if pair.draft else None,
                context_length=pair.context.capacity,
                threads=pair.threads.most,
                notes=pair.notes,
                target_placement=pair.plan.target,
                draft_placement=pair.plan.draft,
                memory=pair.memory,
                seats=max(1, len(pair.seats)),
            )
        )
        return Finished(request.request_id)

    def _open(self, spec: PairSpec, request_id: int) -> Pair:
        """Load beside the pair in use; where memory holds only one of them, in its place."""
        last = ("", -1.0)

        def report(part: str, fraction: float) -> None:
            nonlocal last
            if part != last[0] or fraction - last[1] >= _PROGRESS_STEP or fraction == 1:
                last = (part, fraction)
                self._outbox.send(LoadProgress(request_id, part, fraction))

        if self._pair is not None and self._pair.on_gpu:
            # Beside it the new one would be left too little of the graphics processor.
            self._check_pair(spec)
        else:
            try:
                return self._open_pair(spec, abort=self._abort, progress=report)
            except AppError as error:
                if self._pair is None or self._inbox.closing:
                    raise
                if not _would_fit(error, freed=self._pair.memory_bytes):
                    raise
        old = self._pair.spec
        self._free()
        try:
            return self._open_pair(spec, abort=self._abort, progress=report)
        except BrokenPipeError:
            raise
        except Exception:
            self._reopen(old, request_id)
            raise

    def _reopen(self, spec: PairSpec, request_id: int) -> None:
        """Use the old pair again after the new one failed, or say that it is lost."""
        self._rearm()
        if self._inbox.closing:
            return
        try:
            pair = self._open_pair(spec, abort=self._abort, progress=lambda _part, _fraction: None)
        except Cancelled:
            self._outbox.send(PairLost(request_id, ErrorCode.NO_PAIR))
        except Exception as error:
            self._outbox.send(PairLost(request_id, *_reason(error)))
        else:
            self._use(pair)

    def _generate(self, request: Generate, session: Session | None) -> Finished:
        if session is None:
            raise AppError(ErrorCode.NO_PAIR)

        def report(done: int, total: int) -> None:
            progress = PromptProgress(
                request.request_id, done, total, reply.reused, reply.forgotten
            )
            self._outbox.send(progress)
            self._look_up()

        reply = session.reply(
            request.messages,
            request.sampling,
            request.speculation,
            max_tokens=request.max_tokens,
            overflow=request.overflow,
            progress=report,
            rehearsal=request.rehearsal,
            prompt=request.prompt,
        )
        self._replies[request.request_id] = reply
        try:
            for round_ in reply:
                self._outbox.send(RoundDone(request.request_id, round_))
                self._look_up()
                if self._inbox.is_cancelled(request.request_id):
                    break
        finally:
            del self._replies[request.request_id]
        cancelled = self._inbox.is_cancelled(request.request_id)
        return Finished(request.request_id, reply=reply.summary, cancelled=cancelled)

    def _look_up(self) -> None:
        """Do between two passes what cannot wait for the end of the replies that run."""
        if (speculation := self._inbox.take_speculation()) is not None:
            for reply in self._replies.values():
                reply.configure(speculation)
        self._count_meanwhile()

    def _generate_alternatives(self, request: GenerateAlternatives) -> Finished:
        if self._session is None:
            raise AppError(ErrorCode.NO_PAIR)

        def report(done: int, total: int) -> None:
            self._outbox.send(
                PromptProgress(request.request_id, done, total, running.reused, running.forgotten)
            )
            self._count_meanwhile()

        running = self._session.alternatives(
            request.messages,
            request.sampling,
            request.count,
            max_tokens=request.max_tokens,
            overflow=request.overflow,
            progress=report,
        )
        for said in running:
            rounds = tuple(AlternativeRound(number, round_) for number, round_ in said)
            self._outbox.send(AlternativesSaid(request.request_id, rounds))
            self._count_meanwhile()
            if self._inbox.is_cancelled(request.request_id):
                break
        cancelled = self._inbox.is_cancelled(request.request_id)
        return Finished(request.request_id, cancelled=cancelled, replies=running.summaries)

    def _count_meanwhile(self) -> None:
        """Answer the counts that wait, between two passes of a reply."""
        for count in self._inbox.counts():
            self._outbox.send(self._answer(count, self._session))

    def _count(self, request: CountTokens) -> Finished:
        if self._session is None:
            raise AppError(ErrorCode.NO_PAIR)
        return Finished(request.request_id, count=self._session.count(request.messages))

    def _unload(self, request: Unload) -> Finished:
        self._free()
        return Finished(request.request_id)

    def _forget(self, request: Forget) -> Finished:
        if self._several is not None:
            self._several.unlearn()
        elif self._session is not None:
            self._session.unlearn()
        wipe(Path(request.learned_folder))
        return Finished(request.request_id)

    def _settle(self) -> None:
        """Learn from the reply while nobody waits for it; a bug there must not cost the next."""
        try:
            if self._several is not None:
                self._several.settle()
            elif self._session is not None:
                self._session.settle()
        except Exception as error:
            traceback.print_exception(error, file=sys.stderr)

    def _rearm(self) -> None:
        """Let the engine compute again after a cancel, unless everything is to end."""
        self._abort.clear()
        if self._inbox.closing:  # looked up last: it may have been set just before the clear
            self._abort.set()

    def _use(self, pair: Pair) -> None:
        self._pair = pair
        memory = pair.memory_in(self._measured) if self._measured else None
        if pair.conductor is None:
            self._session = Session(pair, memory)
            self._session.calibrate()
            return
        pair.conductor.rearm = self._rearm
        self._several = SharedSession(pair.seats, pair.conductor, memory)
        self._several.calibrate()
        self._session = self._several.first

    def _free(self) -> None:
        pair, self._pair = self._pair, None
        desk, self._desk = self._desk, None
        self._session = self._several = None
        if desk is not None:
            desk.close()
        if pair is not None:
            pair.close()


def _reason(error: Exception) -> tuple[ErrorCode, str]:
    """Code and detail for the person; what is no `AppError` is our bug and leaves its trace."""
    if isinstance(error, AppError):
        return error.code, error.detail
    traceback.print_exception(error, file=sys.stderr)
    return ErrorCode.ENGINE_BUG, repr(error)


def _would_fit(error: AppError, freed: int) -> bool:
    """Whether what failed may succeed with `freed` more bytes.

    Where llama.cpp itself found no room, the figures are unknown and it is worth a try.
    """
    if isinstance(error, MemoryShort):
        return error.needed <= error.available + freed
    return error.code == ErrorCode.MEMORY_SHORT


def _facts(model: Model) -> ModelFacts:
    return ModelFacts(
        path=str(model.path),
        name=model.name,
        description=model.description,
        parameters=model.parameters,
        size=model.size,
        layers=model.layers,
        context_length_trained=model.context_length_trained,
    )
