"""What becomes of the pair in use, and of each request, whichever way loading goes."""

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

from paceline.engine.chat_template import ChatTemplate
from paceline.engine.drafters.base import Panel
from paceline.engine.llama.context import LlamaContext
from paceline.engine.llama.model import Model
from paceline.engine.llama.native import AbortFlag
from paceline.engine.memory import MemoryBudget, MemoryShort
from paceline.engine.pair import LoadProgressed, Pair
from paceline.engine.plan import PairPlan, PairSpec
from paceline.engine.threads import FixedPairThreads
from paceline.engine.tokens import ReadProgress, Scores
from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.loading import (
    MAIN_MEMORY,
    CacheType,
    FlashAttention,
    MemoryReport,
    MemoryUse,
    ModelPlacement,
)
from paceline.options import Sampling, Speculation
from paceline.protocol.codec import encode
from paceline.protocol.messages import (
    Command,
    CountTokens,
    Event,
    Failed,
    Finished,
    Forget,
    Generate,
    GenerateAlternatives,
    LoadPair,
    PairLoaded,
    PairLost,
    Ready,
    Shutdown,
    Unload,
)
from paceline.worker import streams
from paceline.worker.engine_worker import EngineWorker
from paceline.worker.streams import Inbox, Outbox

Course = Exception | Callable[[], Exception] | None
"""How a load goes: it raises this, or what this returns, or succeeds."""

PATIENCE_SECONDS = 20
OLD_PAIR_BYTES = 1000

FITS_ALONE = MemoryShort("the weights", 1500, 600)
"""Too large beside the old pair, not in its place."""
FITS_NEVER = MemoryShort("the KV cache", 10**15, 600)
NO_ROOM = AppError(ErrorCode.MEMORY_SHORT, "llama.cpp could not allocate")
BROKEN = AppError(ErrorCode.FILE_TRUNCATED, "new.gguf")
BUG = RuntimeError("a bug")


class StandInModel(Model):
    """The facts of a model that was never loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.stem
        self.description = "llama"
        self.vocabulary_size = 8
        self.parameters = self.size = self.layers = self.context_length_trained = 1


class StandInContext(LlamaContext):
    """Refuses to compute, which a load survives."""

    def __init__(self) -> None:
        pass

    def rewind(self, length: int) -> None:
        assert length == 0

    def decode(
        self,
        tokens: Sequence[int],  # noqa: ARG002 - its parent's
        *,
        outputs: int,  # noqa: ARG002
        progress: ReadProgress | None = None,  # noqa: ARG002
    ) -> Scores:
        raise AppError(ErrorCode.DECODE_FAILED, "no weights")

    @property
    def capacity(self) -> int:
        return 4096


PLACEMENT = ModelPlacement(4096, 3, CacheType.F16, CacheType.BF16, FlashAttention.AUTO)
ESTIMATE = (MemoryUse("target", MAIN_MEMORY, weights=7),)


class StandInPair(Pair):
    """A pair without weights; tells when it is freed."""

    def __init__(self, spec: PairSpec, freed: Callable[[], None]) -> None:
        self.spec = spec
        self.notes = ()
        self.personal = None
        self.drafters = Panel(())
        self.plan = PairPlan(PLACEMENT, None, ESTIMATE, MemoryBudget(0), True, True, ())
        self.memory = MemoryReport(ESTIMATE, ESTIMATE, 9)
        self.threads = FixedPairThreads(2, 2)
        self.model = StandInModel(spec.target)
        self.draft = None
        self.template = ChatTemplate(None, bos="", eos="")
        self.context = StandInContext()
        self.draft_context = None
        self.seats = ()
        self.conductor = None
        self._freed = freed

    @property
    def on_gpu(self) -> bool:
        return self.spec.target.stem.startswith("gpu")

    @property
    def memory_bytes(self) -> int:
        return OLD_PAIR_BYTES

    def close(self) -> None:
        self._freed()


class Opener:
    """Opens pairs as planned, and successfully after that; keeps a diary."""

    def __init__(self) -> None:
        self.plan: list[Course] = []
        self.diary: list[str] = []
        self.specs: list[PairSpec] = []
        self.objection: AppError | None = None

    def check(self, spec: PairSpec) -> None:
        self.diary.append(f"check {spec.target.stem}")
        if self.objection is not None:
            raise self.objection

    def __call__(self, spec: PairSpec, *, abort: AbortFlag, progress: LoadProgressed) -> Pair:
        name = spec.target.stem
        self.diary.append(f"open {name}")
        self.specs.append(spec)
        if abort.is_set:
            raise Cancelled
        progress("target", 1)
        trouble = self.plan.pop(0) if self.plan else None
        if trouble is not None:
            raise trouble if isinstance(trouble, Exception) else trouble()
        return StandInPair(spec, lambda: self.diary.append(f"free {name}"))


class Journal(Outbox):
    """Keeps the events instead of writing them."""

    def __init__(self) -> None:
        self.events: queue.Queue[Event] = queue.Queue()

    def send(self, event: Event) -> None:
        self.events.put(event)


class Desk:
    """A worker at work on a thread, with both ends of its line."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self.sink = sink
        self.abort = AbortFlag()
        self.inbox = Inbox(source, self.abort.set)
        self.outbox = Journal()
        self.opener = Opener()
        worker = EngineWorker(
            self.inbox, self.outbox, self.abort, self.opener, check_pair=self.opener.check
        )
        self.thread = threading.Thread(target=worker.run)
        self.inbox.start()
        self.thread.start()
        assert isinstance(self.next(), Ready)

    def say(self, command: Command) -> None:
        self.sink.write(encode(command))
        self.sink.flush()

    def next(self) -> Event:
        return self.outbox.events.get(timeout=PATIENCE_SECONDS)

    def ask(self, command: Command) -> list[Event]:
        """The events of a request up to its end, without its progress."""
        self.say(command)
        events: list[Event] = []
        while not events or not isinstance(events[-1], Finished | Failed):
            event = self.next()
            if isinstance(event, Finished | Failed | PairLoaded | PairLost):
                events.append(event)
        return events

    def open_old(self) -> None:
        loaded, end = self.ask(LoadPair(1, "old.gguf"))
        assert isinstance(loaded, PairLoaded)
        assert end == Finished(1)
        self.opener.diary.clear()

    def open_new(self, *plan: Course) -> list[Event]:
        """Load another pair, each load going as planned."""
        self.opener.plan = list(plan)
        return self.ask(LoadPair(2, "new.gguf"))

    def pair_in_use(self) -> str | None:
        """The pair that unloading frees, None where there is none."""
        self.opener.diary.clear()
        assert self.ask(Unload(9)) == [Finished(9)]
        return self.opener.diary[0].removeprefix("free ") if self.opener.diary else None

    def shut_down(self) -> None:
        self.say(Shutdown())
        self.thread.join(PATIENCE_SECONDS)
        assert not self.thread.is_alive()


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(streams.Inbox, "_end_hard", staticmethod(lambda: None))
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as source, os.fdopen(writing, "wb") as sink:
        one = Desk(source, sink)
        yield one
        one.shut_down()


