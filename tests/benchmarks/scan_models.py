"""Look through many models, with real headers, and say how long that takes: at first, and again.

    python tests/benchmarks/scan_models.py [--models 500] [--folder /tmp]

Headers are of real size (some megabytes, mostly vocabulary); the weights behind them are holes, so
a model takes no more of the disk than its header. Half lie in the Hub's cache, half in a folder.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes.sparse_models import (
    GEMMA3_4B,
    LLAMA_1B,
    LLAMA_8B,
    QWEN3_06B,
    QWEN3_30B_A3B,
    write,
)
from paceline.library.gguf.reading import read_header
from paceline.library.installed.header_memory import HeaderMemory
from paceline.library.installed.places import Place, PlaceKind
from paceline.library.installed.scanning import found, scan
from paceline.library.installed.watching import look

BUILDS: Final = (LLAMA_8B, LLAMA_1B, QWEN3_06B, QWEN3_30B_A3B, GEMMA3_4B)


def main() -> None:
    """Lay out, look, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=int, default=500)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        places = _lay_out(folder, options.models)
        memory = folder / "memory"
        print(f"{options.models} models of {len(BUILDS)} kinds")
        _timed("files alone, nothing known", lambda: len(found(places, HeaderMemory(memory))))
        _timed("first scan, every header read", lambda: _facts(places, memory))
        print(f"  {_peak_mb():6.0f} MB was the most that the process held")
        _timed("second scan, as after a start", lambda: _facts(places, memory))
        known = HeaderMemory(memory)
        _facts_of(places, known)
        _timed("third scan, in the same run", lambda: _facts_of(places, known))
        _timed("whether anything changed", lambda: len(look(places).files))
        kept = sum(file.stat().st_size for file in memory.iterdir())
        print(f"  {kept / 1e6:6.1f} MB are kept on the disk")


def _lay_out(folder: Path, count: int) -> tuple[Place, ...]:
    own, hub = folder / "own", folder / "hub"
    own.mkdir()
    headers = []
    for build in BUILDS:
        file = write(build, folder)
        with file.open("rb") as source:
            headers.append((source.read(read_header(file).data_start), file.stat().st_size))
        file.unlink()
    for number, (header, size) in enumerate(islice(cycle(headers), count)):
        if number % 2:
            file = own / f"model-{number:03}-Q4_K_M.gguf"
        else:
            repository = hub / f"models--someone--model-{number:03}-GGUF"
            file = repository / "blobs" / f"{number:064x}"
            link = repository / "snapshots" / f"{number:040x}" / f"model-{number:03}-Q4_K_M.gguf"
            link.parent.mkdir(parents=True)
            link.symlink_to(os.path.relpath(file, link.parent))
            file.parent.mkdir()
        with file.open("wb") as out:
            out.write(header)
            out.truncate(size)
    return Place(PlaceKind.HUB, hub), Place(PlaceKind.OWN, own)


def _facts(places: Sequence[Place], memory: Path) -> int:
    return _facts_of(places, HeaderMemory(memory))


def _facts_of(places: Sequence[Place], memory: HeaderMemory) -> int:
    models = list(scan(places, memory))
    assert all(model.facts is not None for model in models)
    return len(models)


def _timed(what: str, work: Callable[[], int]) -> None:
    started = time.perf_counter()
    count = work()
    print(f"  {time.perf_counter() - started:6.2f} s  {what} ({count} found)")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
