"""When the write-ahead log is brought into the file."""

import threading
from pathlib import Path

import pytest

from paceline.history import checkpoints
from paceline.history.checkpoints import Checkpoints

PATIENCE_S = 30.0


def test_what_is_committed_during_a_checkpoint_gets_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()
    done: list[Path] = []

    def slow(path: Path) -> None:
        begun.set()
        may_end.wait(PATIENCE_S)
        done.append(path)

    monkeypatch.setattr(checkpoints, "_checkpoint", slow)
    file = tmp_path / "chats.db"
    one = Checkpoints(file)
    one.run()
    assert begun.wait(PATIENCE_S)
    one.run()
    one.run()
    may_end.set()
    one.wait()
    assert done == [file, file]
    one.run()
    one.wait()
    assert done == [file] * 3