def test_a_pair_that_fits_is_loaded_beside_the_old_one(desk: Desk) -> None:
    desk.open_old()
    loaded, end = desk.open_new()
    assert isinstance(loaded, PairLoaded)
    assert loaded.target.name == "new"
    assert end == Finished(2)
    assert desk.opener.diary == ["open new", "free old"]


@pytest.mark.parametrize("shortage", [FITS_ALONE, NO_ROOM])
def test_where_memory_holds_one_pair_the_new_one_takes_its_place(
    desk: Desk, shortage: AppError
) -> None:
    desk.open_old()
    assert isinstance(desk.open_new(shortage, None)[0], PairLoaded)
    assert desk.opener.diary == ["open new", "free old", "open new"]
    assert desk.pair_in_use() == "new"


def test_where_the_pair_went_and_what_it_took_is_told(desk: Desk) -> None:
    loaded = desk.open_new()[0]
    assert isinstance(loaded, PairLoaded)
    assert (loaded.target_placement, loaded.draft_placement) == (PLACEMENT, None)
    assert loaded.memory == MemoryReport(ESTIMATE, ESTIMATE, 9)


def test_a_pair_on_a_graphics_processor_gives_way_to_a_new_one_that_was_checked(
    desk: Desk,
) -> None:
    desk.ask(LoadPair(1, "gpu.gguf"))
    desk.opener.diary.clear()
    assert isinstance(desk.open_new()[0], PairLoaded)
    assert desk.opener.diary == ["check new", "free gpu", "open new"]


def test_a_pair_on_a_graphics_processor_stays_where_the_new_one_cannot_be_loaded(
    desk: Desk,
) -> None:
    desk.ask(LoadPair(1, "gpu.gguf"))
    desk.opener.diary.clear()
    desk.opener.objection = BROKEN
    assert desk.open_new() == [Failed(2, ErrorCode.FILE_TRUNCATED, "new.gguf")]
    assert desk.opener.diary == ["check new"]
    assert desk.pair_in_use() == "gpu"


@pytest.mark.parametrize("failure", [FITS_NEVER, BROKEN, BUG, Cancelled()])
def test_the_old_pair_stays_where_freeing_it_would_not_help(desk: Desk, failure: Exception) -> None:
    desk.open_old()
    assert len(desk.open_new(failure)) == 1
    assert desk.opener.diary == ["open new"]
    assert desk.pair_in_use() == "old"


def test_without_a_pair_in_use_nothing_is_tried_twice(desk: Desk) -> None:
    assert desk.open_new(FITS_ALONE) == [Failed(2, ErrorCode.MEMORY_SHORT, FITS_ALONE.detail)]
    assert desk.opener.diary == ["open new"]


