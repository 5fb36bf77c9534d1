"""The worker's two ends of the line: a private standard output and an inbox.

Native code prints where it likes. So the protocol takes standard output for itself before any
native library is loaded, and what others print there goes to standard error.
"""

import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from paceline.errors import Cancelled
from paceline.options import Speculation
from paceline.protocol.codec import ProtocolError, decode_command, encode
from paceline.protocol.messages import (
    Cancel,
    Configure,
    CountTokens,
    Event,
    Generate,
    Request,
    Shutdown,
)

MAX_LINE_BYTES: Final = 64 * 1024 * 1024
"""A command longer than this is noise: the longest real one holds one conversation."""

LAST_GRACE_SECONDS: Final = 3.0
"""How long a decode may take to notice the end of the window before the process ends hard."""


class Outbox:
    """Writes events, each whole, to where standard output used to go."""

    def __init__(self) -> None:
        sys.stdout.flush()
        self._file = os.dup(1)
        os.dup2(2, 1)

    def send(self, event: Event) -> None:
        """Write one event; raises `BrokenPipeError` when nobody listens any more."""
        data = memoryview(encode(event))
        while data:
            data = data[os.write(self._file, data) :]


class Inbox:
    """Reads commands on a thread of its own and sorts them by urgency.

    Requests wait in order. A cancel acts at once on the request it names, be it at work or still
    waiting. The newest `Configure` is kept until the reply that runs or waits takes it. Counts may
    be taken out of turn, because they are quickly done. `closing` is set once no more commands
    will come, `failed` where that was not by `Shutdown` or the end of input.
    """

    def __init__(self, source: BinaryIO, abort: Callable[[], None]) -> None:
        self._source = source
        self._abort = abort
        self._waiting: queue.SimpleQueue[Request | Shutdown] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._next: Request | Shutdown | None = None
        self._at_work: set[int] = set()
        self._unfinished: set[int] = set()
        self._cancelled: set[int] = set()
        self._counts: dict[int, CountTokens] = {}
        self._speculation: Speculation | None = None
        self.closing = False
        self.failed = False

    def start(self) -> None:
        """Begin to read."""
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def requests(self) -> Iterator[Request]:
        """Yield requests in order until `Shutdown` or the end of input."""
        while not isinstance(command := self._take_next(), Shutdown):
            if not isinstance(command, CountTokens) or self._take(command):
                yield command

    def next_generate(self) -> Generate | None:
        """Return the next request in order where it has come and is a `Generate`."""
        while self._next is None or self._was_taken(self._next):
            try:
                self._next = self._waiting.get_nowait()
            except queue.Empty:
                self._next = None
                return None
        if not isinstance(self._next, Generate):
            return None
        found, self._next = self._next, None
        return found

    def _was_taken(self, request: Request | Shutdown) -> bool:
        """Whether this is a count that was answered out of turn."""
        with self._lock:
            return isinstance(request, CountTokens) and request.request_id not in self._counts

    def _take_next(self) -> Request | Shutdown:
        command, self._next = self._next, None
        return self._waiting.get() if command is None else command

    def counts(self) -> Iterator[CountTokens]:
        """Yield the counts that wait, out of turn; each counts as ended when it comes back."""
        with self._lock:
            waiting = tuple(self._counts.values())
        for count in waiting:
            if self._take(count):
                yield count
                self._end(count.request_id)

    def _take(self, count: CountTokens) -> bool:
        """Whether nobody has taken this count before."""
        with self._lock:
            return self._counts.pop(count.request_id, None) is not None

    @contextmanager
    def working_on(self, request_id: int) -> Iterator[None]:
        """Let cancels of this request abort what runs, unless that is for others too."""
        with self._lock:
            self._at_work.add(request_id)
        try:
            yield
        finally:
            with self._lock:
                self._at_work.discard(request_id)
            self._end(request_id)

    def _end(self, request_id: int) -> None:
        with self._lock:
            self._unfinished.discard(request_id)
            self._cancelled.discard(request_id)

    def is_cancelled(self, request_id: int) -> bool:
        """Whether this request was cancelled, or everything is."""
        return self.closing or request_id in self._cancelled

    def raise_if_cancelled(self, request_id: int) -> None:
        """Raise `Cancelled` where `is_cancelled`."""
        if self.is_cancelled(request_id):
            raise Cancelled

    def take_speculation(self) -> Speculation | None:
        """Return the newest `Configure` since the last call, None where there was none."""
        with self._lock:
            taken, self._speculation = self._speculation, None
            return taken

    def _read(self) -> None:
        try:
            for line in self._lines():
                match decode_command(line):
                    case Configure(speculation):
                        with self._lock:
                            self._speculation = speculation
                    case Cancel(request_id):
                        self._cancel(request_id)
                    case Shutdown():
                        break
                    case request:
                        with self._lock:
                            self._unfinished.add(request.request_id)
                            if isinstance(request, Generate):
                                self._speculation = None
                            if isinstance(request, CountTokens):
                                self._counts[request.request_id] = request
                        self._waiting.put(request)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            self.failed = True
        finally:
            self.closing = True
            self._abort()
            self._end_hard()
            self._waiting.put(Shutdown())

    def _lines(self) -> Iterator[bytes]:
        """Yield the lines that say something; raises `ProtocolError` at one without an end."""
        while line := self._source.readline(MAX_LINE_BYTES):
            if len(line) == MAX_LINE_BYTES:
                raise ProtocolError("a line without an end")
            if line.strip():
                yield line

    def _cancel(self, request_id: int) -> None:
        with self._lock:
            if request_id not in self._unfinished:
                return
            self._cancelled.add(request_id)
            if self._at_work == {request_id}:
                self._abort()

    @staticmethod
    def _end_hard() -> None:
        """End the process if its main thread has not done so by then, stuck in native code."""
        timer = threading.Timer(LAST_GRACE_SECONDS, os._exit, args=(1,))
        timer.daemon = True
        timer.start()
