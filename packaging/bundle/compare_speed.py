"""Compares tokens per second of a bundle and of the checkout, on the practice pair.

usage: compare_speed.py [BUNDLE] [--rounds N] [--tokens N]

Run it by the Python of a checkout that is set up, on a machine that does nothing else. Both engines
are loaded once and write the same greedy reply by turns (bundle, checkout, checkout, bundle), so
that a machine whose speed drifts slows both. Told are medians, and the median of the ratios of
neighbours. Exit status 1 says that the bundle is slower than 0.95 of the checkout.
"""

import argparse
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import contents

from paceline.__main__ import own_command
from paceline.chat import ChatMessage, Role
from paceline.cli.selftest.worker_talk import Worker, started
from paceline.library.practice import ensure_practice_target
from paceline.library.starter import find_starter
from paceline.options import DrafterChoice, Sampling, Speculation
from paceline.protocol.messages import Finished, Generate, LoadPair
from paceline.provenance import ReplySummary

ENOUGH: Final = 0.95

MESSAGES: Final = (ChatMessage(Role.USER, "Tell me of a river that rises in the hills."),)
WAYS: Final = {
    "plain decoding": Speculation(enabled=False),
    "draft of 3 tokens": Speculation(drafter=DrafterChoice.DRAFT_MODEL, draft_length=3),
}


class Engine:
    """A loaded worker."""

    def __init__(self, worker: Worker, pair: LoadPair) -> None:
        self._worker = worker
        self._asked = pair.request_id
        worker.greet()
        for _ in worker.answers(pair):
            pass

    def reply(self, speculation: Speculation, tokens: int) -> ReplySummary:
        """Write one reply, greedily."""
        self._asked += 1
        asked = Generate(
            self._asked, MESSAGES, Sampling(temperature=0), speculation, tokens, rehearsal=True
        )
        *_, end = self._worker.answers(asked)
        assert isinstance(end, Finished)
        assert end.reply is not None
        return end.reply


def main(arguments: Sequence[str]) -> int:
    """Measure, and print one line for each way of decoding."""
    parser = argparse.ArgumentParser(description="Compare the speed of bundle and checkout.")
    parser.add_argument("bundle", nargs="?", type=Path, default=contents.ROOT / "dist" / "paceline")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=64)
    options = parser.parse_args(arguments)
    engine = [str(options.bundle.resolve() / contents.ENGINE), "worker"]
    pair = LoadPair(1, str(ensure_practice_target()), str(find_starter()), context_length=1024)
    slower = False
    with started(engine) as (theirs, _), started(own_command("worker")) as (ours, _):
        bundle, checkout = Engine(theirs, pair), Engine(ours, pair)
        for name, speculation in WAYS.items():
            rates: dict[str, list[float]] = {"bundle": [], "checkout": []}
            texts = set()
            for number in range(options.rounds + 1):
                turns = [("bundle", bundle), ("checkout", checkout)]
                for label, each in turns if number % 2 else reversed(turns):
                    summary = each.reply(speculation, options.tokens)
                    texts.add(summary.text)
                    # The first reads the prompt and warms up.
                    if number and summary.tokens_per_second:
                        rates[label].append(summary.tokens_per_second)
            ratios = [one / other for one, other in zip(*rates.values(), strict=True)]
            ratio = statistics.median(ratios)
            slower |= ratio < ENOUGH
            print(
                f"{name:18} bundle {statistics.median(rates['bundle']):5.1f} tok/s, "
                f"checkout {statistics.median(rates['checkout']):5.1f} tok/s, "
                f"ratio {ratio:.3f} ({min(ratios):.3f} to {max(ratios):.3f}), "
                f"{'same text' if len(texts) == 1 else f'{len(texts)} texts'}",
                flush=True,
            )
    return int(slower)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
