"""What auto means for a tuned pair."""

from pathlib import Path

import pytest

from paceline.engine.governor.memory import GovernorMemory
from paceline.engine.governor.tuned import Tuned, TunedFile
from paceline.errors import AppError, ErrorCode
from paceline.options import DrafterChoice, Speculation, Verification

TUNED = Tuned(DrafterChoice.CASCADE, 6, "It was faster.")


def test_it_fills_in_what_is_left_open() -> None:
    wish = Speculation(verification=Verification.REJECTION)
    assert TUNED.applied(wish) == Speculation(
        drafter=DrafterChoice.CASCADE, draft_length=6, verification=Verification.REJECTION
    )


@pytest.mark.parametrize(
    "wish",
    [
        Speculation(enabled=False),
        Speculation(drafter=DrafterChoice.NGRAM),
        Speculation(draft_length=2),
    ],
)
def test_it_overrules_nobody(wish: Speculation) -> None:
    assert TUNED.applied(wish) == wish


def test_it_is_kept_beside_what_the_governor_learned(tmp_path: Path) -> None:
    file = GovernorMemory(tmp_path / "pair.json").tuned
    assert file.recall() is None
    file.keep(TUNED)
    assert GovernorMemory(tmp_path / "pair.json").tuned.recall() == TUNED
    assert not (tmp_path / "pair.json").exists()
    file.keep(None)
    file.keep(None)
    assert file.recall() is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"drafter":"ngram","draft_length":99}', b" " * 10**6]
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tuned.json"
    path.write_bytes(content)
    assert TunedFile(path).recall() is None
    assert (tmp_path / "tuned.damaged.json").read_bytes() == content


def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "tuned.json").mkdir()
    with pytest.raises(AppError) as caught:
        TunedFile(tmp_path / "tuned.json").keep(None)
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
