"""Brings the missing bytes of one file: a few connections at once, each trying again by itself."""

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.library.downloads.part_file import PartFile
from paceline.library.downloads.patience import Manners, Patience
from paceline.library.downloads.segments import Segment
from paceline.library.downloads.source import FileSource
from paceline.library.downloads.speed_limit import SpeedLimit
from paceline.library.hub.failures import HubError
from paceline.library.hub.records import HubFile

if TYPE_CHECKING:  # it brings the Hub's client along, and half a second of imports
    from paceline.library.hub.streams import ByteStream

_TURN: Final = 0.1
"""Seconds between two looks at whether it is still wanted, and two reports."""
_LAST_WORDS: Final = 0.25
"""Seconds for connections to end. One that is silent is left behind: it writes nothing any more."""

Report = Callable[[HubError | None], None]
"""Is told why nothing comes, None while something does."""


class _NoRanges(Exception):  # noqa: N818 - a finding, not an error
    """The server sends whole files only."""


class Transfer:
    """One run for one file."""

    def __init__(
        self,
        source: FileSource,
        file: HubFile,
        part: PartFile,
        *,
        limit: SpeedLimit,
        manners: Manners,
    ) -> None:
        self._source = source
        self._part = part
        self._limit = limit
        self._manners = manners
        self._locations = _Locations(source, file)

    def run(self, report: Report, cancelled: Callable[[], bool]) -> None:
        """Return when every byte is there. Raises `Cancelled`, `HubError`, `AppError`."""
        try:
            self._run(report, cancelled)
        except _NoRanges:
            self._part.merge()
            self._run(report, cancelled)

    def _run(self, report: Report, cancelled: Callable[[], bool]) -> None:
        crew = _Crew(self._work)
        try:
            while True:
                waiting = self._part.missing(besides=crew.begun)
                # The first connection finds out whether the server knows ranges.
                if waiting and (crew.ranges.is_set() or not crew.at_work):
                    crew.begin(waiting[0])
                    continue
                if not crew.at_work:
                    return
                crew.look_after(_TURN)
                if cancelled():
                    raise Cancelled
                report(crew.trouble)
        finally:
            crew.dismiss(_LAST_WORDS)

    def _work(self, crew: "_Crew", segment: Segment) -> None:
        """Fetch one segment, however often it takes."""
        patience = Patience(self._manners)
        file = self._locations.now
        while segment.missing and not crew.stop.is_set():
            before = segment.done
            try:
                self._read(crew, segment, file)
            except HubError as error:
                came = segment.done - before
                file = self._recover(crew, segment, patience, file, error, came) or file

    def _recover(
        self,
        crew: "_Crew",
        segment: Segment,
        patience: Patience,
        stale: HubFile,
        error: HubError,
        came: int,
    ) -> HubFile | None:
        """Wait and find the file again; None if the crew was dismissed meanwhile."""
        while not crew.stop.is_set():
            wait = patience.after(error, came)
            with crew.held_up(segment, error):
                if crew.stop.wait(wait):
                    return None
                try:
                    return self._locations.renew(stale)
                except HubError as another:
                    error, came = another, 0
        return None

    def _read(self, crew: "_Crew", segment: Segment, file: HubFile) -> None:
        """Read until the segment is whole; raises `HubError` where the stream ends before."""
        alone = len(self._part.segments) == 1
        asked = segment.position
        with (
            self._source.open_range(file, asked, segment.stop) as stream,
            crew.reading(segment, stream),
        ):
            if stream.partial:
                crew.ranges.set()
            elif not alone and (crew.ranges.is_set() or not self._part.widen(segment)):
                raise _NoRanges
            if not 0 <= stream.start <= asked or (stream.partial and stream.start != asked):
                raise HubError(
                    ErrorCode.HUB_ANSWER_INVALID, "other bytes than were asked for", passing=True
                )
            known = asked - stream.start
            with self._part.writer(segment) as write:
                for chunk in stream.chunks():
                    if crew.stop.is_set():
                        return
                    fresh = memoryview(chunk)[known:][: segment.missing]
                    known = max(0, known - len(chunk))
                    self._take_in(crew, fresh, write)
        if segment.missing:
            raise HubError(ErrorCode.HUB_UNREACHABLE, "the connection ended early", passing=True)

    def _take_in(
        self, crew: "_Crew", fresh: memoryview, write: Callable[[memoryview], None]
    ) -> None:
        """Write at the speed that is allowed: the line waits when nobody reads from it."""
        while fresh and not crew.stop.is_set():
            step = self._limit.step or len(fresh)
            write(fresh[:step])
            if wait := self._limit.take(min(step, len(fresh))):
                crew.stop.wait(wait)
            fresh = fresh[step:]


