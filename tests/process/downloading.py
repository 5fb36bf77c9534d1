"""Fetches one file over and over, each time in a process that may be killed.

    python downloading.py ENDPOINT CACHE REPOSITORY NAME

Each line on its input starts a process that has everything imported already. On its output it
says `began PID`, then `arrived PATH` if it did, then `ended STATUS`.
"""

import os
import sys
from pathlib import Path

from paceline.library.downloads.fetching import fetch
from paceline.library.downloads.patience import Manners
from paceline.library.downloads.records import Wanted
from paceline.library.hub.hub import Hub
from paceline.library.hub.tokens import TokenStore


def main() -> None:
    endpoint, cache, repository, name = sys.argv[1:]
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            hub = Hub(endpoint, tokens=TokenStore(ring=lambda: None, environment={}))
            path = fetch(
                hub,
                Wanted(repository, name),
                cache=Path(cache),
                progress=lambda _: None,
                cancelled=lambda: False,
                manners=Manners(first_wait=0.01),
                connections=3,
            )
            print("arrived", path, flush=True)
            os._exit(0)
        print("began", child, flush=True)
        print("ended", os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    main()
