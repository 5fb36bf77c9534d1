"""Calls beside the window: each ends once, on the window's thread, or in silence."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from paceline.errors import AppError, Cancelled, ErrorCode
from paceline.ui.failure import Failure
from paceline.ui.library.background import MOST_THREADS, Background, Call


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:  # noqa: ARG001 - it needs an application
    background = Background()
    yield background
    background.close()


def never(_what: object) -> None:
    raise AssertionError("this must not be called")


def test_news_and_the_result_come_in_order_on_the_windows_thread(
    background: Background, qtbot: QtBot
) -> None:
    heard: list[tuple[int, threading.Thread]] = []

    def hear(what: int) -> None:
        heard.append((what, threading.current_thread()))

    def work(call: Call[int]) -> int:
        assert threading.current_thread() is not threading.main_thread()
        for number in range(100):
            call.tell(number)
        return 100

    background.start(work, hear, never, hear)
    qtbot.waitUntil(lambda: not background.busy)
    assert heard == [(number, threading.main_thread()) for number in range(101)]


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (AppError(ErrorCode.DISK_FULL, "3 GB"), Failure(ErrorCode.DISK_FULL, "3 GB")),
        (KeyError("a bug"), Failure(ErrorCode.ENGINE_BUG, "'a bug'")),
    ],
)
def test_what_goes_wrong_comes_as_a_failure(
    background: Background, qtbot: QtBot, error: Exception, failure: Failure
) -> None:
    def work(_call: Call[None]) -> None:
        raise error

    failures: list[Failure] = []
    background.start(work, never, failures.append)
    qtbot.waitUntil(lambda: not background.busy)
    assert failures == [failure]


def test_a_cancelled_call_stops_and_says_nothing(background: Background, qtbot: QtBot) -> None:
    begun = threading.Event()

    def work(call: Call[int]) -> int:
        begun.set()
        while True:
            call.tell(1)

    call = background.start(work, never, never)
    assert begun.wait(10)
    call.cancel()
    qtbot.waitUntil(lambda: not background.busy)


def test_a_result_that_comes_after_the_cancel_is_not_told(
    background: Background, qtbot: QtBot
) -> None:
    gate = threading.Event()

    def work(_call: Call[None]) -> bool:
        return gate.wait(10)

    call = background.start(work, never, never)
    call.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not background.busy)


def test_many_calls_share_few_threads(background: Background, qtbot: QtBot) -> None:
    threads: set[int] = set()
    results: list[int] = []

    def call(number: int) -> None:
        def work(_call: Call[None]) -> int:
            threads.add(threading.get_ident())
            return number

        background.start(work, results.append, never)

    for number in range(200):
        call(number)
    qtbot.waitUntil(lambda: not background.busy)
    assert sorted(results) == list(range(200))
    assert len(threads) <= MOST_THREADS


def test_closing_stops_what_runs_and_what_waits(qtbot: QtBot) -> None:
    background = Background()
    ended: list[bool] = []

    def work(call: Call[None]) -> None:
        while not call.cancelled():
            pass
        ended.append(True)
        raise Cancelled

    for _ in range(10):
        background.start(work, never, never)
    qtbot.waitUntil(lambda: threading.active_count() > 1)
    background.close()
    assert len(ended) <= MOST_THREADS
    assert not [one for one in threading.enumerate() if one.name == "library"]
