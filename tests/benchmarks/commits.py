"""How long the window waits for the history while replies are written; prints figures.

    PYTHONPATH=app:tests python tests/benchmarks/commits.py [tokens]

A reply of 1,000 tokens per second is stored every 150 ms, in a history of 1,000 conversations; the
pauses between are left out.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TypeVar

from fakes.many_chats import conversations
from paceline.chat import Role
from paceline.history.records import ChatSetup, MessageState
from paceline.history.store import History
from ui.replies import bonus, drafted, make_round

_Result = TypeVar("_Result")


def timed(act: Callable[[], _Result]) -> tuple[_Result, float]:
    """The result and the milliseconds."""
    begun = time.perf_counter()
    result = act()
    return result, (time.perf_counter() - begun) * 1000


def main() -> None:
    """Write one long reply and many short ones, open a long chat, and print the times."""
    tokens = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        history = History.open(Path(folder))
        history.take_in(conversations(1000))
        chat = history.create(ChatSetup()).id
        question, ms = timed(lambda: history.add_message(chat, None, Role.USER, "Tell me. " * 40))
        print(f"question: {ms:.2f} ms")
        reply, ms = timed(lambda: history.begin_reply(chat, question.id, "pair"))
        print(f"begin: {ms:.2f} ms")
        appends = []
        for batch in range(tokens // 150):
            rounds = [
                make_round(
                    *(drafted(f" word{batch % 97}", slot) for slot in range(4)), bonus(f" {index}")
                )
                for index in range(30)
            ]
            appends.append(timed(lambda r=rounds: history.append_rounds(reply.id, r))[1])  # type: ignore[misc]
        tenth = len(appends) // 10
        print(
            f"{len(appends)} appends of 150 tokens: median {median(appends):.2f} ms, "
            f"worst {max(appends):.2f} ms; first tenth {median(appends[:tenth]):.2f}, "
            f"last tenth {median(appends[-tenth:]):.2f}"
        )
        _, ms = timed(lambda: history.finish_reply(reply.id, MessageState.COMPLETE, None))
        print(f"finish: {ms:.2f} ms")
        rounds_, ms = timed(lambda: history.rounds(reply.id))
        print(f"rounds read again: {len(rounds_)} in {ms:.1f} ms")
        finishes = []
        parent = reply.id
        for number in range(1000):
            parent = history.add_message(chat, parent, Role.USER, f"Question {number}").id
            short = history.begin_reply(chat, parent, "pair")
            history.append_rounds(
                short.id, [make_round(*(drafted(f" w{i}", i) for i in range(9)))] * 8
            )
            finishes.append(
                timed(lambda m=short.id: history.finish_reply(m, MessageState.COMPLETE, None))[1]  # type: ignore[misc]
            )
            parent = short.id
        print(
            f"finish of short replies: median {median(finishes):.2f}, worst {max(finishes):.2f} ms"
        )
        path, ms = timed(lambda: history.path(chat))
        print(f"a path of {len(path)} messages: {ms:.1f} ms")
        listed, ms = timed(history.conversations)
        print(f"a list of {len(listed)} conversations: {ms:.1f} ms")
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
        print(f"on the disk: {size / 2**20:.0f} MiB")
        _, ms = timed(history.close)
        print(f"close: {ms:.1f} ms")
        again, ms = timed(lambda: History.open(Path(folder)))
        print(f"open: {ms:.1f} ms")
        again.close()


if __name__ == "__main__":
    main()
