"""Runs what blocks beside the window: calls of the library that read disks or the network.

Anyone in `ui` may use it. A call ends exactly once: in `done`, in `failed`, or, once it was
cancelled, in silence. All three are called on the thread of the window.
"""

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue
from time import monotonic
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.ui.failure import Failure

MOST_THREADS: Final = 4
"""Calls at a time: they wait for disks and networks, not for processors."""
END_SECONDS: Final = 2.0
"""How long closing waits: a call looks for a cancel several times a second, but may be stuck in a
network that is dead, and then nobody waits for it."""

Result = TypeVar("Result")
Told = TypeVar("Told")

_log = logging.getLogger(__name__)


class Call(Generic[Told]):
    """One call: to the work it says whether to stop, to whoever started it how to stop it."""

    def __init__(self, tell: Callable[[Told], None]) -> None:
        self._cancelled = threading.Event()
        self._tell = tell

    def tell(self, news: Told) -> None:
        """Hand over something on the way, as progress or a part of the result; for the work."""
        if self.cancelled():
            raise Cancelled
        self._tell(news)

    def cancelled(self) -> bool:
        """Whether nobody waits for the result any more."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Stop it, and hear nothing of it any more."""
        self._cancelled.set()


class Background(QObject):
    """Threads that do one call each at a time, and bring what came of it to the window's.

    With one thread calls are done in the order in which they were started.
    """

    _came = Signal(object)
    """Carries a function without arguments, to be called on the window's thread."""

    def __init__(self, parent: QObject | None = None, *, threads: int = MOST_THREADS) -> None:
        super().__init__(parent)
        self._most = threads
        self._waiting: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._open: list[Call[object]] = []
        self._stirred = 0.0
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a call has not ended yet."""
        return bool(self._open)

    @property
    def stirred(self) -> float:
        """When a call began or ended last, by `monotonic`: the window shows what came of it now."""
        return self._stirred

    def start(
        self,
        work: Callable[[Call[Told]], Result],
        done: Callable[[Result], None],
        failed: Callable[[Failure], None],
        told: Callable[[Told], None] | None = None,
    ) -> Call[Told]:
        """Have `work` done; it gets the call, for `cancelled` and to `tell` on the way.

        `work` may raise `AppError` or `Cancelled`; anything else is our bug, which is logged and
        told as one.
        """

        def tell(news: Told) -> None:
            if told is not None:
                self._bring(call, lambda: told(news))

        call = Call(tell)
        self._stirred = monotonic()
        self._open.append(call)  # type: ignore[arg-type]  # only cancelled and removed there

        def end(say: Callable[[], None]) -> None:
            self._stirred = monotonic()
            self._open.remove(call)  # type: ignore[arg-type]
            if not call.cancelled():
                say()

        def run() -> None:
            ending = _outcome(work, call, done, failed)
            self._came.emit(lambda: end(ending))

        self._waiting.put(run)
        if len(self._threads) < min(len(self._open), self._most):
            thread = threading.Thread(target=self._work, name="library", daemon=True)
            self._threads.append(thread)
            thread.start()
        return call

    def close(self) -> None:
        """Cancel all calls and wait for their threads, but not for long."""
        for call in self._open:
            call.cancel()
        for _ in self._threads:
            self._waiting.put(None)
        deadline = monotonic() + END_SECONDS
        for thread in self._threads:
            thread.join(max(deadline - monotonic(), 0.0))
        self._threads.clear()

    def _work(self) -> None:
        while (run := self._waiting.get()) is not None:
            try:
                run()
            except RuntimeError:  # the window is gone, and with it whoever waited
                return

    def _on_came(self, say: Callable[[], None]) -> None:
        say()

    def _bring(self, call: Call[Told], say: Callable[[], None]) -> None:
        self._came.emit(lambda: None if call.cancelled() else say())


def _outcome(
    work: Callable[[Call[Told]], Result],
    call: Call[Told],
    done: Callable[[Result], None],
    failed: Callable[[Failure], None],
) -> Callable[[], None]:
    """Do the work; what is to be said then."""
    if call.cancelled():
        return _silence
    try:
        result = work(call)
    except Cancelled:
        return _silence
    except AppError as error:
        failure = Failure(error.code, error.detail)
    except Exception as error:  # a bug of ours must not leave the window waiting
        _log.exception("a call of the library failed")
        failure = Failure(ErrorCode.ENGINE_BUG, str(error))
    else:
        return lambda: done(result)
    return lambda: failed(failure)


def _silence() -> None:
    """Nobody waits."""
