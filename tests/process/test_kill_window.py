"""After kill -9 of window or worker in the middle of a reply all but its very end is there.

The next start offers to go on, and the database is sound. How long that end is depends on the
machine's load: `tests/benchmarks/kill_window.py` does the same fifty times and prints it.
"""

import sys
from pathlib import Path

import pytest

from process.kill_scene import KillScene

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of Unix")

KILLS = 5


def test_what_was_said_survives_kills_of_the_window(tmp_path: Path) -> None:
    scene = KillScene(tmp_path / "home")
    outcomes = [scene.kill_window() for _ in range(KILLS)]
    assert any(outcome.stored_characters for outcome in outcomes)


def test_what_was_said_survives_kills_of_the_worker(tmp_path: Path) -> None:
    scene = KillScene(tmp_path / "home")
    outcomes = [scene.kill_worker() for _ in range(KILLS)]
    assert any(outcome.stored_characters for outcome in outcomes)
