"""How much memory a local server is said to take, and where it is refused."""

from pathlib import Path

import pytest

from fakes.sparse_models import Build, write
from paceline.errors import AppError, ErrorCode
from paceline.library.memory_fit import Fit, MachineMemory
from paceline.ui.pair_source import PairFiles
from paceline.ui.serving.room import judge_room, need_of

GB = 10**9
LARGE = Build("llama", 32, 4096, 14336, 32, 8, 1000)
SMALL = Build("llama", 16, 2048, 8192, 32, 8, 1000, head=64, tied=True)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> PairFiles:
    folder = tmp_path_factory.mktemp("models")
    return PairFiles(write(LARGE, folder), write(SMALL, folder))


def test_every_seat_has_a_context_and_the_weights_count_once(pair: PairFiles) -> None:
    one, two, five = (need_of(pair, 4096, seats) for seats in (1, 2, 5))
    assert five - one == pytest.approx(4 * (two - one), rel=0.01)
    assert one > 3 * GB
    assert need_of(PairFiles(pair.target, None), 4096, 1) < one


def test_without_a_wish_the_context_is_the_usual_one(pair: PairFiles) -> None:
    assert need_of(pair, None, 3) == need_of(pair, 4096, 3)


def test_a_model_that_drafts_for_itself_is_counted_once(pair: PairFiles) -> None:
    alone = need_of(PairFiles(pair.target, None), 4096, 1)
    assert need_of(PairFiles(pair.target, pair.target), 4096, 1) < 1.5 * alone


@pytest.mark.parametrize(
    ("need", "held", "judged"),
    [
        (2 * GB, 0, Fit.FITS),
        (2 * GB, 6 * GB, Fit.FITS),
        (9 * GB, 0, Fit.TIGHT),
        (9 * GB, 8 * GB, Fit.TOO_LARGE),
        (16 * GB, 0, Fit.TOO_LARGE),
    ],
)
def test_the_pair_in_the_window_keeps_its_memory(need: int, held: int, judged: Fit) -> None:
    assert judge_room(need, MachineMemory(16 * GB, 8 * GB), held).judged is judged


def test_what_lies_on_a_graphics_processor_fits() -> None:
    assert judge_room(20 * GB, MachineMemory(16 * GB, 8 * GB), 0, 24 * GB).judged is Fit.FITS


def test_files_that_are_no_models_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.gguf").write_bytes(b"no model")
    with pytest.raises(AppError) as caught:
        need_of(PairFiles(tmp_path / "a.gguf", None), None, 1)
    assert caught.value.code is ErrorCode.FILE_NOT_GGUF
    with pytest.raises(AppError):
        need_of(PairFiles(tmp_path / "none.gguf", None), None, 1)
