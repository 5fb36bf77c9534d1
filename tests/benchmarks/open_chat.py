"""How long it takes to open a long chat in the real window and to scroll through it.

    PYTHONPATH=app:tests python tests/benchmarks/open_chat.py [--messages 2000]

Half of the messages are questions, half are Markdown replies of some hundred tokens with all their
rounds. Figures count on an idle machine; memory is that of the whole window process.
"""

import argparse
import tempfile
from pathlib import Path
from time import perf_counter

import psutil
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fakes.markdown_parts import PARTS
from paceline.chat import Role
from paceline.history.records import ChatSetup, MessageState
from paceline.history.store import History
from paceline.provenance import Round
from paceline.settings import Settings, Theme
from paceline.ui.application import make_application
from paceline.ui.icons import application_icon
from paceline.ui.main_window import MainWindow
from paceline.ui.theme import Appearance
from paceline.ui.transcript.transcript import Transcript
from ui.conftest import FakePairs
from ui.fake_engine import FakeEngineClient
from ui.messages import summary_of
from ui.replies import bonus, corrected, drafted, make_round, plain


def reply_rounds(number: int) -> tuple[Round, ...]:
    """The rounds of a reply; replies differ in length and order of their parts."""
    count = 3 + number % 6
    text = "".join(PARTS[(number + part) % 5].format(number=number) for part in range(count))
    words = [text[start : start + 4] for start in range(0, len(text), 4)]
    rounds = []
    for index, start in enumerate(range(0, len(words), 3)):
        first, *rest = words[start : start + 3]
        match (index % 3, rest):
            case (0, [second, third]):
                tokens = [drafted(first), drafted(second, 1), bonus(third)]
            case (1, [second, third]):
                tokens = [drafted(first), drafted(second, 1), corrected(third, " else")]
            case _:
                tokens = [plain(word) for word in (first, *rest)]
        rounds.append(make_round(*tokens, index=index))
    return tuple(rounds)


def fill(history: History, messages: int) -> int:
    """A conversation of so many messages; its id."""
    conversation = history.create(ChatSetup())
    history.set_title(conversation.id, "A long chat")
    parent = None
    for number in range(messages // 2):
        text = f"Question {number}: how does part {number} of the tree work, and what does it cost?"
        question = history.add_message(conversation.id, parent, Role.USER, text)
        reply = history.begin_reply(conversation.id, question.id, "Practice pair")
        rounds = reply_rounds(number)
        history.append_rounds(reply.id, rounds)
        said = "".join(token.text for one in rounds for token in one.tokens)
        history.finish_reply(reply.id, MessageState.COMPLETE, summary_of(said, rounds))
        parent = reply.id
    return conversation.id


class FirstPaint(QObject):
    """Notes when something was painted for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.at: float | None = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self.at is None:
            self.at = perf_counter()
        return False


def resident_mb() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


def main() -> None:
    """Fill a history, open the chat, scroll, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=2000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        history = History.open(Path(folder))
        chat = fill(history, options.messages)
        history.close()
        measure(History.open(Path(folder)), chat)


def measure(history: History, chat: int) -> None:
    application = make_application()
    print(f"before the window: {resident_mb():.0f} MB")
    begun = perf_counter()
    window = MainWindow(
        FakeEngineClient(),
        history,
        FakePairs(),
        Appearance(Theme.LIGHT, application),
        Settings(theme=Theme.LIGHT),
        lambda _settings: None,
        application_icon(),
    )
    window.resize(1080, 760)
    window.show()
    QTest.qWait(300)
    print(f"window: {(perf_counter() - begun) * 1000 - 300:.0f} ms, {resident_mb():.0f} MB")
    (transcript,) = window.findChildren(Transcript)
    session = window._session
    for turn in ("first", "again"):
        session.open(None)
        QTest.qWait(200)
        painted = FirstPaint()
        transcript.viewport().installEventFilter(painted)
        begun = perf_counter()
        session.open(chat)
        opened = perf_counter()
        while painted.at is None:
            QTest.qWait(1)
        while not all(row.settled for row in transcript.rows.values()):
            QTest.qWait(1)
        idle = perf_counter()
        assert painted.at is not None
        print(
            f"open, {turn}: {1000 * (opened - begun):.0f} ms to return, "
            f"{1000 * (painted.at - begun):.0f} ms to the first paint, "
            f"{1000 * (idle - begun):.0f} ms until nothing moves; {resident_mb():.0f} MB"
        )
        transcript.viewport().removeEventFilter(painted)
    scroll(transcript)
    print(f"after scrolling: {resident_mb():.0f} MB, {len(transcript.rows)} messages as widgets")
    window.close()
    history.close()


def scroll(transcript: Transcript) -> None:
    """Turn the wheel through a part of the chat, and jump about in it."""
    bar = transcript.verticalScrollBar()
    times = []
    for _ in range(600):
        begun = perf_counter()
        bar.setValue(bar.value() - 60)
        QApplication.processEvents()
        times.append(1000 * (perf_counter() - begun))
        QTest.qWait(1)
    report("a notch of the wheel", times)
    times = []
    for place in range(100):
        begun = perf_counter()
        bar.setValue((place * 7919) % 100 * bar.maximum() // 100)
        QApplication.processEvents()
        times.append(1000 * (perf_counter() - begun))
        QTest.qWait(20)
    report("a jump", times)


def report(name: str, times: list[float]) -> None:
    times = sorted(times)
    print(
        f"{name}: median {times[len(times) // 2]:.1f} ms, "
        f"p99 {times[int(len(times) * 0.99)]:.1f} ms, worst {times[-1]:.1f} ms"
    )


if __name__ == "__main__":
    main()
