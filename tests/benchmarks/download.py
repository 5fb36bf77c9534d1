"""Fetch a large file over loopback, in turns with curl, and say who is faster.

    python tests/benchmarks/download.py [--megabytes 1024] [--rounds 5] [--folder /tmp]

The server is a process of its own. Neither side's time holds a checksum; ours ends when the check
begins, which is timed by itself.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes.hub_stub.stub import HubStub
from paceline.library.downloads.fetching import fetch
from paceline.library.downloads.records import FileProgress, Phase, Wanted
from paceline.library.hub.hub import Hub
from paceline.library.hub.tokens import TokenStore

REPOSITORY: Final = "someone/large-GGUF"
FILE: Final = "large.gguf"


def main() -> None:
    """Fetch in turns and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        _serve(options.serve)
        return
    size = options.megabytes << 20
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        content = folder / "served.gguf"
        write(content, size)
        with subprocess.Popen(
            [sys.executable, __file__, "--serve", str(content)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as server:
            assert server.stdout is not None
            endpoint = server.stdout.readline().strip()
            curl, ours, checks = [], [], []
            for _ in range(options.rounds):
                curl.append(_curl(endpoint, folder / "curl.gguf"))
                transfer, check = _ours(endpoint, folder / "cache", options.connections)
                ours.append(transfer)
                checks.append(check)
                print(_line("curl", size, curl[-1]), _line("paceline", size, transfer), sep=", ")
            server.terminate()
    ratio = median(c / o for c, o in zip(curl, ours, strict=True))
    print(f"paceline runs at {ratio:.2f} of curl's speed, median of {options.rounds} rounds;")
    print(f"{_line('the check', size, median(checks))}, not counted above")


def _serve(content: Path) -> None:
    with HubStub() as stub:
        stub.add_repository(REPOSITORY, {FILE: content})
        print(stub.endpoint, flush=True)
        sys.stdin.read()


def write(path: Path, size: int) -> None:
    """Write what no file system stores more cheaply than it is."""
    step = 1 << 20
    with path.open("wb") as file:
        for number in range(size // step):
            file.write(number.to_bytes(4, "big") * (step // 4))


def _curl(endpoint: str, target: Path) -> float:
    program = shutil.which("curl")
    if program is None:
        sys.exit("this compares with curl, which is not installed")
    url = f"{endpoint}/{REPOSITORY}/resolve/main/{FILE}"
    began = time.perf_counter()
    subprocess.run([program, "-sSfL", "-o", str(target), url], check=True)
    took = time.perf_counter() - began
    target.unlink()
    return took


def _ours(endpoint: str, cache: Path, connections: int | None) -> tuple[float, float]:
    """Return the seconds of transfer and check."""
    checking: list[float] = []

    def progress(now: FileProgress) -> None:
        if now.phase is Phase.VERIFYING and not checking:
            checking.append(time.perf_counter())

    hub = Hub(endpoint, tokens=TokenStore())
    began = time.perf_counter()
    fetch(
        hub,
        Wanted(REPOSITORY, FILE),
        cache=cache,
        progress=progress,
        cancelled=lambda: False,
        connections=connections,
    )
    ended = time.perf_counter()
    hub.close()
    shutil.rmtree(cache)
    return checking[0] - began, ended - checking[0]


def _line(who: str, size: int, seconds: float) -> str:
    return f"{who}: {size / seconds / 1e6:.0f} MB/s"


if __name__ == "__main__":
    main()