class _Locations:
    """Where the file is at the moment: the same content, whatever the location."""

    def __init__(self, source: FileSource, file: HubFile) -> None:
        self._source = source
        self._lock = threading.Lock()
        self.now = file

    def renew(self, stale: HubFile) -> HubFile:
        """Return a location that is not the stale one; refuses other content."""
        with self._lock:
            if self.now is stale:
                old = self.now
                fresh = self._source.file(old.repository, old.commit, old.path)
                if (fresh.sha256, fresh.size, fresh.commit) != (old.sha256, old.size, old.commit):
                    raise AppError(ErrorCode.DOWNLOAD_CHANGED, old.name)
                self.now = fresh
            return self.now


class _Crew:
    """The threads of one run, one for each segment."""

    def __init__(self, work: "Callable[[_Crew, Segment], None]") -> None:
        self.stop = threading.Event()
        self.ranges = threading.Event()
        """Set as soon as the server has answered with a range."""
        self.begun: set[int] = set()
        """Where the segments begin that somebody has seen to."""
        self._work = work
        self._threads: dict[int, threading.Thread] = {}
        self._ended: queue.SimpleQueue[tuple[int, BaseException | None]] = queue.SimpleQueue()
        self._held_up: dict[int, HubError] = {}
        self._streams: dict[int, ByteStream] = {}

    @property
    def at_work(self) -> bool:
        """Whether anybody still works."""
        return bool(self._threads)

    @property
    def trouble(self) -> HubError | None:
        """Why nothing comes; None while anybody gets on."""
        held_up = list(self._held_up.values())
        return held_up[0] if held_up and len(held_up) >= len(self._threads) else None

    def begin(self, segment: Segment) -> None:
        """Let a thread fetch a segment."""
        thread = threading.Thread(
            target=self._run, args=(segment,), name="paceline-download", daemon=True
        )
        self._threads[segment.start] = thread
        self.begun.add(segment.start)
        thread.start()

    def look_after(self, seconds: float) -> None:
        """Wait at most so long for somebody to end; raises what ended somebody."""
        with contextlib.suppress(queue.Empty):
            start, error = self._ended.get(timeout=seconds)
            self._threads.pop(start).join()
            if error is not None:
                raise error

    @contextlib.contextmanager
    def held_up(self, segment: Segment, error: HubError) -> Iterator[None]:
        """Note for a while why a segment does not get on."""
        self._held_up[segment.start] = error
        try:
            yield
        finally:
            del self._held_up[segment.start]

    @contextlib.contextmanager
    def reading(self, segment: Segment, stream: "ByteStream") -> Iterator[None]:
        """Note what a segment reads from, so that it need not be waited for."""
        self._streams[segment.start] = stream
        try:
            yield
        finally:
            del self._streams[segment.start]

    def dismiss(self, seconds: float) -> None:
        """Let everybody end, and wait for those who do."""
        self.stop.set()
        for stream in list(self._streams.values()):
            stream.abort()
        for thread in self._threads.values():
            thread.join(seconds)

    def _run(self, segment: Segment) -> None:
        error: BaseException | None = None
        try:
            self._work(self, segment)
        except BaseException as caught:
            error = caught
        self._ended.put((segment.start, error))