@pytest.mark.parametrize(
    ("failure", "end"),
    [
        (NO_ROOM, Failed(2, ErrorCode.MEMORY_SHORT, NO_ROOM.detail)),
        (BROKEN, Failed(2, ErrorCode.FILE_TRUNCATED, "new.gguf")),
        (BUG, Failed(2, ErrorCode.ENGINE_BUG, "RuntimeError('a bug')")),
    ],
)
def test_the_old_pair_comes_back_where_the_new_one_fails_in_its_place(
    desk: Desk, failure: Exception, end: Failed
) -> None:
    desk.open_old()
    assert desk.open_new(FITS_ALONE, failure) == [end]
    assert desk.opener.diary == ["open new", "free old", "open new", "open old"]
    assert desk.pair_in_use() == "old"


def test_the_old_pair_comes_back_after_a_cancel(desk: Desk) -> None:
    def cancel() -> Exception:
        desk.abort.set()
        return Cancelled()

    desk.open_old()
    assert desk.open_new(FITS_ALONE, cancel) == [Finished(2, cancelled=True)]
    assert desk.pair_in_use() == "old"


@pytest.mark.parametrize(
    ("failure", "lost"),
    [
        (NO_ROOM, PairLost(2, ErrorCode.MEMORY_SHORT, NO_ROOM.detail)),
        (BUG, PairLost(2, ErrorCode.ENGINE_BUG, "RuntimeError('a bug')")),
        (Cancelled(), PairLost(2, ErrorCode.NO_PAIR)),
    ],
)
def test_a_pair_that_cannot_come_back_is_said_to_be_lost(
    desk: Desk, failure: Exception, lost: PairLost
) -> None:
    desk.open_old()
    end = Failed(2, ErrorCode.FILE_TRUNCATED, "new.gguf")
    assert desk.open_new(FITS_ALONE, BROKEN, failure) == [lost, end]
    generate = Generate(3, (), Sampling(), Speculation())
    assert desk.ask(generate) == [Failed(3, ErrorCode.NO_PAIR)]
    assert desk.pair_in_use() is None


def test_several_replies_need_a_pair(desk: Desk) -> None:
    request = GenerateAlternatives(1, (), Sampling(), count=2, max_tokens=5)
    assert desk.ask(request) == [Failed(1, ErrorCode.NO_PAIR)]


@pytest.mark.parametrize("loads_before_the_end", [1, 2])
def test_nothing_is_loaded_again_while_the_worker_ends(
    desk: Desk, loads_before_the_end: int
) -> None:
    def end() -> Exception:
        desk.say(Shutdown())
        while not desk.abort.is_set:
            time.sleep(0.001)
        return NO_ROOM

    desk.open_old()
    plan: list[Course] = [*[FITS_ALONE] * (loads_before_the_end - 1), end]
    assert desk.open_new(*plan) == [Failed(2, ErrorCode.MEMORY_SHORT, NO_ROOM.detail)]
    desk.thread.join(PATIENCE_SECONDS)
    assert desk.opener.diary.count("open new") == loads_before_the_end
    assert "open old" not in desk.opener.diary
    assert desk.opener.diary.count("free old") == 1
    assert desk.abort.is_set


def test_the_worker_goes_on_after_every_kind_of_end(
    desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    desk.opener.plan = [BROKEN, Cancelled(), BUG, None]
    assert desk.ask(LoadPair(1, "a.gguf")) == [Failed(1, ErrorCode.FILE_TRUNCATED, "new.gguf")]
    assert desk.ask(LoadPair(2, "a.gguf")) == [Finished(2, cancelled=True)]
    assert "Traceback" not in capfd.readouterr().err
    assert desk.ask(LoadPair(3, "a.gguf")) == [
        Failed(3, ErrorCode.ENGINE_BUG, "RuntimeError('a bug')")
    ]
    assert "RuntimeError: a bug" in capfd.readouterr().err
    assert desk.ask(LoadPair(4, "a.gguf"))[-1] == Finished(4)


def test_a_count_needs_a_pair(desk: Desk) -> None:
    assert desk.ask(CountTokens(1, ())) == [Failed(1, ErrorCode.NO_PAIR)]


def test_a_pair_learns_in_the_folder_that_it_is_given_and_nowhere_else(desk: Desk) -> None:
    desk.ask(LoadPair(1, "a.gguf"))
    desk.ask(LoadPair(2, "a.gguf", learned_folder="learned"))
    assert [spec.learned for spec in desk.opener.specs] == [None, Path("learned")]


@pytest.mark.parametrize("loaded", [False, True])
def test_what_was_learned_is_forgotten_with_and_without_a_pair(
    desk: Desk, tmp_path: Path, *, loaded: bool
) -> None:
    if loaded:
        desk.open_old()
    (tmp_path / "ngrams-0.bin").write_bytes(b"secret")
    assert desk.ask(Forget(3, str(tmp_path))) == [Finished(3)]
    assert not (tmp_path / "ngrams-0.bin").exists()
    assert desk.pair_in_use() == ("old" if loaded else None)


def test_what_cannot_be_deleted_is_said(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "ngrams-0.bin").mkdir()
    assert desk.ask(Forget(3, str(tmp_path))) == [
        Failed(3, ErrorCode.FILE_UNWRITABLE, str(tmp_path))
    ]
