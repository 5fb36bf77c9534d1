"""The time of last use survives, and a disk that refuses costs nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fakes.model_folders import put
from paceline.library.installed.uses import Uses, note_use

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_latest_use_of_each_model_is_kept(tmp_path: Path) -> None:
    kept, first, second = (tmp_path / name for name in ("uses.json", "1.gguf", "2.gguf"))
    note_use(first, file=kept, now=NOON)
    note_use(second, file=kept, now=NOON)
    note_use(first, file=kept, now=NOON + timedelta(hours=1))
    assert Uses(kept).last(first) == NOON + timedelta(hours=1)
    assert Uses(kept).last(second) == NOON
    assert Uses(kept).last(tmp_path / "3.gguf") is None


def test_the_oldest_are_forgotten_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paceline.library.installed.uses._MOST_KEPT", 2)
    kept = tmp_path / "uses.json"
    for number in range(3):
        note_use(tmp_path / f"{number}.gguf", file=kept, now=NOON + timedelta(hours=number))
    uses = Uses(kept)
    assert [uses.last(tmp_path / f"{number}.gguf") is None for number in range(3)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"x": "y"}', b'{"x": 1e300}'])
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    kept = put(tmp_path / "uses.json", content)
    assert Uses(kept).last(tmp_path / "x.gguf") is None
    note_use(tmp_path / "x.gguf", file=kept, now=NOON)
    assert Uses(kept).last(tmp_path / "x.gguf") == NOON


def test_a_disk_that_refuses_is_no_failure(tmp_path: Path) -> None:
    note_use(tmp_path / "x.gguf", file=put(tmp_path / "file", b"") / "uses.json")
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]
