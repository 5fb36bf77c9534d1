"""How long the list of chats takes with thousands of them; prints milliseconds.

python tests/benchmarks/chat_list.py [chats]
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec

from paceline.chat import Role
from paceline.history.records import ChatSetup
from paceline.history.store import History
from paceline.ui.application import make_application
from paceline.ui.colours import LIGHT
from paceline.ui.sidebar.chat_list_model import ChatListModel, local_now
from paceline.ui.sidebar.column import SidebarColumn


class Clock:
    """One chat an hour, back from now."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


def timed(what: str, deed: Callable[[], object]) -> None:
    """Print the best of three runs; other programs disturb, and never help."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        deed()
        best = min(best, time.perf_counter() - start)
    print(f"{what:<44} {1000 * best:8.1f} ms")


def fill(history: History, clock: Clock, count: int) -> None:
    """Chats with a question and an answer each."""
    start = clock.now
    for number in range(count):
        clock.now = start - timedelta(hours=count - number)
        chat = history.create(ChatSetup()).id
        asked = history.add_message(chat, None, Role.USER, f"What is the root of {number}?")
        answer = f"The root of {number} is {number**0.5:.4f}, as a table of roots would say."
        history.add_message(chat, asked.id, Role.ASSISTANT, answer)
        history.set_title(chat, f"Root of {number}")


def main(count: int) -> None:
    """Print the figures."""
    from PySide6.QtGui import QAction

    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock()
        history = History.open(Path(folder), clock=clock)
        fill(history, clock, count)
        clock.now = datetime.now(UTC)
        now = local_now()
        chats = history.conversations()
        model = ChatListModel()
        column = SidebarColumn(QAction("New"), model, LIGHT, width=250)
        column.resize(250, 900)
        print(f"{count:,} chats")
        timed("read from history", history.conversations)
        timed("nothing to purge at the start", history.purge)
        timed("first show", lambda: ChatListModel().show(chats, now))
        model.show(chats, now)
        column.show_chats()
        timed("paint", lambda: (column.grab(), application.processEvents()))

        def raise_oldest() -> None:
            changed = msgspec.structs.replace(chats[-1], changed=datetime.now(UTC))
            model.show_change(changed, now)
            model.show_change(chats[-1], now)

        timed("the oldest moves to the top, and back", raise_oldest)

        def pin_oldest() -> None:
            model.show_change(msgspec.structs.replace(chats[-1], pinned=True), now)
            model.show_change(chats[-1], now)

        timed("the oldest is pinned, and no longer", pin_oldest)
        timed("search for a common word, and show", lambda: found(history, column, "root"))
        timed("search for a rare word, and show", lambda: found(history, column, str(count // 2)))
        timed("search for nothing that is there", lambda: found(history, column, "zebra"))
        history.close()


def found(history: History, column: SidebarColumn, words: str) -> None:
    """Search and paint."""
    column.show_found(words, history.search(words))
    column.grab()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
