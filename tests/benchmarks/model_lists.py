"""How long the window of models stalls with thousands of results and hundreds of models.

    PYTHONPATH=app:tests python tests/benchmarks/model_lists.py [--results N] [--models N]

The models are real files of some kilobytes that are found by the real search; the Hub is in memory
and answers at once, so that all pages come as fast as the window asks for them. While it types,
scrolls, sorts and filters, a timer ticks every two milliseconds: what it comes late is a stall of
the event loop. Other programs make stalls longer, and never shorter.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from benchmarks.stream_in_window import Watch
from fakes.constructed_pairs import DRAFT, TARGET
from paceline.history.store import History
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.memory_fit import MachineMemory
from paceline.settings import Settings, Theme
from paceline.ui.application import make_application
from paceline.ui.garbage import GarbageCollection
from paceline.ui.icons import application_icon
from paceline.ui.library.browse.page import BrowsePage
from paceline.ui.library.installed.page import InstalledPage
from paceline.ui.library.sources import LibrarySources
from paceline.ui.main_window import MainWindow
from paceline.ui.theme import Appearance
from ui.conftest import FakePairs
from ui.fake_engine import FakeEngineClient
from ui.fake_hub import FakeAccess, FakeHub, summary
from ui.fake_queue import FakeQueue

LIMIT_MS = 100.0
LARGE_VOCABULARY = 100_000
"""Tokens of every fifth model, as of real ones; reading their headers takes a while."""


class Bench:
    """Prints a line for everything that is done."""

    def __init__(self) -> None:
        self._watch = Watch()
        self.worst = 0.0

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        self._watch.start()
        yield
        rest(20)
        self._watch.stop()
        late = sorted(self._watch.late_ms)
        self.worst = max(self.worst, late[-1])
        middle, high = late[len(late) // 2], late[int(len(late) * 0.99)]
        print(
            f"{what:<48} p50 {middle:5.1f}  p99 {high:5.1f}  worst {late[-1]:5.1f} ms, "
            f"of which computed {max(self._watch.computed_ms):5.1f}",
            flush=True,
        )


def rest(milliseconds: int) -> None:
    """Let events come; QTest.qWait would sleep between its looks at them."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def trigger(window: MainWindow, name: str) -> None:
    """Do what a menu does."""
    next(one for one in window.actions() if one.objectName() == name).trigger()


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Let events come until it holds."""
    clock = QElapsedTimer()
    clock.start()
    while not condition():
        rest(5)
        assert clock.elapsed() < 1000 * seconds, "it did not come"


def scroll(view: QWidget, steps: int) -> None:
    """Press Page Down as a person holds it."""
    view.setFocus()
    for _ in range(steps):
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        rest(4)


def type_words(field: QLineEdit, words: str) -> None:
    """Type, pause, and delete again."""
    field.setFocus()
    for letter in words:
        QTest.keyClicks(field, letter)
        rest(30)
    rest(600)
    for _ in words:
        QTest.keyClick(field, Qt.Key.Key_Backspace)
        rest(15)
    rest(600)


def write_models(folder: Path, count: int) -> None:
    """Several families, with a draft in ten models."""
    folder.mkdir(parents=True)
    kinds = [TARGET.write(folder / "first.gguf"), DRAFT.write(folder / "second.gguf")]
    many = tuple(f"▁word{number}" for number in range(LARGE_VOCABULARY))
    kinds.append(replace(DRAFT, words=many).write(folder / "third.gguf"))
    content = [kind.read_bytes() for kind in kinds]
    for number in range(count - len(kinds)):
        name = f"Family{number % 23}-{number % 9 + 1}.{number % 7}B-Instruct-Q{number % 5 + 2}_K_M"
        (folder / f"{name}-{number}.gguf").write_bytes(
            content[2 if number % 5 == 0 else 0 if number % 7 else 1]
        )


def browse(bench: Bench, page: BrowsePage, results: int) -> None:
    """Everything that is done with results."""
    lists = page.results
    repositories = page.repositories
    with bench.timed(f"{results:,} results come, page by page, on scrolling"):
        repositories.setFocus()
        while lists.rowCount() < results:
            QTest.keyClick(repositories, Qt.Key.Key_End)
            rest(5)
    with bench.timed("scrolling through them"):
        repositories.scrollToTop()
        scroll(repositories, 150)
    with bench.timed("typing and deleting words"):
        type_words(page.bar.search, "instruct-1")
    with bench.timed("other order, other filters"):
        for box in page.bar.boxes:
            for index in (1, 2, 0):
                box.setCurrentIndex(index)
                rest(60)


def look_through(bench: Bench, page: InstalledPage, models: int) -> None:
    """Everything that is done with models."""
    with bench.timed(f"{models:,} models are found, their headers read"):
        wait_until(lambda: page.table.model().rowCount() >= models and not page.is_looking)
    with bench.timed("scrolling through them"):
        scroll(page.table, 60)
    with bench.timed("sorting by every column, both ways"):
        for column in range(6):
            for way in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
                page.table.sortByColumn(column, way)
                rest(40)
    with bench.timed("typing and deleting words"):
        type_words(page.search, "family7-3")
    with bench.timed("walking through rows, drafts looked for"):
        page.table.setFocus()
        for _ in range(40):
            QTest.keyClick(page.table, Qt.Key.Key_Down)
            rest(40)
        rest(1500)
    with bench.timed("looking again, headers remembered"):
        page.look_again()
        wait_until(lambda: not page.is_looking)


def main(results: int, models: int) -> None:
    """Print the figures."""
    application = make_application()
    sys.setswitchinterval(0.001)  # as `run_window` does
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        os.environ["PACELINE_HOME"] = name
        write_models(folder / "models", models)
        hub = FakeHub([summary(f"author{n % 40}/Model-{n}-GGUF", n) for n in range(results)])
        queue = FakeQueue()
        sources = LibrarySources(
            machine=lambda: MachineMemory(32 * 10**9, 24 * 10**9),
            places=lambda _own: (Place(PlaceKind.OWN, folder / "models"),),
            queue=lambda _make_hub: queue,
            access=lambda: FakeAccess(hub),
        )
        history = History.open(folder / "history")
        appearance = Appearance(Theme.LIGHT, application)
        settings = Settings(theme=Theme.LIGHT)
        window = MainWindow(
            FakeEngineClient(),
            history,
            FakePairs(),
            appearance,
            settings,
            lambda _settings: None,
            application_icon(),
            library=sources,
        )
        window.show()
        bench = Bench()
        garbage = GarbageCollection(application)  # as `run_window` does
        with bench.timed("the window opens at the Hub"):
            trigger(window, "models_hub")
            (page,) = window.findChildren(BrowsePage)
            wait_until(lambda: page.results.rowCount() > 0)
        browse(bench, page, results)
        with bench.timed("the page of installed models opens"):
            trigger(window, "models_installed")
        (installed,) = window.findChildren(InstalledPage)
        look_through(bench, installed, models)
        print(f"worst of all {bench.worst:.1f} ms, wanted at most {LIMIT_MS:.0f} ms")
        garbage.stop()
        window.close()
        history.close()
        QApplication.processEvents()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--results", type=int, default=5000)
    parser.add_argument("--models", type=int, default=500)
    wishes = parser.parse_args(sys.argv[1:])
    main(wishes.results, wishes.models)
