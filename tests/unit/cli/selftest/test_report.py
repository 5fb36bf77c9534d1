"""A check that fails is told and stops nothing but itself."""

import pytest

from paceline.cli.selftest.report import Broken, Check, examine, report
from paceline.errors import AppError, ErrorCode


def check(error: BaseException | None = None) -> Check:
    def prove() -> str:
        if error is not None:
            raise error
        return "3 parts"

    return Check("part", prove, "Do this.")


def test_what_works_is_told_with_its_fact() -> None:
    outcome = examine(check())
    assert (outcome.name, outcome.ok, outcome.fact, outcome.remedy) == (
        "part",
        True,
        "3 parts",
        None,
    )
    assert outcome.line.startswith("part           ok      3 parts (")


@pytest.mark.parametrize(
    ("error", "fact"),
    [
        (Broken("It is\n\tbent.\x1b[2J"), "It is bent.\N{REPLACEMENT CHARACTER}[2J"),
        (AppError(ErrorCode.DISK_FULL, "/tmp/x"), str(AppError(ErrorCode.DISK_FULL, "/tmp/x"))),
        (ImportError("no module x"), "ImportError: no module x."),
        (RecursionError(), "RecursionError."),
    ],
)
def test_what_fails_is_told_on_one_line_with_what_to_do(error: Exception, fact: str) -> None:
    outcome = examine(check(error))
    assert not outcome.ok
    assert outcome.fact == fact
    assert outcome.line == f"part           failed  {fact} Do this."


def test_the_wish_to_stop_is_no_finding() -> None:
    with pytest.raises(KeyboardInterrupt):
        examine(check(KeyboardInterrupt()))


def test_one_failure_makes_the_whole_fail() -> None:
    good, bad = examine(check()), examine(check(Broken("No.")))
    assert report((good, good)).ok
    assert not report((good, bad)).ok
