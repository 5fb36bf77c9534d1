"""A download that is killed ten times goes on each time, and is never taken for whole before."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from huggingface_hub import hf_hub_download, scan_cache_dir
from huggingface_hub.errors import LocalEntryNotFoundError

from fakes.hub_stub.faults import Headers, Port, Slow
from fakes.hub_stub.stub import HubStub
from paceline.library.downloads import part_file

from . import downloading

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="starts processes by fork")

REPOSITORY, NAME = "someone/model-GGUF", "model-Q4_K_M.gguf"
KILLS = 10
SECONDS = 4
"""How long the line takes for the file when nobody is killed."""
MOST_TWICE = 0.05
MOST_TWICE_BUSY = 0.25
"""With what lay in the system's buffers, where other tests let the process wait for its turn."""

Downloader = subprocess.Popen[str]


@pytest.fixture
def content(pytestconfig: pytest.Config) -> bytes:
    megabytes = int(pytestconfig.getoption("--download-mb") or 8)
    # Without zeros, which is what a file holds where nothing was written yet.
    return random.Random(megabytes).randbytes(megabytes * 1_000_000).replace(b"\0", b"\1")


@pytest.fixture
def stub(content: bytes) -> Iterator[HubStub]:
    with HubStub() as stub:
        stub.add_repository(REPOSITORY, {NAME: content})
        yield stub


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "hub"


@pytest.fixture
def downloader(stub: HubStub, cache: Path) -> Iterator[Downloader]:
    with subprocess.Popen(
        [sys.executable, downloading.__file__, stub.endpoint, str(cache), REPOSITORY, NAME],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def say(process: Downloader, word: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{word}\n")
    process.stdin.flush()


def heard(process: Downloader) -> tuple[str, str]:
    assert process.stdout is not None
    what, _, detail = process.stdout.readline().strip().partition(" ")
    return what, detail


def begun(process: Downloader) -> int:
    say(process, "begin")
    what, pid = heard(process)
    assert what == "began"
    return int(pid)


def is_taken_for_whole(cache: Path) -> bool:
    """Whether the Hub's own client would hand it out, or anything stands where whole files do."""
    try:
        hf_hub_download(REPOSITORY, NAME, cache_dir=cache, local_files_only=True)
    except LocalEntryNotFoundError:
        return any(cache.glob("models--*/blobs/*")) or any(cache.glob("models--*/snapshots/*/*"))
    return True


def forgotten(cache: Path, content: bytes) -> int:
    """Count the bytes that were written and are not known any more after a kill."""
    parts = list((cache / ".locks" / "paceline").glob("*.part"))
    if not parts:
        return 0
    note = part_file.read_note(parts[0].with_suffix(""))
    there = np.frombuffer(parts[0].read_bytes(), np.uint8)
    written = int(np.count_nonzero(there == np.frombuffer(content, np.uint8)))
    known = sum(segment.done for segment in note.segments) if note else 0
    assert written >= known
    return written - known


def test_ten_kills_cost_next_to_nothing(
    stub: HubStub,
    downloader: Downloader,
    cache: Path,
    content: bytes,
    pytestconfig: pytest.Config,
) -> None:
    chance = random.Random()
    size = len(content)
    moments = sorted(chance.randrange(size * 95 // 100) for _ in range(KILLS))
    stub.faults.add(Port.CDN, Slow(size // SECONDS // 3), times=None)
    lost = 0
    for number, moment in enumerate(moments):
        stub.faults.add(Port.CDN, Headers({"ETag": f'"{number}"'}), times=3)
        child = begun(downloader)
        stub.journal.wait(lambda asked, at=moment: sum(one.sent for one in asked) >= at)  # type: ignore[misc]
        os.kill(child, signal.SIGKILL)
        assert heard(downloader) == ("ended", str(int(signal.SIGKILL)))
        assert not is_taken_for_whole(cache), moments
        assert not scan_cache_dir(cache).warnings if cache.exists() else True
        lost += forgotten(cache, content)
    begun(downloader)
    what, path = heard(downloader)
    assert what == "arrived", moments
    assert Path(path).read_bytes() == content
    assert heard(downloader) == ("ended", "0")
    assert lost <= size * MOST_TWICE, moments
    most = MOST_TWICE if pytestconfig.getoption("--download-mb") else MOST_TWICE_BUSY
    assert stub.journal.bytes_sent(Port.CDN) <= size * (1 + most), moments
    assert not list((cache / ".locks" / "paceline").iterdir())
