"""How long hostile replies stall the event loop of a real window; prints figures for each.

    PYTHONPATH=app:tests python tests/benchmarks/hostile_text.py [name ...]

Each is shown at once and streamed at up to 400,000 characters a second; at most 300,000 characters
are streamed. Processor time of single turns of the event loop, so that other programs matter less.
"""

import sys
from random import Random
from time import perf_counter, thread_time

from PySide6.QtWidgets import QApplication

from benchmarks.streaming import make_window
from paceline.provenance import Round
from paceline.ui.application import make_application
from paceline.ui.colours import LIGHT
from paceline.ui.reply_text.reply_text import ReplyText
from ui.hostile_texts import HOSTILE
from ui.markdown_rounds import cut_into_rounds

MOST_STREAMED = 300_000


def turn(application: QApplication) -> float:
    """One turn of the event loop; its milliseconds."""
    begun = thread_time()
    application.processEvents()
    return 1000 * (thread_time() - begun)


def show(application: QApplication, text: str, rounds: list[Round], *, streamed: bool) -> str:
    """Show a text and say what that cost."""
    reply = ReplyText(LIGHT, show_tints=True)
    area = make_window(reply)
    turns = [turn(application)]
    started = perf_counter()
    begun = thread_time()
    if streamed:
        reply.begin()
        for round_ in rounds:
            reply.append_round(round_)
            turns.append(turn(application))
        reply.finish(text)
    else:
        reply.show_reply(text, rounds)
        turns.append(1000 * (thread_time() - begun))
    while not reply.settled and perf_counter() - started < 60:
        turns.append(turn(application))
    turns += [turn(application) for _ in range(20)]
    end = "" if reply.settled else ", NOT DONE"
    area.close()
    area.deleteLater()
    return f"worst {max(turns):6.1f} ms, in all {perf_counter() - started:5.1f} s{end}"


def main() -> None:
    application = make_application()
    for name, text in HOSTILE.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        rounds = cut_into_rounds(text, Random(1), mean=60)
        short = text[:MOST_STREAMED]
        streamed = cut_into_rounds(short, Random(1), mean=60)
        print(
            f"{name:24} {len(text):>9} characters   "
            f"at once: {show(application, text, rounds, streamed=False)}   "
            f"streamed: {show(application, short, streamed, streamed=True)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
