"""Garbage is collected on the window's thread and on no other."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from paceline.ui.garbage import GarbageCollection


class Knot:
    """Holds itself, so that only a collection frees it."""

    def __init__(self, freed_on: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: freed_on.append(threading.get_ident()))


@pytest.fixture
def collection(qtbot: QtBot) -> Iterator[GarbageCollection]:
    del qtbot  # there has to be an event loop
    collection = GarbageCollection()
    yield collection
    collection.stop()


def tie(count: int, freed_on: list[int]) -> None:
    for _ in range(count):
        Knot(freed_on)


def test_what_another_thread_drops_is_freed_on_the_windows(
    collection: GarbageCollection, qtbot: QtBot
) -> None:
    assert not gc.isenabled()
    freed_on: list[int] = []
    thread = threading.Thread(target=tie, args=(5_000, freed_on))
    thread.start()
    thread.join()
    assert not freed_on
    qtbot.waitUntil(lambda: len(freed_on) == 5_000)
    assert set(freed_on) == {threading.get_ident()}
    assert collection.parent() is None


def test_python_collects_again_afterwards(qtbot: QtBot) -> None:
    del qtbot
    GarbageCollection().stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
