import os
from pathlib import Path

import pytest

from paceline.measured_pairs import MeasuredFile, MeasuredPair, keep_measured, measured_pairs

PAIR = MeasuredPair(
    target=MeasuredFile("large.gguf", 4_000),
    draft=MeasuredFile("small.gguf", 400),
    passes=(1.0, 1.2, 1.4),
    guess=0.1,
    acceptance=(0.8, 0.7),
    plain_ms=40.0,
)


def test_what_was_kept_is_read_the_latest_first(tmp_path: Path) -> None:
    alone = MeasuredPair(target=PAIR.target, draft=None, passes=(1.0,))
    keep_measured(tmp_path, "a", PAIR)
    keep_measured(tmp_path, "b", alone)
    os.utime(tmp_path / "pair-a.json", (1, 1))
    assert measured_pairs(tmp_path) == (alone, PAIR)


def test_without_a_folder_nothing_is_known(tmp_path: Path) -> None:
    assert measured_pairs(tmp_path / "none") == ()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"passes": [0]}', b"\xff" * 200_000])
def test_a_damaged_file_is_set_aside_and_the_others_are_read(
    tmp_path: Path, content: bytes
) -> None:
    keep_measured(tmp_path, "a", PAIR)
    (tmp_path / "pair-b.json").write_bytes(content)
    assert measured_pairs(tmp_path) == (PAIR,)
    assert (tmp_path / "pair-b.damaged.json").exists()
    assert measured_pairs(tmp_path) == (PAIR,)


def test_files_of_other_formats_and_other_kinds_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "governor-a.json").write_text("{}")
    keep_measured(tmp_path, "new", MeasuredPair(PAIR.target, None, (1.0,), version=99))
    assert measured_pairs(tmp_path) == ()
    assert (tmp_path / "pair-new.json").exists()


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keep_measured(tmp_path / "file", "a", PAIR)
    assert measured_pairs(tmp_path / "file") == ()
