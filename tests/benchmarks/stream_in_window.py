"""How long the whole window stalls while a fast worker streams a long reply into it.

    PYTHONPATH=app:tests python tests/benchmarks/stream_in_window.py [--tokens N]

The worker is a process of its own that speaks the real protocol; client, session, history, strip
and transcript are the real ones. A timer in the window ticks every two milliseconds; what it comes
late is a stall. On a machine that does other things too, only the computing between two ticks
tells about the window; where it waits, as for the disk, is then missing.
"""

import argparse
import gc
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time, thread_time

import psutil
from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest

from fakes import fake_worker
from fakes.markdown_parts import PARTS
from paceline.client.engine_client import EngineClient, EngineState
from paceline.history.store import History
from paceline.loading import PairChoice, PairKind
from paceline.settings import Settings, Theme
from paceline.ui.application import make_application
from paceline.ui.icons import application_icon
from paceline.ui.main_window import MainWindow
from paceline.ui.theme import Appearance
from paceline.ui.transcript.transcript import Transcript
from ui.conftest import FakePairs

TICK_MS = 2.0
TEXT = "".join(part.format(number=number) for number in range(3) for part in PARTS)
PACE_MS = 2.6
"""Between two rounds of nearly three tokens each: about a thousand tokens per second."""
REST_MS = 1500
"""Until all that is built after the window is shown is there."""


class Watch(QObject):
    """Notes how late a timer comes, and what the process spent in each tenth of the reply."""

    def __init__(self) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self.computed_ms: list[float] = []
        self._computed = 0.0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=int(TICK_MS), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Begin anew."""
        self.late_ms.clear()
        self.computed_ms.clear()
        self._computed = thread_time()
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_tick(self) -> None:
        self.late_ms.append(max(self._clock.nsecsElapsed() / 1e6 - TICK_MS, 0.0))
        now = thread_time()
        self.computed_ms.append(1000 * (now - self._computed))
        self._computed = now
        self._clock.start()

    def report(self) -> str:
        return "\n".join([_shares("stalls", self.late_ms), _shares("computing", self.computed_ms)])


def _shares(name: str, times: list[float]) -> str:
    late = sorted(times)
    over = sum(one > 8 for one in late)
    return (
        f"{name}: p50 {late[len(late) // 2]:.1f} ms, p99 {late[int(len(late) * 0.99)]:.1f} ms, "
        f"p99.9 {late[int(len(late) * 0.999)]:.1f} ms, worst {late[-1]:.1f} ms; "
        f"{over} of {len(late)} over 8 ms"
    )


def main() -> None:
    """Stream a reply and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=20_000)
    parser.add_argument("--away", action="store_true", help="scroll away from the end first")
    options = parser.parse_args()
    application = make_application()
    repeat = options.tokens // len(TEXT.split()) + 1
    flags = ["--text", TEXT, "--repeat", str(repeat), "--pace-ms", str(PACE_MS)]
    engine = EngineClient(sys.executable, fake_worker.arguments(*flags))
    with tempfile.TemporaryDirectory() as folder:
        history = History.open(Path(folder))
        window = MainWindow(
            engine,
            history,
            FakePairs(),
            Appearance(Theme.LIGHT, application),
            Settings(theme=Theme.LIGHT, max_tokens=options.tokens),
            lambda _settings: None,
            application_icon(),
        )
        window.resize(1080, 760)
        window.show()
        engine.start()
        window.open_pair(PairChoice(PairKind.STARTER))
        while engine.pair is None or engine.state is not EngineState.IDLE:
            QTest.qWait(20)
        QTest.qWait(REST_MS)
        gc.collect()
        gc.freeze()  # as `run_window` does
        stream(window, engine, options.tokens, away=options.away)
        window.close()
        history.close()


def stream(window: MainWindow, engine: EngineClient, tokens: int, *, away: bool) -> None:
    (transcript,) = window.findChildren(Transcript)
    marks: list[tuple[int, float, float]] = []
    count = 0

    def on_round_done(event: object) -> None:
        nonlocal count
        count += len(event.round.tokens)  # type: ignore[attr-defined]
        if count * 10 // tokens >= len(marks):
            marks.append((count, process_time(), psutil.Process().memory_info().rss / 1e6))
        if away and len(marks) == 2:
            transcript.verticalScrollBar().setValue(0)

    engine.round_done.connect(on_round_done)
    loop = QEventLoop()  # QTest.qWait sleeps between its looks at the events
    session = window._session
    session.reply_ended.connect(lambda: QTimer.singleShot(500, loop.quit))
    watch = Watch()
    begun = perf_counter()
    watch.start()
    window._session.send("Tell me all about trees.")
    loop.exec()
    watch.stop()
    seconds = perf_counter() - begun - 0.5
    print(f"{count} tokens in {seconds:.1f} s, {count / seconds:.0f} per second")
    print(watch.report())
    for (c0, t0, _), (c1, t1, m1) in pairwise(marks):
        print(f"  to token {c1:6}: {1e6 * (t1 - t0) / (c1 - c0):6.0f} µs per token, {m1:.0f} MB")


if __name__ == "__main__":
    main()
