"""How long the window stalls while a large file arrives over loopback as fast as it can.

    PYTHONPATH=app:tests python tests/benchmarks/download_in_window.py [--megabytes 1024]

The server is a process of its own; window, queue, client and disk are the real ones, and the page
of downloads is in view. A timer in the window ticks every two milliseconds; what it comes late is a
stall. Before and after, the same is measured while nothing arrives: what the machine does besides.
"""

import argparse
import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest

from benchmarks import download
from benchmarks.stream_in_window import Watch
from paceline.history.store import History
from paceline.library.downloads.records import DownloadState, Wanted
from paceline.library.hub.access import HubAccess
from paceline.library.hub.tokens import TokenStore
from paceline.settings import LibraryWishes, Settings, Theme
from paceline.ui.application import make_application
from paceline.ui.icons import application_icon
from paceline.ui.library.page import PageKind
from paceline.ui.library.sources import LibrarySources
from paceline.ui.main_window import MainWindow
from paceline.ui.theme import Appearance
from ui.conftest import FakePairs
from ui.fake_engine import FakeEngineClient

REST_MS: Final = 2000


def main() -> None:
    """Fetch once with the window open and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        os.environ.update(PACELINE_HOME=str(folder / "home"), HF_HUB_CACHE=str(folder / "hub"))
        content = folder / "served.gguf"
        download.write(content, options.megabytes << 20)
        with subprocess.Popen(
            [sys.executable, download.__file__, "--serve", str(content)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as server:
            assert server.stdout is not None
            fetch(server.stdout.readline().strip(), folder, options.megabytes << 20)
            server.terminate()


def fetch(endpoint: str, folder: Path, size: int) -> None:
    """Open the window, rest, fetch, rest."""
    application = make_application()
    history = History.open(folder / "history")
    window = MainWindow(
        FakeEngineClient(),
        history,
        FakePairs(),
        Appearance(Theme.LIGHT, application),
        Settings(theme=Theme.LIGHT, library=LibraryWishes(endpoint=endpoint)),
        lambda _settings: None,
        application_icon(),
        library=LibrarySources(
            places=lambda _own: (),
            access=lambda: HubAccess(TokenStore(ring=lambda: None, environment={})),
        ),
    )
    window.resize(1080, 760)
    window.show()
    library = window._library
    library.show(PageKind.DOWNLOADS)
    QTest.qWait(REST_MS)
    gc.collect()
    gc.freeze()  # as `run_window` does
    sys.setswitchinterval(0.001)  # as `run_window` does
    print("at rest,  ", watched(lambda loop: QTimer.singleShot(REST_MS, loop.quit)))
    downloads = library.desk.downloads
    begun = perf_counter()
    checking: list[float] = []

    def arrive(loop: QEventLoop) -> None:
        def on_changed() -> None:
            states = [job.state for job in downloads.jobs]
            if DownloadState.VERIFYING in states and not checking:
                checking.append(perf_counter())
            if states and all(state.ended for state in states):
                loop.quit()

        downloads.changed.connect(on_changed)
        library.desk.get("Large", [Wanted(download.REPOSITORY, download.FILE)])

    told = watched(arrive)
    ended = perf_counter()
    (job,) = downloads.jobs
    assert job.state is DownloadState.DONE, job.error
    print("arriving, ", told)
    print("at rest,  ", watched(lambda loop: QTimer.singleShot(REST_MS, loop.quit)))
    transfer = (checking or [ended])[0] - begun
    print(f"{size / 1e6 / transfer:.0f} MB/s, then {ended - begun - transfer:.1f} s of checking")
    window.close()
    history.close()


def watched(begin: Callable[[QEventLoop], None]) -> str:
    loop = QEventLoop()
    watch = Watch()
    watch.start()
    begin(loop)
    loop.exec()
    watch.stop()
    return watch.report().splitlines()[0]


if __name__ == "__main__":
    main()
