"""How long searches take in 10,000 conversations; run it by hand, it prints figures.

PYTHONPATH=app:tests python tests/benchmarks/search.py [conversations]
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from fakes.many_chats import conversations, vocabulary
from paceline.history.store import History


def searches() -> list[str]:
    """What people type, letter by letter and in whole: common, rare and absent words, signs."""
    known = vocabulary()
    typed = ["a", "t", "th", "the", "qu", "s", "the of", "the of to and a in", "is that it f"]
    typed += [known[place] for place in range(0, len(known), 97)]
    typed += [f"{known[place]} {known[-place][:4]}" for place in range(20, 400, 23)]
    typed += [f"the {known[-place]}" for place in range(1, 200, 17)]
    typed += [
        "groß",
        "naiv",
        "tokyo",
        "数据",
        "据库",
        "対",
        "한국",
        "C++",
        "foo_bar",
        '"the',
        "zzz",
    ]
    return typed


def main() -> None:
    """Fill a history, search it, and print the times."""
    amount = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        history = History.open(Path(folder))
        begun = time.perf_counter()
        for start in range(0, amount, 500):
            history.take_in(conversations(min(500, amount - start), first=start))
        print(f"filled with {amount} conversations in {time.perf_counter() - begun:.1f} s")
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
        print(f"on the disk: {size / 2**20:.0f} MiB")
        times = []
        for typed in searches():
            begun = time.perf_counter()
            found = history.search(typed)
            times.append(((time.perf_counter() - begun) * 1000, typed, len(found)))
        history.close()
    spent = sorted(times)
    print(f"{len(spent)} searches: median {median(ms for ms, *_ in spent):.1f} ms")
    for milliseconds, typed, found_ in spent[-8:]:
        print(f"  {milliseconds:6.1f} ms  {typed!r}, {found_} found")


if __name__ == "__main__":
    main()
