"""The queue: order, several at once, pauses, restarts, and what is told about it all."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from fakes.hub_stub.faults import Cut, Port, Stall, Status, WrongContent
from paceline.errors import ErrorCode
from paceline.library.downloads.downloads import Downloads
from paceline.library.downloads.records import DownloadState, Job, JobId, Wanted

from .conftest import NAME, REPOSITORY, SHORT_WAITS, WANTED, Line

PAIR = "someone/pair-GGUF"
TARGET, DRAFT = Wanted(PAIR, "target.gguf"), Wanted(PAIR, "draft.gguf")
PATIENCE = 30.0
"""Seconds for what takes a moment on a machine that is not busy."""


class Queue:
    """A queue whose news can be waited for."""

    def __init__(self, line: Line, folder: Path, at_once: int) -> None:
        self.downloads = Downloads(
            lambda: line.hub, folder, cache=line.cache, at_once=at_once, manners=SHORT_WAITS
        )
        self._news = threading.Condition()
        self.times_told = 0
        self.downloads.watch(self._on_news)

    def job(self, job: JobId) -> Job:
        return next(one for one in self.downloads.jobs() if one.id == job)

    def wait(self, job: JobId, hoped: Callable[[Job], bool]) -> Job:
        with self._news:
            if not self._news.wait_for(lambda: hoped(self.job(job)), PATIENCE):
                raise AssertionError(self.job(job))
        return self.job(job)

    def wait_for(self, job: JobId, state: DownloadState) -> Job:
        return self.wait(job, lambda now: now.state is state)

    def titles(self) -> list[str]:
        return [job.title for job in self.downloads.jobs()]

    def _on_news(self) -> None:
        with self._news:
            self.times_told += 1
            self._news.notify_all()


QueueMaker = Callable[..., Queue]


@pytest.fixture
def queue_maker(line: Line, tmp_path: Path) -> Iterator[QueueMaker]:
    line.stub.add_repository(
        PAIR, {"target.gguf": line.content[::-1], "draft.gguf": line.content[:100_000]}
    )
    with ExitStack() as closing:

        def make(*, at_once: int = 2, start: bool = True) -> Queue:
            queue = Queue(line, tmp_path / "list", at_once)
            closing.callback(queue.downloads.close)
            if start:
                queue.downloads.start()
            return queue

        yield make


@pytest.fixture
def queue(queue_maker: QueueMaker) -> Queue:
    return queue_maker()


def stalled(line: Line, share: float = 0.3) -> None:
    """Let every answer of the CDN stop in the middle until the stub is told otherwise."""
    line.stub.faults.add(Port.CDN, Stall(int(len(line.content) * share)), times=None)


class TestAJob:
    def test_ends_with_its_file(self, line: Line, queue: Queue) -> None:
        job = queue.downloads.add("A model", [WANTED])
        done = queue.wait_for(job, DownloadState.DONE)
        (path,) = done.paths
        assert path is not None
        assert path.read_bytes() == line.content
        assert (done.title, done.done, done.size) == ("A model", len(line.content), done.done)
        assert done.error is None

    def test_may_be_a_pair(self, line: Line, queue: Queue) -> None:
        job = queue.downloads.add("A pair", [TARGET, DRAFT])
        done = queue.wait_for(job, DownloadState.DONE)
        target, draft = (path.read_bytes() for path in done.paths if path)
        assert (target, draft) == (line.content[::-1], line.content[:100_000])
        assert done.size == len(line.content) + 100_000

    def test_tells_how_far_it_is(self, line: Line, queue: Queue) -> None:
        queue.downloads.speed_limit = len(line.content)
        job = queue.downloads.add("A model", [WANTED])
        now = queue.wait(job, lambda job: job.seconds_left is not None)
        assert now.state is DownloadState.RUNNING
        assert now.size == len(line.content)
        assert 0 < now.done < now.size
        assert now.bytes_per_second is not None
        queue.downloads.speed_limit = None
        queue.wait_for(job, DownloadState.DONE)

    def test_that_fails_says_why_and_can_be_tried_again(self, line: Line, queue: Queue) -> None:
        line.stub.faults.add(Port.CDN, WrongContent())
        job = queue.downloads.add("A model", [WANTED])
        failed = queue.wait_for(job, DownloadState.FAILED)
        assert failed.error is not None
        assert failed.error.code is ErrorCode.DOWNLOAD_CORRUPT
        queue.downloads.retry(job)
        assert queue.wait_for(job, DownloadState.DONE).error is None

    def test_waits_while_the_hub_is_in_trouble(self, line: Line, queue: Queue) -> None:
        line.stub.faults.add(Port.CDN, Status(429, retry_after=1))
        job = queue.downloads.add("A model", [WANTED])
        waiting = queue.wait_for(job, DownloadState.WAITING)
        assert waiting.error is not None
        assert waiting.error.code is ErrorCode.HUB_BUSY
        assert queue.wait_for(job, DownloadState.DONE).error is None

    def test_fetches_the_new_version_when_tried_again(self, line: Line, queue: Queue) -> None:
        old = line.hub.file(REPOSITORY, "main", NAME)
        line.stub.replace(REPOSITORY, NAME, line.content[::-1])
        job = queue.downloads.add("A model", [replace(WANTED, sha256=old.sha256, size=old.size)])
        failed = queue.wait_for(job, DownloadState.FAILED)
        assert failed.error is not None
        assert failed.error.code is ErrorCode.DOWNLOAD_CHANGED
        queue.downloads.retry(job)
        (path,) = queue.wait_for(job, DownloadState.DONE).paths
        assert path is not None
        assert path.read_bytes() == line.content[::-1]

    def test_is_refused_before_it_begins_where_its_last_file_would_not_fit(
        self, line: Line, queue: Queue
    ) -> None:
        huge = replace(TARGET, size=10**15)
        job = queue.downloads.add("A pair", [DRAFT, huge])
        failed = queue.wait_for(job, DownloadState.FAILED)
        assert failed.error is not None
        assert failed.error.code is ErrorCode.DISK_FULL
        assert "A pair needs 1000000.0 GB" in str(failed.error)
        assert line.stub.requests == []


class TestAPause:
    def test_keeps_what_has_come(self, line: Line, queue: Queue) -> None:
        stalled(line)
        job = queue.downloads.add("A model", [WANTED])
        queue.wait(job, lambda now: now.done > 0)
        queue.downloads.pause(job)
        paused = queue.wait_for(job, DownloadState.PAUSED)
        assert paused.done > 0
        line.stub.faults.clear()
        queue.downloads.resume(job)
        queue.wait_for(job, DownloadState.DONE)
        assert line.fetched_twice <= 0.05

    def test_lets_the_next_one_run(self, line: Line, queue_maker: QueueMaker) -> None:
        queue = queue_maker(at_once=1)
        stalled(line)
        first = queue.downloads.add("first", [WANTED])
        second = queue.downloads.add("second", [DRAFT])
        queue.wait(first, lambda now: now.done > 0)
        assert queue.job(second).state is DownloadState.QUEUED
        queue.downloads.pause(first)
        queue.wait_for(second, DownloadState.DONE)
        assert queue.job(first).state is DownloadState.PAUSED

    def test_and_going_on_at_once_is_harmless(self, line: Line, queue: Queue) -> None:
        queue.downloads.speed_limit = 2 * len(line.content)
        job = queue.downloads.add("A model", [WANTED])
        queue.wait(job, lambda now: now.done > 0)
        for _ in range(5):
            queue.downloads.pause(job)
            queue.downloads.resume(job)
        queue.downloads.speed_limit = None
        (path,) = queue.wait_for(job, DownloadState.DONE).paths
        assert path is not None
        assert path.read_bytes() == line.content


class TestTheOrder:
    def test_is_that_of_the_list(self, queue_maker: QueueMaker) -> None:
        queue = queue_maker(at_once=1, start=False)
        jobs = [queue.downloads.add(f"{number}", [DRAFT]) for number in range(4)]
        queue.downloads.move(jobs[3], 0)
        queue.downloads.move(jobs[0], 2)
        assert queue.titles() == ["3", "1", "0", "2"]
        queue.downloads.move(jobs[1], 99)
        assert queue.titles() == ["3", "0", "2", "1"]

    def test_decides_who_runs_first(self, line: Line, queue_maker: QueueMaker) -> None:
        queue = queue_maker(at_once=1, start=False)
        late = queue.downloads.add("late", [TARGET])
        early = queue.downloads.add("early", [DRAFT])
        queue.downloads.move(early, 0)
        queue.downloads.start()
        for job in (late, early):
            queue.wait_for(job, DownloadState.DONE)
        asked = [one.path for one in line.stub.requests if one.method == "HEAD"]
        assert [path.rpartition("/")[2] for path in asked] == ["draft.gguf", "target.gguf"]

    def test_lets_as_many_run_at_once_as_wanted(self, line: Line, queue_maker: QueueMaker) -> None:
        queue = queue_maker(at_once=2)
        stalled(line, share=0.01)
        jobs = [
            queue.downloads.add("target", [TARGET]),
            queue.downloads.add("draft", [DRAFT]),
            queue.downloads.add("model", [WANTED]),
        ]
        for job in jobs[:2]:
            queue.wait(job, lambda now: now.done > 0)
        assert queue.job(jobs[2]).state is DownloadState.QUEUED
        queue.downloads.at_once = 3
        queue.wait(jobs[2], lambda now: now.done > 0)
        line.stub.faults.clear()
        for job in jobs:
            queue.wait_for(job, DownloadState.DONE)


class TestARestart:
    def test_goes_on_with_what_ran_and_not_with_what_was_paused(
        self, line: Line, queue_maker: QueueMaker
    ) -> None:
        first = queue_maker(start=False)
        stalled(line)
        running = first.downloads.add("running", [WANTED])
        paused = first.downloads.add("paused", [DRAFT])
        first.downloads.pause(paused)
        first.downloads.start()
        first.wait(running, lambda now: now.done > 0)
        first.downloads.close()
        assert first.job(running).state is DownloadState.QUEUED
        line.stub.faults.clear()

        second = queue_maker(start=False)
        assert second.titles() == ["running", "paused"]
        assert second.job(running).done > 0
        second.downloads.start()
        second.wait_for(running, DownloadState.DONE)
        assert second.job(paused).state is DownloadState.PAUSED
        assert line.fetched_twice <= 0.05

        second.downloads.close()
        third = queue_maker()
        assert third.job(running) == second.job(running)

    def test_goes_on_although_the_last_run_was_killed(
        self, line: Line, queue_maker: QueueMaker, tmp_path: Path
    ) -> None:
        """The list of a killed run says that the job is at work."""
        first = queue_maker()
        stalled(line)
        job = first.downloads.add("A model", [WANTED])
        first.wait(job, lambda now: now.done > 0)
        first.downloads.close()
        kept = tmp_path / "list" / "downloads.json"
        kept.write_text(kept.read_text("utf-8").replace('"queued"', '"running"'), "utf-8")
        line.stub.faults.clear()
        queue_maker().wait_for(job, DownloadState.DONE)

    def test_remembers_why_something_failed(self, line: Line, queue_maker: QueueMaker) -> None:
        line.stub.faults.add(Port.CDN, WrongContent())
        first = queue_maker()
        job = first.downloads.add("A model", [WANTED])
        failed = first.wait_for(job, DownloadState.FAILED)
        first.downloads.close()
        again = queue_maker(start=False).job(job).error
        assert str(again) == str(failed.error)

    def test_begins_anew_where_the_list_is_damaged(
        self, queue_maker: QueueMaker, tmp_path: Path
    ) -> None:
        first = queue_maker(start=False)
        first.downloads.add("A model", [WANTED])
        first.downloads.close()
        (tmp_path / "list" / "downloads.json").write_text("{", "utf-8")
        assert queue_maker(start=False).titles() == []
        assert (tmp_path / "list" / "downloads.damaged.json").exists()

    def test_outlives_a_list_with_less_than_it_should_hold(
        self, queue_maker: QueueMaker, tmp_path: Path
    ) -> None:
        first = queue_maker(start=False)
        job = first.downloads.add("A model", [WANTED])
        first.downloads.pause(job)
        first.downloads.close()
        kept = tmp_path / "list" / "downloads.json"
        text = kept.read_text("utf-8")
        assert '"done":[0],"paths":[null]' in text
        kept.write_text(text.replace('"done":[0],"paths":[null]', '"done":[],"paths":[]'), "utf-8")
        second = queue_maker()
        second.downloads.resume(job)
        second.wait_for(job, DownloadState.DONE)

    @pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
    def test_remembers_paths_that_are_no_text(self, line: Line, queue_maker: QueueMaker) -> None:
        line.cache = line.cache.with_name(os.fsdecode(b"caf\xe9 100%"))
        first = queue_maker()
        job = first.downloads.add("A model", [WANTED])
        done = first.wait_for(job, DownloadState.DONE)
        first.downloads.close()
        assert queue_maker(start=False).job(job).paths == done.paths


class TestTakingBack:
    def test_a_cancelled_job_leaves_nothing(self, line: Line, queue: Queue) -> None:
        stalled(line)
        job = queue.downloads.add("A model", [WANTED])
        queue.wait(job, lambda now: now.done > 0)
        queue.downloads.cancel(job)
        cancelled = queue.wait(job, lambda now: not now.done)
        assert cancelled.state is DownloadState.CANCELLED
        queue.downloads.close()
        assert line.left_behind() == []

    def test_a_cancelled_job_takes_nothing_from_another_that_goes_on_with_its_part(
        self, line: Line, queue: Queue
    ) -> None:
        queue.downloads.speed_limit = len(line.content)
        paused = queue.downloads.add("paused", [WANTED])
        queue.wait(paused, lambda now: now.done > 0)
        queue.downloads.pause(paused)
        other = queue.downloads.add("other", [WANTED])
        queue.wait(other, lambda now: now.bytes_per_second is not None)
        queue.downloads.cancel(paused)
        queue.downloads.speed_limit = None
        assert queue.wait(other, lambda now: now.state.ended).error is None

    def test_a_cancelled_job_can_be_tried_again(self, line: Line, queue: Queue) -> None:
        stalled(line)
        job = queue.downloads.add("A model", [WANTED])
        queue.wait(job, lambda now: now.done > 0)
        queue.downloads.cancel(job)
        line.stub.faults.clear()
        queue.downloads.retry(job)
        queue.wait_for(job, DownloadState.DONE)

    def test_a_cancelled_pair_keeps_the_file_that_is_whole(self, line: Line, queue: Queue) -> None:
        job = queue.downloads.add("A pair", [DRAFT, TARGET])
        stalled(line)
        queue.wait(job, lambda now: now.done > 100_000)
        queue.downloads.cancel(job)
        cancelled = queue.wait(job, lambda now: now.done == 100_000)
        assert cancelled.paths[0] is not None
        assert cancelled.paths[1] is None

    def test_a_removed_job_is_off_the_list_and_its_file_stays(
        self, line: Line, queue: Queue
    ) -> None:
        job = queue.downloads.add("A model", [WANTED])
        (path,) = queue.wait_for(job, DownloadState.DONE).paths
        queue.downloads.remove(job)
        assert queue.downloads.jobs() == ()
        assert path is not None
        assert path.read_bytes() == line.content

    def test_a_job_that_failed_leaves_nothing_when_it_is_removed(
        self, line: Line, queue: Queue
    ) -> None:
        line.stub.faults.add(Port.CDN, Cut(1000), times=1)
        line.stub.faults.add(Port.CDN, Status(503), times=None)
        job = queue.downloads.add("A model", [WANTED])
        queue.wait_for(job, DownloadState.FAILED)
        assert line.left_behind()
        queue.downloads.remove(job)
        assert line.left_behind() == []


class TestTheNews:
    def test_comes_seldom_while_bytes_come(self, line: Line, queue: Queue) -> None:
        """At most ten times a second, and once for every change of state."""
        began = time.monotonic()
        queue.downloads.speed_limit = 2 * len(line.content)
        job = queue.downloads.add("A model", [WANTED])
        queue.wait_for(job, DownloadState.DONE)
        assert 3 < queue.times_told < 12 + 10 * (time.monotonic() - began)

    def test_ends_when_nobody_wants_it(self, queue_maker: QueueMaker) -> None:
        queue = queue_maker(start=False)
        heard: list[int] = []
        unwatch = queue.downloads.watch(lambda: heard.append(1))
        queue.downloads.add("one", [DRAFT])
        unwatch()
        queue.downloads.add("two", [DRAFT])
        assert heard == [1]
