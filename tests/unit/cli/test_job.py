"""How jobs end."""

import pytest

from paceline.cli.job import run_job
from paceline.engine.llama.native import AbortFlag
from paceline.errors import AppError, Cancelled, ErrorCode


def test_work_that_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    def work(abort: AbortFlag) -> None:
        assert not abort.is_set
        print("a half \ud83d character")

    assert run_job(work) == 0
    assert capsys.readouterr().out == "a half ? character\n"


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (AppError(ErrorCode.FILE_EMPTY, "two\nlines.gguf"), 2, "paceline: two lines.gguf is empty"),
        (Cancelled(), 130, ""),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 141, ""),
    ],
)
def test_work_that_fails(
    error: BaseException, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(_abort: AbortFlag) -> None:
        raise error

    assert run_job(work) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(said)
    assert len(captured.err.splitlines()) == bool(said)


def test_work_may_end_with_a_status_of_its_own() -> None:
    assert run_job(lambda _abort: 1) == 1


def test_a_bug_is_not_hidden() -> None:
    def work(_abort: AbortFlag) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_job(work)
