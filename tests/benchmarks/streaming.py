"""How long the event loop stalls while a long reply streams through a real window; prints figures.

    PYTHONPATH=app:tests python tests/benchmarks/streaming.py [--tokens 20000] [--rate 1000]

A timer in the window ticks every two milliseconds; what it comes late is a stall. Printed are the
stalls, what a token costs in each tenth of the reply, and memory. Figures count on an idle machine.
"""

import argparse
import gc
import random
import sys
from dataclasses import dataclass, field
from time import perf_counter, process_time

import psutil
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from paceline.provenance import Round
from paceline.ui.application import make_application
from paceline.ui.colours import LIGHT
from paceline.ui.reply_text.reply_text import ReplyText
from ui.markdown_rounds import cut_into_rounds

TICK_MS = 2.0

MIXED = """\
## Part {number}: what changes when the tree grows

A *binary search tree* keeps **smaller keys** to the left; see the [entry](https://example.org/{number})
and `insert()` below. Its height is $h \\approx {number} \\log_2 n$, so a look-up is in $O(h)$.

1. Compare the key with that of the node, number {number}.
2. Go to the left or to the right:
   - left if it is *smaller*,
   - right if it is **larger** or equal.
3. Stop where there is no child.

```python
def insert_{number}(node: Node | None, key: int) -> Node:
    \"\"\"Put a key where it belongs.\"\"\"
    if node is None:
        return Node(key)  # a new leaf, number {number}
    if key < node.key:
        node.left = insert_{number}(node.left, key)
    else:
        node.right = insert_{number}(node.right, key)
    return node
```

| Case | Height | Steps |
|:-----|:------:|------:|
| best {number} | log n | {number} |
| worst | n | `n` |

> Remember: a tree that is never balanced may become a list,
> and then **nothing** is won.

The next part looks at rotations, which keep both sides of about the same height without much work.

"""


def mixed_reply(tokens: int) -> list[Round]:
    """Rounds of a reply with about so many tokens."""
    parts = []
    size = 0
    number = 0
    while size < 4 * tokens:
        number += 1
        parts.append(MIXED.format(number=number))
        size += len(parts[-1])
    rounds = cut_into_rounds("".join(parts), random.Random(7), mean=4)
    count = 0
    for index, round_ in enumerate(rounds):
        count += len(round_.tokens)
        if count >= tokens:
            return rounds[: index + 1]
    return rounds


@dataclass
class Watch(QObject):
    """Notes how late a timer comes."""

    late_ms: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=int(TICK_MS), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_tick(self) -> None:
        self.late_ms.append(max(self._clock.nsecsElapsed() / 1e6 - TICK_MS, 0.0))
        self._clock.start()

    def report(self, name: str) -> str:
        late = sorted(self.late_ms)
        if not late:
            return f"{name}: no ticks"
        share = [late[int(len(late) * part)] for part in (0.5, 0.99, 0.999)]
        over = sum(one > 8 for one in late)
        return (
            f"{name}: stalls p50 {share[0]:.1f} ms, p99 {share[1]:.1f} ms, "
            f"p99.9 {share[2]:.1f} ms, "
            f"worst {late[-1]:.1f} ms; {over} of {len(late)} over 8 ms"
        )


def make_window(reply: ReplyText) -> QScrollArea:
    """A column that scrolls and follows the end, as the chat does."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(reply)
    column.addStretch()
    area.setWidget(page)
    bar = area.verticalScrollBar()
    bar.rangeChanged.connect(lambda _least, most: bar.setValue(most))
    area.resize(900, 600)
    area.show()
    return area


def stream(rounds: list[Round], rate: float) -> None:
    """Feed the rounds at a rate and print what it cost."""
    application = QApplication.instance() or make_application()
    gc.collect()
    gc.freeze()  # as the program does once its window is open
    sys.setswitchinterval(0.001)
    reply = ReplyText(LIGHT, show_tints=True)
    area = make_window(reply)
    memory = psutil.Process().memory_info
    rss = [memory().rss]
    costs: list[float] = []
    tokens = sum(len(round_.tokens) for round_ in rounds)
    watch = Watch()
    reply.begin()
    begun = perf_counter()
    fed = index = 0
    started_at = process_time()
    watch.start()
    while index < len(rounds):
        due = (perf_counter() - begun) * rate
        while index < len(rounds) and fed <= due:
            reply.append_round(rounds[index])
            fed += len(rounds[index].tokens)
            index += 1
        application.processEvents()
        while len(costs) < 10 and fed >= tokens * (len(costs) + 1) / 10:
            costs.append(process_time() - started_at)
            started_at = process_time()
            rss.append(memory().rss)
        wait = min((fed - (perf_counter() - begun) * rate) / rate, 0.001)
        if wait > 0:
            QTimer.singleShot(0, lambda: None)
            application.thread().usleep(int(wait * 1e6))
    reply.finish(reply.source_text())
    while not reply.settled:
        application.processEvents()
    watch.stop()
    seconds = perf_counter() - begun
    print(f"{tokens} tokens in {seconds:.1f} s, {reply.height()} pixels tall")
    print(watch.report("event loop"))
    print("CPU per tenth, ms:", " ".join(f"{1000 * cost:.0f}" for cost in costs))
    print(f"last tenth / first tenth: {costs[-1] / costs[0]:.2f}")
    grown = [f"{(now - rss[0]) / 1e6:.0f}" for now in rss[1:]]
    print("memory grown after each tenth, MB:", " ".join(grown))
    area.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=20_000)
    parser.add_argument("--rate", type=float, default=1_000.0, help="tokens per second")
    chosen = parser.parse_args()
    stream(mixed_reply(chosen.tokens), chosen.rate)


if __name__ == "__main__":
    main()
