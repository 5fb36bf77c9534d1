"""What a refresh of each view of the inspector costs while a long reply streams; prints figures.

    PYTHONPATH=app:tests python tests/benchmarks/inspector.py [--tokens 20000]

The inspector refreshes the view in sight ten times a second. Printed are the median and the worst
refresh, painting included, in the first and in the last tenth of the reply.
"""

import argparse
from statistics import median
from time import perf_counter

from PySide6.QtWidgets import QApplication

from paceline.provenance import Round
from paceline.ui.application import make_application
from paceline.ui.colours import LIGHT
from paceline.ui.inspector.acceptance_view import AcceptanceView
from paceline.ui.inspector.overview import Overview
from paceline.ui.inspector.recording import Recording
from paceline.ui.inspector.replay_view import ReplayView
from paceline.ui.inspector.rounds_view import RoundsView
from paceline.ui.inspector.tokens_view import TokensView
from paceline.ui.inspector.view import View
from ui.replies import long_reply

PER_REFRESH = 100
"""Tokens between two refreshes: a thousand a second."""


def rounds_of(tokens: int) -> list[Round]:
    """Rounds that say at least so many tokens."""
    one = long_reply()
    each = sum(len(round_.tokens) for round_ in one)
    return one * (tokens // each + 1)


def measure(view: View, tokens: int) -> list[float]:
    """Return the milliseconds of every refresh."""
    recording = Recording()
    view.resize(360, 700)
    view.show()
    view.show_recording(recording)
    times = []
    waiting = 0
    for round_ in rounds_of(tokens):
        recording.append(round_)
        waiting += len(round_.tokens)
        if waiting >= PER_REFRESH:
            waiting = 0
            begun = perf_counter()
            view.refresh()
            QApplication.processEvents()
            times.append(1000 * (perf_counter() - begun))
    view.hide()
    return times


def main() -> None:
    """Print a line for every view."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=20_000)
    tokens = parser.parse_args().tokens
    make_application()
    print(f"{'view':16} {'first tenth':>20} {'last tenth':>20}   ms, median and worst")
    for kind in (Overview, TokensView, RoundsView, AcceptanceView, ReplayView):
        times = measure(kind(LIGHT), tokens)
        tenth = len(times) // 10
        first, last = times[1:tenth], times[-tenth:]
        print(
            f"{kind.__name__:16} {median(first):12.1f} {max(first):7.1f}"
            f" {median(last):12.1f} {max(last):7.1f}"
        )


if __name__ == "__main__":
    main()
